//! The areas of tables as real files name them: their codes and their names.

use domain::area::{Area, AreaKind};
use domain::local_governments;
use domain::text::MessageLanguage;
use exchange::import::{Kind, Request};
use store::areas;

use crate::installation::{Installation, WARDS, cards_of, code, population_of, request};

#[tokio::test]
async fn codes_of_five_digits_stand_for_the_wards_named_beside_them() {
    let (file, text) = case!("S01_five_digit_codes_with_names.csv");
    for installation in [Installation::empty().await, Installation::of_sakai().await] {
        installation.accept(&request(Kind::Cards, file), text).await;
        let found: Vec<String> = installation.cards().await.into_iter().map(|(area, _)| area).collect();
        assert_eq!(found, WARDS);
    }
}

#[tokio::test]
async fn codes_of_five_digits_without_names_are_those_that_exist() {
    let (file, text) = case!("S02_five_digit_codes_population.csv");
    for installation in [Installation::empty().await, Installation::of_sakai().await] {
        installation.accept(&request(Kind::Population, file), text).await;
        let people = installation.population().await;
        assert_eq!(people.iter().map(|(area, ..)| area.as_str()).collect::<Vec<_>>(), WARDS);
        assert_eq!(people[5].2, 158_500, "27146 is 堺市北区");
    }
}

#[tokio::test]
async fn codes_of_boundary_files_have_five_digits() {
    let (file, text) = case!("S03_n03_five_digit.geojson");
    let installation = Installation::of_sakai().await;
    installation.accept(&request(Kind::Boundaries, file), text).await;
    let outlines = areas::list_boundaries(&mut installation.db.read().await.unwrap()).await.unwrap();
    assert_eq!(outlines.iter().map(|one| one.area.as_str()).collect::<Vec<_>>(), WARDS);
}

#[tokio::test]
async fn a_boundary_whose_code_is_that_of_another_name_is_refused() {
    let (file, text) = case!("S03_n03_five_digit.geojson");
    let text = text.replace(r#""N03_007": "27146""#, r#""N03_007": "27145""#);
    let said = Installation::of_sakai().await.refuse(&request(Kind::Boundaries, file), &text).await;
    assert_eq!(
        said,
        [
            "feature 6, N03_007: '27145'; expected a code and a name of one area: the code is that of 堺市南区 (271454), \
          the name that of 堺市北区 (271462)"
        ]
    );
}

#[tokio::test]
async fn a_boundary_of_an_area_that_nobody_knows_says_how_it_is_added() {
    let (file, text) = case!("S03_n03_five_digit.geojson");
    let text = text.replace(r#""N03_004": "北区", "N03_007": "27146""#, r#""N03_004": "新区", "N03_007": "27148""#);
    let said = Installation::of_sakai().await.refuse(&request(Kind::Boundaries, file), &text).await;
    assert!(
        said.len() == 1
            && said[0].starts_with("feature 6, N03_007: '27148'; expected the code of an area in the national list")
            && said[0].ends_with("; a new area is added with its population or cards first"),
        "{said:?}"
    );
}

#[tokio::test]
async fn a_code_with_two_readings_is_decided_by_the_name_the_prefecture_or_the_other_rows() {
    // 12106 is 121061 千葉市美浜区 without its check digit, or 012106 岩見沢市 without its zero.
    for (table, expected) in [
        ("団体コード,市区町村名,人口\n12106,岩見沢市,77000\n", vec!["012106"]),
        ("団体コード,市区町村名,人口\n12106,千葉市美浜区,152000\n", vec!["121061"]),
        ("団体コード,都道府県名,人口\n12106,千葉県,152000\n", vec!["121061"]),
        ("団体コード,人口\n12106,77000\n12025,251000\n", vec!["012025", "012106"]),
        ("団体コード,人口\n12106,77000\n271403,826158\n", vec!["012106", "271403"]),
        ("団体コード,人口\n12106,152000\n12101,211000\n", vec!["121011", "121061"]),
    ] {
        let installation = Installation::empty().await;
        installation.accept(&population_of("a.csv"), table).await;
        let found: Vec<String> = installation.population().await.into_iter().map(|(area, ..)| area).collect();
        assert_eq!(found, expected, "{table}");
    }
}

#[tokio::test]
async fn a_code_with_two_readings_that_nothing_decides_is_refused_with_both() {
    let installation = Installation::empty().await;
    let lines = "団体コード,人口\n12106,77000\n";
    assert_eq!(
        installation.refuse(&population_of("a.csv"), lines).await,
        [
            "line 2, 団体コード: '12106'; expected all six digits, or the name beside it; this may be 千葉市美浜区 (121061), \
          岩見沢市 (012106)"
        ]
    );
    // 27146 and 12025 say the opposite of each other.
    let said = installation.refuse(&population_of("a.csv"), &format!("{lines}27146,158500\n12025,251000\n")).await;
    assert_eq!(said.len(), 1, "{said:?}");
}

#[tokio::test]
async fn a_code_and_a_name_that_contradict_each_other_are_refused() {
    let (file, text) = case!("D01_code_contradicts_name.csv");
    for installation in [Installation::empty().await, Installation::with(&["012025", "012033"]).await] {
        assert_eq!(
            installation.refuse(&cards_of(file), text).await,
            [
                "line 2, 団体コード: '012025'; expected a code and a name of one area: the code is that of 函館市 (012025), \
              the name that of 小樽市 (012033)"
            ]
        );
    }
    let sakai = "団体コード,市区町村名,人口\n271411,中区,120100\n271462,堺市北区,158500\n271403,札幌,826158\n";
    for installation in [Installation::empty().await, Installation::of_sakai().await] {
        let said = installation.refuse(&population_of("a.csv"), sakai).await;
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].starts_with("line 2, 団体コード: '271411'"), "{said:?}");
        assert!(said[0].contains("堺市堺区 (271411)") && said[0].contains("堺市中区 (271420)"), "{said:?}");
        assert_eq!(
            said[1],
            "line 4, 市区町村名: '札幌'; expected the name that belongs to the code beside it, which is that of 堺市 (271403)"
        );
    }
}

#[tokio::test]
async fn a_wrong_name_in_the_database_does_not_draw_a_right_table_to_it() {
    let wrong =
        Area { name: "小樽市".to_owned(), ..local_governments::find(&code("012025")).expect("listed").area() };
    let installation = Installation::with_areas(vec![wrong]).await;
    installation.accept(&population_of("a.csv"), "都道府県名,市区町村名,人口\n北海道,小樽市,110000\n").await;
    assert_eq!(installation.population().await[0].0, "012033");
}

#[tokio::test]
async fn names_are_matched_in_their_variants() {
    let (file, text) = case!("S19_name_variants.csv");
    let installation = Installation::empty().await;
    installation.accept(&request(Kind::Population, file), text).await;
    let found: Vec<(String, i64)> =
        installation.population().await.into_iter().map(|(area, _, people)| (area, people)).collect();
    let right = [("082082", 75_000), ("271411", 146_354), ("272299", 54_000), ("273015", 32_000), ("292117", 37_000)];
    assert_eq!(found, right.map(|(area, people)| (area.to_owned(), people)));
    let names: Vec<(String, String)> =
        installation.areas().await.into_iter().map(|area| (area.name, area.kana)).collect();
    assert!(names.contains(&("龍ケ崎市".to_owned(), "りゅうがさきし".to_owned())), "{names:?}");
}

#[tokio::test]
async fn a_name_that_cannot_be_told_is_refused_with_the_nearest() {
    let installation = Installation::empty().await;
    let said = installation
        .refuse(
            &population_of("a.csv"),
            "都道府県名,市区町村名,人口\n大阪府,堺市境区,1000\n大坂,堺市,1000\n,何処にもない町名,1\n",
        )
        .await;
    assert_eq!(said.len(), 3, "{said:?}");
    assert!(said[0].starts_with(
        "line 2, 市区町村名: '堺市境区'; expected the name of a municipality of 大阪府, or its code; nearest: "
    ));
    assert!(said[0].contains("堺市堺区 (271411)"), "{said:?}");
    assert!(said[1].starts_with("line 3, 都道府県名: '大坂'; expected one of the 47 prefectures"), "{said:?}");
    assert!(said[2].starts_with("line 4, 市区町村名: '何処にもない町名'"), "{said:?}");
}

#[tokio::test]
async fn codes_are_read_through_what_guards_them_in_spreadsheets() {
    let (file, text) = case!("S37_guarded_codes.csv");
    let report = Installation::empty().await.run(&request(Kind::Cards, file), text).await;
    let codes = report.bad_cells().iter().filter(|cell| cell.column.header == "area_code");
    assert_eq!(codes.count(), 0, "{}", report.describe());
    // The same codes beside plain counts.
    let plain = text.replace("97000.0,132300.0", "97000,132300");
    let installation = Installation::empty().await;
    installation.accept(&request(Kind::Cards, file), &plain).await;
    let right = [("271411", 100_000), ("271420", 88_000), ("271438", 62_000), ("271446", 97_000)];
    assert_eq!(installation.cards().await, right.map(|(area, count)| (area.to_owned(), count)));
}

#[tokio::test]
async fn a_ward_without_its_city_is_refused_unless_the_city_is_the_installations_own() {
    let (file, text) = case!("D04_ward_without_city.csv");
    for installation in [Installation::empty().await, Installation::of_sakai().await] {
        let said = installation.refuse(&population_of(file), text).await;
        assert_eq!(
            said,
            [
                "line 2, 区: '中央区'; expected the name with its city or prefecture, or its code; 11 areas are called 中央区: \
              札幌市中央区 (011011), さいたま市中央区 (111058), 千葉市中央区 (121011), 中央区 (131024), \
              相模原市中央区 (141526) and 6 more"
            ]
        );
    }
    let own = Installation::with(&["281000", "281107"]).await;
    own.accept(&population_of(file), text).await;
    assert_eq!(own.population().await[0].0, "281107", "神戸市 is the only city with wards here");
    let sakai = Installation::of_sakai().await;
    sakai.accept(&population_of("a.csv"), "区,人口\n北区,158500\n堺区,146354\n").await;
    assert_eq!(sakai.population().await.len(), 2);
    // With its prefecture, the special ward of Tokyo is told from the others.
    let empty = Installation::empty().await;
    empty.accept(&population_of("a.csv"), "都道府県,区,人口\n東京都,中央区,171419\n").await;
    assert_eq!(empty.population().await[0].0, "131024");
}

#[tokio::test]
async fn a_prefecture_alone_is_an_area() {
    let (file, text) = case!("D05_prefecture_only.csv");
    let installation = Installation::empty().await;
    installation.accept(&cards_of(file), text).await;
    assert_eq!(installation.cards().await, [("270008".to_owned(), 2_305_743), ("290009".to_owned(), 385_025)]);
    let kinds: Vec<AreaKind> = installation.areas().await.into_iter().map(|area| area.kind).collect();
    assert_eq!(kinds, [AreaKind::Prefecture, AreaKind::Prefecture]);
}

#[tokio::test]
async fn municipalities_under_an_unknown_header_are_not_taken_for_their_prefectures() {
    let installation = Installation::empty().await;
    let table = "都道府県名,役所,人口\n奈良県,橿原市,121736\n大阪府,堺市,826158\n";
    assert_eq!(
        installation.refuse(&population_of("a.csv"), table).await,
        ["the column '役所' holds municipalities (line 2: '橿原市'), but its header is not known; expected 市区町村名"]
    );
}

#[tokio::test]
async fn prefecture_city_and_ward_in_one_cell_are_read() {
    let (file, text) = case!("D06_body_name_in_one_column.csv");
    let installation = Installation::empty().await;
    installation.accept(&cards_of(file), text).await;
    assert_eq!(installation.cards().await, [("271462".to_owned(), 95_616), ("292052".to_owned(), 45_817)]);
    for (row, right) in [
        ("東京都,三宅島　三宅村", "133817"),
        ("東京都,八丈島八丈町", "134015"),
        ("大阪府,堺市北区", "271462"),
        (",\"大阪府,堺市北区\"", "271462"),
        (",大阪府 三島郡 島本町", "273015"),
        ("大阪,堺市", "271403"),
        ("大阪府,堺市※", "271403"),
        ("大阪府,堺市（注1）", "271403"),
        ("大阪府,計", "270008"),
        (",全国", "000001"),
        ("兵庫県,篠山市", "282219"),
    ] {
        let installation = Installation::empty().await;
        installation.accept(&population_of("a.csv"), &format!("都道府県名,市区町村名,人口\n{row},1000\n")).await;
        assert_eq!(installation.population().await[0].0, right, "{row}");
    }
}

#[tokio::test]
async fn rows_of_counties_are_passed_over_and_said_once() {
    let installation = Installation::empty().await;
    let table = "団体コード,都道府県名,市区町村名,人口\n023001,青森県,東津軽郡,20000\n023019,青森県,平内町,10000\n\
                 023035,青森県,今別町,2500\n,大阪府,三島郡,31000\n133604,東京都,島しょ,24552\n";
    let report = installation.accept(&population_of("a.csv"), table).await;
    let note = "3 rows of counties (郡) skipped: they are sums of towns and villages";
    assert!(report.notes().iter().any(|said| said == note), "{:?}", report.notes());
    assert_eq!(installation.population().await.len(), 2);
}

#[tokio::test]
async fn a_sum_beside_a_code_is_the_sum_of_that_area() {
    let installation = Installation::empty().await;
    installation.accept(&population_of("a.csv"), "団体コード,市区町村名,人口\n271403,（市計）,826158\n").await;
    assert_eq!(installation.population().await[0].0, "271403");
    // Without a code it is the sum of a prefecture's cities, which is no area.
    installation.refuse(&population_of("a.csv"), "都道府県名,市区町村名,人口\n大阪府,市計,8000000\n").await;
}

#[tokio::test]
async fn an_area_that_ended_is_read_before_its_end_and_refused_after_it() {
    let table = |day: &str| format!("団体コード,市区町村名,基準日,人口\n221368,浜松市浜北区,{day},100000\n");
    let installation = Installation::empty().await;
    installation.accept(&request(Kind::Population, "a.csv"), &table("2023-12-31")).await;
    let [area] = &installation.areas().await[..] else { panic!("one area") };
    assert_eq!((area.name.as_str(), area.parent.as_ref()), ("浜北区", Some(&code("221309"))));
    assert_eq!(
        installation.refuse(&request(Kind::Population, "a.csv"), &table("2024-01-01")).await,
        [
            "line 2, 市区町村名: '浜松市浜北区'; expected an area that exists on the day of the figures; 浜松市浜北区 ended on \
          1 January 2024 and belongs to 浜松市浜名区 (221392) today"
        ]
    );
    // 天竜区 kept its name and changed its code.
    let table = "市区町村名,基準日,人口\n浜松市天竜区,2023-01-01,26000\n浜松市天竜区,2024-01-01,25000\n";
    let installation = Installation::empty().await;
    installation.accept(&request(Kind::Population, "a.csv"), table).await;
    let found: Vec<String> = installation.population().await.into_iter().map(|(area, ..)| area).collect();
    assert_eq!(found, ["221376", "221406"]);
    let said =
        installation.refuse(&population_of("a.csv"), "都道府県名,市区町村名,人口\n大阪府,南河内郡美原町,38000\n").await;
    assert_eq!(
        said,
        [
            "line 2, 市区町村名: '南河内郡美原町'; expected the name of an area of today; 南河内郡美原町 ended on 1 February 2005 and \
          belongs to 堺市 (271403) today"
        ]
    );
}

#[tokio::test]
async fn an_area_that_the_list_does_not_know_is_added_only_if_that_is_asked_for() {
    let table = "団体コード,市区町村名,人口\n272990,新しい市,1000\n";
    let installation = Installation::empty().await;
    let said = installation.refuse(&population_of("a.csv"), table).await;
    assert_eq!(
        said,
        ["line 2, 団体コード: '272990'; expected the code of an area in the national list, which 272990 is not; \
          --allow-new-areas adds such areas"]
    );
    let browser =
        Request { actor: "staff 1".to_owned(), language: MessageLanguage::Japanese, ..population_of("a.csv") };
    let said = installation.refuse(&browser, table).await;
    assert_eq!(
        said,
        ["2行目 団体コード:「272990」 正しくは 全国の団体一覧にあるコード（272990 はありません）。\
          新しい団体として登録するには、ファイルを選ぶ画面で「一覧にない団体も登録する」を選んでください"]
    );
    let asked = Request { allow_new_areas: true, ..population_of("a.csv") };
    let report = installation.accept(&asked, table).await;
    let note = "not in the national list, added because it was asked for: 272990 新しい市";
    assert!(report.notes().iter().any(|said| said == note), "{:?}", report.notes());
    assert_eq!(installation.areas().await[0].name, "新しい市");
    // What is known from then on needs no asking. A code without a name, or of another area, is refused all the same.
    installation.accept(&population_of("b.csv"), "団体コード,人口\n272990,1001\n").await;
    for (row, wrong) in [("272973,,1", "市区町村名: ''"), ("272973,堺市,1", "団体コード: '272973'")] {
        let said = installation.refuse(&asked, &format!("団体コード,市区町村名,人口\n{row}\n")).await;
        assert!(said.len() == 1 && said[0].contains(wrong), "{said:?}");
    }
}
