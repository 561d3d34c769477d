# 手続の一覧と各手続のページ

step-apply = 申請
step-identify = 本人確認
step-attach = 添付書類
step-pay = 手数料
step-receive = 結果受領
step-means-apply = 申請書や届出を出す
step-means-identify = 本人であることを確かめる
step-means-attach = 必要な書類を添える
step-means-pay = 手数料を払う
step-means-receive = 証明書や結果の通知を受け取る

state-online = オンライン
state-counter = 窓口
state-not_needed = 不要
state-unknown = 不明

availability-complete = 来庁不要
availability-partial = 一部オンライン
availability-counter = 窓口のみ
availability-excluded = 適用除外
availability-unknown = 不明

ladder-label = オンライン化の5つの段階
ladder-spoken = {$step}は{$state}
