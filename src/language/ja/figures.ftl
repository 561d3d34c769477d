# Words around figures, on several pages.

figure-source = 出典：
figure-source-name = { $publisher }「{ $title }」
figure-source-separator = 、
figure-list-separator = 、
figure-unknown = 不明
figure-no-values = 登録された値がありません
figure-bad-address = このアドレスの条件は読み取れませんでした
figure-held = 保有枚数
figure-issued = 交付枚数
figure-held-rate = 保有枚数率
figure-issued-rate = 交付枚数率
figure-map-class = { $from }%以上{ $below }%未満
figure-map-simplified = 区の境界は簡略化しています。
figure-map-schematic = 境界のデータがないため、位置を表さない模式図で示しています。
