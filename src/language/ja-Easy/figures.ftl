# Words around figures, on several pages.

figure-source = データを　作った　ところ：
figure-source-name = { $publisher }「{ $title }」
figure-source-separator = 、
figure-list-separator = 、
figure-unknown = わかりません
figure-no-values = 数字は　まだ　ありません
figure-bad-address = この　ページの　アドレスが　まちがって　います
figure-held = もって　いる　カードの　数
figure-issued = わたした　カードの　数
figure-held-rate = カードを　もって　いる　わりあい
figure-issued-rate = カードを　わたした　わりあい
figure-map-class = { $from }%から　{ $below }%まで
figure-map-simplified = 区の　形は　かんたんに　して　います。
figure-map-schematic = 地図の　データが　ないので、図で　見せて　います。本当の　場所では　ありません。
