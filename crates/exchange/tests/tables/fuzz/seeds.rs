//! The files that are mutated.

use std::path::{Path, PathBuf};

use exchange::import::{Format, Kind};

use super::super::city::case;

/// The environment variable with the path of the corpus, if it is not beside the checkout.
const CORPUS: &str = "TETSUZUKI_CORPUS";

/// A file, and what it is a table of.
#[derive(Debug, Clone)]
pub(crate) struct Seed {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    pub(crate) format: Format,
    pub(crate) bytes: Vec<u8>,
}

impl Seed {
    fn new(name: &str, kind: Kind, bytes: Vec<u8>) -> Self {
        let format = if name.contains("survey") || name.contains("r6_") { Format::Survey } else { Format::Template };
        Self { name: name.to_owned(), kind, format, bytes }
    }
}

const CASES: [(&str, Kind); 30] = [
    ("D01_code_contradicts_name.csv", Kind::Cards),
    ("D02_men_only.csv", Kind::Population),
    ("D03_two_header_rows.csv", Kind::Cards),
    ("D04_ward_without_city.csv", Kind::Population),
    ("D05_prefecture_only.csv", Kind::Cards),
    ("D06_body_name_in_one_column.csv", Kind::Cards),
    ("D07_future_day.csv", Kind::Cards),
    ("D08_more_cards_than_people.csv", Kind::Cards),
    ("D09_title_has_the_day.csv", Kind::Population),
    ("S00_base_procedures.csv", Kind::Procedures),
    ("S01_five_digit_codes_with_names.csv", Kind::Cards),
    ("S02_five_digit_codes_population.csv", Kind::Population),
    ("S03_n03_five_digit.geojson", Kind::Boundaries),
    ("S04_islands_one_feature_each.geojson", Kind::Boundaries),
    ("S05_literal_percent_rate.xlsx", Kind::Cards),
    ("S06_literal_percent_indicator.xlsx", Kind::Indicators),
    ("S08_percent_rate.xls", Kind::Cards),
    ("S11_era_year_only_format.xlsx", Kind::Indicators),
    ("S13_merged_department.xlsx", Kind::Procedures),
    ("S15_two_sheets.xlsx", Kind::Cards),
    ("S16_formula_without_value.xlsx", Kind::Cards),
    ("S17_formula_cached_zero.xlsx", Kind::Cards),
    ("S18_unbalanced_quotes.csv", Kind::Procedures),
    ("S19_name_variants.csv", Kind::Population),
    ("S20_replacement_characters.xlsx", Kind::Procedures),
    ("S21_gaiji_cp932.csv", Kind::Procedures),
    ("S25_id_became_date.xlsx", Kind::Procedures),
    ("S29_names_that_look_like_notes.csv", Kind::Usage),
    ("S33_survey_fy2025_layout.csv", Kind::Procedures),
    ("S37_guarded_codes.csv", Kind::Cards),
];

/// A correct file with every column of each kind, because a case is mostly refused before its mutation matters.
const COMPLETE: [(&str, Kind, &str); 9] = [
    (
        "procedures.csv",
        Kind::Procedures,
        "id,name,name_easy,name_en,kana,summary,department,legal_basis,life_events,audience,apply,identify,attach,pay,\
         receive,effective_on,mynaportal_url,mail,counter,card_requirement,papers,fee_yen,fee_note,processing,blocker,\
         planned_fiscal_year,checked_on,usage_fiscal_year,total,online,excluded,excluded_reason,source,sample,ended_on,\
         ending,ending_reason,successor\n\
         F-1,転出届,ひっこしの とどけ,Moving out,てんしゅつとどけ,市外へ引っ越す,戸籍住民課,住民基本台帳法,moving,residents,\
         online,online,not_needed,not_needed,counter,2024-04-01,https://example.jp/a https://example.jp/b,○,○,signature,\
         本人確認書類;転出証明書,300,1通につき,即日,1,2027,2026-04-01,2025,1200,800,×,,庁内調査,×,2027-04-01,廃止,統合,F-2\n\
         F-2,転入届,,,,,,,moving;birth,business,counter,,,,,R6.4.1,,,○,,,0,,,0;3,令和9年度,令和8年4月1日,R7年度,不明,,○,\
         統合,,,令和8年4月1日,取消,二重の登録,\n",
    ),
    (
        "cards.csv",
        Kind::Cards,
        "団体コード,都道府県名,市区町村名,種別,基準日,枚数,人口,人口算出基準日,交付率,出典,サンプル\n\
         271403,大阪府,堺市,保有,2026-03-31,700000,1000000,2026-01-01,70.0,t,\n\
         271411,大阪府,堺市 堺区,交付,令和8年3月31日,\"100,000\",146681,R8.1.1,68.2%,t,×\n",
    ),
    (
        "ages.csv",
        Kind::Cards,
        "団体コード,年齢,種別,基準日,枚数,人口,人口算出基準日\n271403,0～4歳,交付,2026-03-31,10000,40000,2026-01-01\n\
         271403,5-9,交付,2026-03-31,20000,40000,2026-01-01\n271403,100歳以上,交付,2026-03-31,300,500,2026-01-01\n\
         271403,計,交付,2026-03-31,700000,800000,2026-01-01\n",
    ),
    (
        "population.csv",
        Kind::Population,
        "住民基本台帳人口 令和8年1月1日現在,,,\n団体コード,都道府県名,市区町村名,総数\n271403,大阪府,堺市,826158\n\
         271411,大阪府,堺区,146681\n注 外国人を含む,,,\n",
    ),
    (
        "usage.csv",
        Kind::Usage,
        "手続ID,年度,総手続件数,オンライン手続件数,出典\nT-001,2024,1200,800,t\nT-002,令和6年度,不明,3,\n",
    ),
    (
        "definitions.csv",
        Kind::Indicators,
        "id,kind,name,name_en,unit,plan,formula,reason,caveat,measure,source,sample\n\
         cards,outcome,保有率,Cards held,%,計画,枚数÷人口,理由,注意,held,t,×\nvisits,output,来庁,,件,,,,,,,\n",
    ),
    (
        "values.csv",
        Kind::Indicators,
        "indicator,fiscal_year,kind,value,measure,recorded_on,note,source\nonline_rate,2026,target,96.5,,,注,t\n\
         online_rate,令和7年度,actual,73.2%,,2026-04-01,,\n",
    ),
    (
        "guides.csv",
        Kind::Guides,
        "life_event,procedure,timing,timing_easy,timing_en\nmoving,T-005,14日以内,,in 14 days\n",
    ),
    ("synonyms.csv", Kind::Synonyms, "word,means\n引っ越し,転入届;転出届\n子ども、手当,児童手当\nごみ,なし\n"),
];

/// The files of the project. The correct ones are there several times, so that they are as many as the cases.
pub(crate) fn own() -> Vec<Seed> {
    let cases = CASES.iter().map(|(name, kind)| Seed::new(name, *kind, case(name)));
    let complete = COMPLETE.iter().map(|(name, kind, text)| Seed::new(name, *kind, text.as_bytes().to_vec()));
    let complete: Vec<Seed> = complete.collect();
    std::iter::repeat_n(complete, CASES.len() / COMPLETE.len()).flatten().chain(cases).collect()
}

/// The folder of the corpus, if it is here.
#[allow(clippy::disallowed_methods, reason = "a test asks its surroundings")]
pub(crate) fn corpus_folder() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus");
    let folder = std::env::var_os(CORPUS).map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The path of every file in the corpus that may be imported, relative to its folder, sorted.
pub(crate) fn corpus_files(folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end != "md") {
                files.push(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    files.sort();
    files
}

/// The files of the corpus up to a size. A larger text is cut after a line.
pub(crate) fn of_corpus(folder: &Path, most: usize) -> Vec<Seed> {
    let kind = |name: &str| match name.split('/').next() {
        Some("survey" | "text") => Kind::Procedures,
        Some("cards") => Kind::Cards,
        _ if name.ends_with("geojson") => Kind::Boundaries,
        _ if name.contains("usage") => Kind::Usage,
        _ => Kind::Population,
    };
    let read = |name: &String| {
        let mut bytes = std::fs::read(folder.join(name)).unwrap();
        if bytes.len() > most {
            let end = name.ends_with("csv").then(|| memchr::memrchr(b'\n', &bytes[..most])).flatten()?;
            bytes.truncate(end + 1);
        }
        Some(Seed::new(name, kind(name), bytes))
    };
    corpus_files(folder).iter().filter_map(read).collect()
}
