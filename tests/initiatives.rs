//! Initiatives on the budget page and in the interface: statutory dates, milestones, effects.

use chrono::{DateTime, TimeZone, Utc};
use domain::indicator::IndicatorKind;
use scraper::{ElementRef, Html, Selector};
use serde_json::json;

use crate::support::{City, Database, World, indicator, on_both};

/// A moment that the service takes for now.
type Clock = fn() -> DateTime<Utc>;

/// A programme with initiatives in every state of a deadline.
fn world() -> World {
    World::new()
        .with_programme("ict", "ICT政策", 2024, 70, 30)
        .with_indicator(indicator("online_rate", IndicatorKind::Outcome, "オンライン化率"), &[])
        .with_file(
            "initiatives.csv",
            "programme,id,name,tag,point,indicator,due_on,legal_basis,done_on\n\
             ict,open,システム標準化,新規,基幹系を移行する,online_rate,2026-03-31,標準化法（令和3年法律第40号）,\n\
             ict,early,早い移行,,,,2026-03-31,,2026-03-21\n\
             ict,late,遅い移行,,,,2026-03-31,,2026-04-02\n\
             ict,free,期限のない取組,,,,,,\n",
        )
        .with_file(
            "milestones.csv",
            "programme,initiative,name,planned_on,done_on,state,sample\n\
             ict,open,契約,2025-03-31,2025-03-28,done,\n\
             ict,open,移行,2026-03-31,,running,yes\n\
             ict,open,検証,2027-03-31,,planned,\n\
             ict,open,旧方式,2025-03-31,,dropped,\n\
             ict,free,評価,,,planned,\n\
             ict,free,説明会,2025-06-01,2025-06-11,done,\n",
        )
        .with_file(
            "effects.csv",
            "programme,initiative,steps_before,steps_after,hours_before,hours_after,paper_before,paper_after,as_of,note\n\
             ict,open,9,5,3000,1800,24000,,2025-03-31,審査1件あたり\n\
             ict,free,,,,,,,,測っていない\n",
        )
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The text of the article about an initiative.
async fn article(city: &City, address: &str, name: &str) -> String {
    let page = Html::parse_document(&city.get(address).await.text());
    let found = page.select(&selector("article")).map(text_of).find(|text| text.starts_with(name));
    found.unwrap_or_else(|| panic!("{address} has no article about {name}"))
}

on_both! {
    async fn a_statutory_date_is_counted_down_and_what_is_not_recorded_stays_unknown(database: &Database) {
        let city = world().on(database).await;
        let open = article(&city, "/budget", "システム標準化").await;
        for said in [
            "令和8年3月31日（2026年3月31日） 236日前に終わりました",
            "完了の記録はありません。期限までに終わったかどうかは不明です。",
            "根拠： 標準化法（令和3年法律第40号）",
        ] {
            assert!(open.contains(said), "{said}: {open}");
        }
        let early = article(&city, "/budget", "早い移行").await;
        assert!(early.contains("2026年3月21日に完了（期限の10日前）") && !early.contains("不明です"), "{early}");
        assert!(!early.contains("根拠"), "{early}");
        let late = article(&city, "/budget", "遅い移行").await;
        assert!(late.contains("2026年4月2日に完了（期限から2日遅れ）"), "{late}");
        let free = article(&city, "/budget", "期限のない取組").await;
        assert!(!free.contains("法定期限"), "{free}");
    }
}

#[tokio::test]
async fn the_countdown_moves_with_the_day_and_ends_on_the_last_one() {
    fn noon(year: i32, month: u32, day: u32) -> DateTime<Utc> {
        Utc.with_ymd_and_hms(year, month, day, 3, 0, 0).unwrap()
    }
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let clocks: [(Clock, &str, &str); 4] = [
        (|| noon(2026, 3, 1), "あと30日", "30 days left"),
        (|| noon(2026, 3, 30), "あと1日", "1 day left"),
        (|| noon(2026, 3, 31), "今日が期限です", "ends today"),
        (|| noon(2026, 4, 1), "1日前に終わりました", "ended 1 day ago"),
    ];
    for (clock, japanese, english) in clocks {
        let city = city.at(clock);
        let said = article(&city, "/budget", "システム標準化").await;
        assert!(said.contains(japanese), "{japanese}: {said}");
        let said = article(&city, "/en/budget", "システム標準化").await;
        assert!(said.contains(english), "{english}: {said}");
        assert!(!article(&city, "/easy/budget", "システム標準化").await.is_empty());
    }
    // Before the day of completion has come, nobody says that it was done.
    let before = article(&city.at(|| noon(2026, 4, 1)), "/budget", "遅い移行").await;
    assert!(before.contains("1日前に終わりました") && !before.contains("に完了（期限"), "{before}");
}

#[tokio::test]
async fn each_initiative_has_its_indicator_its_milestones_and_what_it_changed() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let open = article(&city, "/budget", "システム標準化").await;
    for said in [
        "基幹系を移行する",
        "対応する指標 オンライン化率",
        "契約 完了 2025年3月28日に完了（予定日2025年3月31日より3日早い）",
        "移行 遅れ サンプル 予定日2026年3月31日を236日過ぎましたが、完了していません",
        "検証 予定 予定日は2027年3月31日（あと129日）",
        "旧方式 中止",
        "工程数：9 → 5（4 減）",
        "年間の作業時間（時間）：3,000 → 1,800（1,200 減）",
        "年間の紙の枚数（枚）：前 24,000、後 不明",
        "審査1件あたり",
        "令和7年3月31日（2025年3月31日）時点",
    ] {
        assert!(open.contains(said), "{said}: {open}");
    }
    let free = article(&city, "/budget", "期限のない取組").await;
    for said in [
        "指標は記載されていません",
        "予定日は不明です",
        "2025年6月11日に完了（予定日2025年6月1日より10日遅れ）",
        "効果の数値は登録されていません。",
    ] {
        assert!(free.contains(said), "{said}: {free}");
    }
    let early = article(&city, "/budget", "早い移行").await;
    assert!(
        early.contains("節目は登録されていません。") && early.contains("効果の数値は登録されていません。"),
        "{early}"
    );
    let page = Html::parse_document(&city.get("/en/budget").await.text());
    let link = page.select(&selector("article a[href='/en/targets/online_rate']")).count();
    assert_eq!(link, 1, "the indicator is linked in the page's language");
}

#[tokio::test]
async fn the_interface_tells_of_initiatives_what_the_page_tells() {
    let database = Database::sqlite();
    let city = world().on(&database).await;
    let items = city.get("/api/v1/initiatives").await.items();
    let of = |id: &str| items.iter().find(|item| item["id"] == id).unwrap();
    assert_eq!((&of("open")["deadline"], &of("open")["deadline_days"]), (&json!("ended"), &json!(-236)));
    assert_eq!((&of("early")["deadline"], &of("early")["deadline_days"]), (&json!("met"), &json!(10)));
    assert_eq!((&of("late")["deadline"], &of("late")["deadline_days"]), (&json!("met_late"), &json!(-2)));
    assert_eq!((&of("free")["deadline"], &of("free")["deadline_days"]), (&json!(null), &json!(null)));
    let late: Vec<_> =
        of("open")["milestones"].as_array().unwrap().iter().map(|one| one["days_late"].clone()).collect();
    assert_eq!(late, [json!(-3), json!(236), json!(null), json!(null)]);
    assert_eq!(of("open")["effect"]["hours_saved"], 1200);
    assert_eq!(of("open")["effect"]["paper_after"], json!(null), "unknown is not 0");
    assert_eq!((&of("open")["sample"], &of("free")["sample"]), (&json!(true), &json!(false)));
    let served = city.get("/api/v1/initiatives?indicator=online_rate").await;
    assert_eq!(served.all("id"), ["open"]);
}

#[tokio::test]
async fn the_statutory_date_of_the_demonstration_is_the_one_that_the_sheet_says() {
    let database = Database::sqlite();
    let city = City::demonstration(&database).await;
    let said = article(&city, "/budget", "地方公共団体情報システム標準化業務").await;
    assert!(said.contains("令和8年3月31日（2026年3月31日） 236日前に終わりました"), "{said}");
    assert!(said.contains("令和3年法律第40号") && said.contains("完了の記録はありません"), "{said}");
    let others = article(&city, "/budget", "生成AI活用推進事業").await;
    assert!(!others.contains("法定期限") && others.contains("効果の数値は登録されていません。"), "{others}");
}
