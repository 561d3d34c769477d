## ことばへの　こたえ

answer-understood = 「{$q}」は　ありません。この　ことばの　てつづきです：
answer-nearest = 「{$q}」は　ありません。にている　ことばの　てつづきです：
answer-event = てつづきを　じゅんばんに　見ます
answer-guide = しつもんに　答えると、する　ことが　わかります
elsewhere-heading = 市ではない　ところの　てつづき
elsewhere-page = くわしい　ページ
elsewhere-checked = 市が　たしかめた　日：{$date}
elsewhere-unchecked = 市は　まだ　たしかめて　いません
