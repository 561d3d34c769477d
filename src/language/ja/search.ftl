## 入力された言葉への答え

answer-understood = 「{$q}」にそのまま合う手続はありません。次の言葉の結果を表示しています：
answer-nearest = 「{$q}」は見つかりません。近い言葉の結果を表示しています：
answer-event = 必要な手続を、行う順にまとめています
answer-guide = 質問に答えると、必要なことが一覧になります
elsewhere-heading = 市役所以外が行う手続
elsewhere-page = 案内のページ
elsewhere-checked = {$date}に市が確認
elsewhere-unchecked = 市による確認はまだです
