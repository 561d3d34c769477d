furigana-on = ふりがなをつける
furigana-off = ふりがなを外す
first-day-table-readings = 語の読み仮名
readings-hint-missing = 次の漢字には、読みがまだありません：{ $words }。{ $example }のように、漢字のすぐ後ろに書きます。
readings-hint-title = ふりがな
readings-hint-text = 一覧にある語の読みは、公開ページで自動的に付きます。下のように読みを書き入れて、直すこともできます。
readings-button = やさしい日本語に、分かる読みを書き入れる
readings-button-hint = まだ保存しません。書き入れた文章をこの画面で確かめてください。
