furigana-on = ふりがなを　つける
furigana-off = ふりがなを　けす
first-day-table-readings = ことばの　読みかた
readings-hint-missing = 読みかたが　ない　漢字：{ $words }。「{ $example }」と　書きます。
readings-hint-title = ふりがな
readings-hint-text = しって　いる　ことばには、ふりがなが　つきます。下のように　書いて、かえる　ことも　できます。
readings-button = やさしい　日本語に　ふりがなを　書きこむ
readings-button-hint = まだ　ほぞんしません。書きこんだ　文を　見て　ください。
