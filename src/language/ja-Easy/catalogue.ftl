# 手続の一覧と各手続のページ（やさしい日本語）

## 段階とその状態

step-apply = もうしこみ
step-identify = 本人の　かくにん
step-attach = 出す　紙
step-pay = お金
step-receive = うけとり
step-means-apply = もうしこみの　紙を　出します
step-means-identify = あなた　本人か　たしかめます
step-means-attach = いっしょに　出す　紙が　あります
step-means-pay = お金を　はらいます
step-means-receive = できた　紙を　もらいます

state-online = ネット
state-counter = まど口
state-not_needed = いりません
state-unknown = わかりません

ladder-label = てつづきの　5つの　ながれ
ladder-spoken = {$step}：{$state}

## 実施状況

availability-complete = 家で　できます
availability-partial = すこし　家で　できます
availability-counter = まど口だけ
availability-excluded = ネットは　ありません
availability-unknown = わかりません

answer-home = ぜんぶ　家で　できます
answer-home_then_fetch = もうしこみは　家で　できます。うけとりは　まど口へ　行きます
answer-home_then_counter = もうしこみは　家で　できます。まど口にも　行きます
answer-home_then_unknown = もうしこみは　家で　できます。まど口へ　行くかは　まだ　わかりません
answer-partly_online = もうしこみは　まど口へ　行きます。すこしは　家で　できます
answer-counter_or_mail = まど口へ　行くか、手紙で　おくります
answer-counter = まど口へ　行きます
answer-excluded = インターネットでは　できません
answer-unknown = 家で　できるか、まだ　わかりません

## 一覧

procedures-title = てつづきを　さがす
procedures-title-for = 「{$q}」で　見つかった　てつづき
procedures-description = 市の　てつづきを　さがします。家で　できるか　わかります。
procedures-all = ぜんぶの　てつづきを　見る

filters = もっと　えらぶ
filters-jump = もっと　えらぶ
facet-more = あと　{$count}　見る
facet-count = {$count}の　てつづき
filter-q = ことば
filter-event = どんな　とき
filter-availability = 家で　できるか
filter-step = まど口が　いる　ところ
filter-fee = お金が　いるか
filter-audience = だれの　てつづき
filter-card = マイナンバーカード
filter-department = 市の　どこの　しごと
filter-set = てつづきの　しゅるい
filter-sort = ならべかた
filter-ended = なくなった　てつづき
ended-exclude = 入れない
ended-include = 入れる
ended-only = なくなった　てつづきだけ

audience-residents = 住んで　いる　人
audience-business = かいしゃや　お店

fee-kind-free = お金は　いりません
fee-kind-charged = お金が　いります
department-unknown = どこの　しごとか　わかりません

card-none = カードは　いりません
card-identification = カード（4つの　数字）
card-signature = カード（6つ以上の　文字）
card-means-none = マイナンバーカードが　なくても　できます。
card-means-identification = マイナンバーカードと、4つの　数字の　あんしょうばんごうが　いります。
card-means-signature = マイナンバーカードと、6つから　16の　文字の　あんしょうばんごうが　いります。

sort-relevance = さがした　ことばに　近い
sort-name = あいうえお
sort-volume = つかう　人が　多い
sort-changed = 新しい

results-counted = {$total}の　てつづき（{$first}から　{$last}）
results-nothing-found = てつづきが　見つかりません
results-first-page = さいしょの　ページを　見る
results-meanings = この　ことばも　さがしました：
results-past-the-end = この　ページには　ありません
chips-label = えらんだ　もの
chip = {$filter}：{$value}
chip-remove = を　やめる
chips-clear = ぜんぶ　やめる

nothing-found-shorter = 「税」「じゅうしょ」のような、みじかい　ことばで　さがして　ください。
nothing-found-other-words = ちがう　ことばで　さがして　ください。ひらがなでも　いいです。
nothing-found-filters = えらんだ　ものを　へらして　ください。
nothing-found-near = この　ことば　ですか
nothing-found-elsewhere = えらんだ　ものを　やめると、「{$q}」の　てつづきは　{$count}　あります。
nothing-found-ended = なくなった　てつづきの　中に　{$count}　あります。
by-life-event = どんな　とき　ですか

event-title = 「{$event}」の　ときの　てつづき
event-description = {$title}：何を　するか、どの　じゅんばんで　するか、家で　できるかを　書いて　あります。
event-counted = てつづきは　{$total}　あります。
from-home-complete = は　家で　ぜんぶ　できます
from-home-partial = は　すこし　家で　できます
from-home-counter = は　まど口などで　します
from-home-excluded = は　インターネットでは　できない　ものです
from-home-unknown = は　いま　しらべて　います
event-any-time = いつ　するか　きまって　いません
event-others = ほかの　てつづき
event-procedures = てつづき

mistake-title = アドレスが　まちがって　います
mistake-text = 「{$name}」が　まちがって　います。
official-name = まど口で　つかう　名前：

## 手続のページ

start-title = もうしこみの　しかた
start-unknown = もうしこみの　しかたが　書いて　ありません。市の　人に　聞いて　ください。
channel-mynaportal = マイナポータルで　もうしこむ
channel-city_system = 市の　ホームページで　もうしこむ
channel-eltax = eLTAX（エルタックス）で　もうしこむ
channel-other_online = インターネットで　もうしこむ
channel-mail = 手紙（ゆうびん）
channel-phone = 電話
channel-counter = まど口
channel-means-mynaportal = インターネットで　できます。
channel-means-city_system = インターネットで　できます。
channel-means-eltax = インターネットで　できます。
channel-means-other_online = インターネットで　できます。
channel-means-mail = 紙を　市に　おくって　ください。
channel-means-phone = 市に　電話して　ください。
channel-means-counter = まど口に　来て　ください。

needed-title = ひつような　もの
needed-papers = もって　くる　紙や　もの
papers-not-stated = 書いて　ありません。市の　人に　聞いて　ください。
needed-fee = お金
needed-time = どのくらい　かかるか
needed-who = だれの　てつづき
legal-basis = 法律
fee-none = お金は　いりません
fee-yen = {$yen}円
fee-some = お金が　いります（いくらか　書いて　ありません）

steps-title = 5つの　ながれ
contact-title = 聞く　ところ
contact-department = 市の　どこの　しごと
contact-counter = まど口
contact-hours = あいて　いる　時間
contact-phone = 電話

obstacles-title = どうして　ぜんぶ　家で　できないか
blockers-not-stated = りゆうは　書いて　ありません。
blocker-planned = 家で　できるように　する　よていです。
blocker-law_change_no_time = 法律を　かえる　ひつようが　あります。いつ　かわるか　わかりません。
blocker-law_change_low_priority = 法律を　かえる　ひつようが　あります。すぐには　かわりません。
blocker-no_system = つかう　コンピューターの　しくみが　ありません。
blocker-original_on_paper = 紙の　本物が　いります。
blocker-should_not_be_electronic = 会って　たしかめる　ひつようが　あります。
blocker-cost_benefit = お金が　かかる　わりに、よく　なるか　わかりません。
blocker-other = ほかの　りゆうが　あります。
planned = {$year}に、家で　できるように　する　よていです。
planned-or-later = {$year}か、その　あとに、家で　できるように　する　よていです。
year-or-later = {$year}か　その　あと
planned-unknown = いつ　家で　できるように　なるか、わかりません。

usage-title = 何回　つかったか
usage-unknown = わかりません。
fiscal-year = 年度（4月から　つぎの　年の　3月）
usage-total = ぜんぶ
usage-online = ネットで　した　かず
usage-share = ネットの　わりあい

announced-title = これから　かわる　こと
history-title = いままでに　かわった　こと
history-none = かわった　ことは　ありません。
history-first = {$step}：{$to}
history-change = {$step}：{$from} → {$to}

about-entry = この　ページに　ついて
checked-on = {$date}に　市の　人が　たしかめました
checked-unknown = いつ　たしかめたか　わかりません。
