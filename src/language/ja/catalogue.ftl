# 手続の一覧と各手続のページ

## 段階とその状態

step-apply = 申請
step-identify = 本人確認
step-attach = 添付書類
step-pay = 手数料
step-receive = 結果受領
step-means-apply = 申請書や届出書を提出する
step-means-identify = 本人であることを確認する
step-means-attach = 必要な書類を添える
step-means-pay = 手数料を支払う
step-means-receive = 証明書や結果の通知を受け取る

state-online = オンライン
state-counter = 窓口
state-not_needed = 不要
state-unknown = 不明

ladder-label = オンライン化の5つの段階
ladder-spoken = {$step}は{$state}

## 実施状況

availability-complete = 来庁不要
availability-partial = 一部オンライン
availability-counter = 窓口のみ
availability-excluded = 適用除外
availability-unknown = 不明

answer-home = 自宅で完結できます
answer-home_then_fetch = 申請は自宅から。受け取りは窓口へ
answer-home_then_counter = 申請は自宅から。一部は窓口で手続します
answer-home_then_unknown = 申請は自宅からできます。窓口が必要かは確認中です
answer-partly_online = 申請は窓口へ。一部はオンラインでできます
answer-counter_or_mail = 窓口または郵送で手続します
answer-counter = 窓口で手続します
answer-excluded = オンライン化の対象外です
answer-unknown = オンラインでできるかは確認中です

## 一覧

procedures-title = 手続をさがす
procedures-title-for = 「{$q}」の検索結果
procedures-description = 行政手続を名前や言葉、ライフイベント、所管課などからさがし、オンラインでどこまでできるかを確認できます。
procedures-all = すべての手続を見る

filters = 条件で絞り込む
filters-jump = 条件で絞り込む
facet-more = ほか{$count}件を見る
facet-count = {$count}件
filter-q = 検索語
filter-event = ライフイベント
filter-availability = オンライン化の状況
filter-step = 窓口が必要な段階
filter-fee = 手数料
filter-audience = 対象者
filter-card = マイナンバーカードの電子証明書
filter-department = 所管課
filter-set = 手続の分類
filter-sort = 並び順
filter-ended = 廃止された手続
ended-exclude = 除く
ended-include = 含める
ended-only = 廃止された手続だけ

audience-residents = 個人
audience-business = 事業者

fee-kind-free = 無料
fee-kind-charged = 有料
department-unknown = 所管課の情報なし

card-none = カード不要
card-identification = 利用者証明用電子証明書
card-signature = 署名用電子証明書
card-means-none = マイナンバーカードの電子証明書は必要ありません。
card-means-identification = マイナンバーカードと、利用者証明用電子証明書の暗証番号（数字4桁）が必要です。
card-means-signature = マイナンバーカードと、署名用電子証明書の暗証番号（英数字6～16文字）が必要です。

sort-relevance = 関連の高い順
sort-name = 五十音順
sort-volume = 件数の多い順
sort-changed = 更新の新しい順

results-counted = {$total}件中 {$first}～{$last}件目を表示
results-nothing-found = 条件に合う手続が見つかりませんでした
results-first-page = 最初のページを見る
results-meanings = 次の言葉も含めて検索しました：
results-past-the-end = このページに手続はありません
chips-label = 設定中の条件
chip = {$filter}：{$value}
chip-remove = を解除
chips-clear = すべて解除

nothing-found-shorter = 「転出」「税」のように、短い言葉にしてみてください。
nothing-found-other-words = 漢字をひらがなにするなど、別の言い方も試してみてください。
nothing-found-filters = 絞り込みの条件を減らしてみてください。
nothing-found-near = もしかして
nothing-found-elsewhere = 条件を外すと、「{$q}」の手続は{$count}件あります。
nothing-found-ended = 廃止された手続には、この言葉に合うものが{$count}件あります。
by-life-event = ライフイベントからさがす

event-title = 「{$event}」の手続
event-description = {$title}：何を、どの順にすればよいか、自宅でどこまでできるかの一覧です。
event-counted = 関係する手続は{$total}件です。
from-home-complete = 件は自宅で完結できます
from-home-partial = 件は一部をオンラインでできます
from-home-counter = 件は窓口などで手続します
from-home-excluded = 件はオンライン化の対象外です
from-home-unknown = 件は確認中です
event-any-time = 時期の決まりはありません
event-others = ほかに関係する手続
event-procedures = 手続の一覧

mistake-title = アドレスの条件を読み取れません
mistake-text = 条件「{$name}」の値が正しくありません。
official-name = 正式な名称：

## 手続のページ

start-title = 申請方法
start-unknown = 申請方法の情報がありません。所管課にお問い合わせください。
channel-mynaportal = マイナポータルで申請する
channel-city_system = 市の電子申請システムで申請する
channel-eltax = eLTAX（エルタックス）で申告・申請する
channel-other_online = オンラインで申請する
channel-mail = 郵送
channel-phone = 電話
channel-counter = 窓口
channel-means-mynaportal = インターネットで申請できます。
channel-means-city_system = インターネットで申請できます。
channel-means-eltax = インターネットで申告・申請できます。
channel-means-other_online = インターネットで申請できます。
channel-means-mail = 必要な書類を所管課あてに送ってください。
channel-means-phone = 所管課に電話してください。
channel-means-counter = 受付の窓口へお越しください。

needed-title = 必要なもの
needed-papers = 必要な書類
papers-not-stated = 書類の情報がありません。所管課にご確認ください。
needed-fee = 手数料
needed-time = 処理にかかる期間
needed-who = 対象者
legal-basis = 根拠法令
fee-none = 無料
fee-yen = {$yen}円
fee-some = 有料（金額の情報がありません）

steps-title = 5つの段階
contact-title = 所管課・窓口
contact-department = 所管課
contact-counter = 窓口
contact-hours = 受付時間
contact-phone = 電話

obstacles-title = すべてをオンラインでできない理由と今後の予定
blockers-not-stated = 理由の情報がありません。
blocker-planned = オンライン化を予定しています。
blocker-law_change_no_time = 法令などの改正が必要で、時期が決まっていません。
blocker-law_change_low_priority = 法令などの改正が必要で、優先度が高くありません。
blocker-no_system = 受け付けるためのシステムがありません。
blocker-original_on_paper = 紙の原本が必要です。
blocker-should_not_be_electronic = 対面での確認など、電子化に適さない手続です。
blocker-cost_benefit = 費用に見合う効果が小さいか、分かっていません。
blocker-other = その他の理由があります。
planned = {$year}にオンライン化する予定です。
planned-or-later = {$year}以降にオンライン化する予定です。
year-or-later = {$year}以降
planned-unknown = オンライン化の予定時期は決まっていないか、情報がありません。

usage-title = 年度別の件数
usage-unknown = 件数は不明です。
fiscal-year = 年度
usage-total = 総手続件数
usage-online = うちオンライン
usage-share = オンライン利用率

announced-title = 予定されている変更
history-title = これまでの変更
history-none = 変更の記録はありません。
history-first = {$step}：{$to}
history-change = {$step}：{$from} → {$to}

about-entry = この情報について
checked-on = {$date}に所管課が確認
checked-unknown = 所管課による確認日は不明です。
