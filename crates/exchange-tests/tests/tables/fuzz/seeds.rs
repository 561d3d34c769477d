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
pub(super) const COMPLETE: [(&str, Kind, &str); 50] = [
    (
        "procedures.csv",
        Kind::Procedures,
        "id,name,name_easy,name_en,kana,summary,department,legal_basis,life_events,audience,apply,identify,attach,pay,\
         receive,effective_on,mynaportal_url,mail,counter,card_requirement,papers,fee_yen,fee_note,processing,blocker,\
         planned_fiscal_year,checked_on,usage_fiscal_year,total,online,excluded,excluded_reason,source,sample,ended_on,\
         ending,ending_reason,successor\n\
         F-1,転出届,ひっこしの とどけ,Moving out,てんしゅつとどけ,市外へ引っ越す,戸籍住民課,住民基本台帳法,moving,residents,\
         online,online,not_needed,not_needed,counter,2024-04-01,https://example.jp/a https://example.jp/b,○,○,signature,\
         本人確認書類;転出証明書,300,1通につき,即日,1,2027,2026-04-01,2025,1200,800,×,,t,×,2027-04-01,廃止,統合,F-2\n\
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
         cards,outcome,保有率,Cards held,%,計画,枚数÷人口,理由,注意,held,t,×\nvisits,activity,来庁,,件,,,,,,,\n",
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
        "id,position,life_event,title,title_easy,title_en,intro,intro_easy,intro_en,day,day_easy,day_en,checked_on,source,sample\n\
         moving,1,moving,引っ越し,ひっこし,Moving,前書き,,,引っ越す日,,,2026-04-01,t,yes\n",
    ),
    (
        "guide-questions.csv",
        Kind::GuideQuestions,
        "guide,id,position,text,text_easy,text_en,help,help_easy,help_en,kind,asked_if\n\
         moving,from,1,どこから,,Where from?,,,,one,\nmoving,pet,2,ペット,,Pets,,,,several,from=here;from!=away\n",
    ),
    (
        "guide-answers.csv",
        Kind::GuideAnswers,
        "guide,question,id,position,text,text_easy,text_en\nmoving,from,here,1,市内,,Here\nmoving,from,abroad,2,外国,,\n",
    ),
    (
        "guide-entries.csv",
        Kind::GuideEntries,
        "guide,id,position,procedure_id,title,title_easy,title_en,place,who,who_easy,who_en,address,phone,url,condition,days,\
         deadline,deadline_easy,deadline_en,duty,note,note_easy,note_en\n\
         moving,in,1,T-005,,,,city,,,,,,,from=here,14,,,,legal,注,,\n\
         moving,post,2,,転送,,Post,elsewhere,郵便局,,Post office,1-1,0120,https://example.jp/a,,-7,前に,,before,advised,,,\n",
    ),
    ("synonyms.csv", Kind::Synonyms, "word,means\n引っ越し,転入届;転出届\n子ども、手当,児童手当\nごみ,なし\n"),
    (
        "sources.csv",
        Kind::Sources,
        "id,title,title_en,publisher,publisher_en,url,as_of,licence,sample\n\
         sheet,予算要求シート,Budget request,堺市,Sakai City,https://example.jp/a,R6.10.1,CC BY 4.0,yes\nlist,一覧,,,,,,,\n",
    ),
    (
        "areas.csv",
        Kind::Areas,
        "code,name,kana,name_en,kind,parent\n271403,堺市,さかいし,Sakai City,city,270008\n\
         271411,堺区,,,ward,271403\n",
    ),
    (
        "departments.csv",
        Kind::Departments,
        "code,name,name_en,counter,counter_en,hours,hours_en,phone,sample\n\
         tax,税務課,Taxation,市税の窓口,Tax counter,平日9時から,Weekdays,072-000-0000,yes\nwater,営業課,,,,,,,\n",
    ),
    (
        "life-events.csv",
        Kind::LifeEvents,
        "code,position,name,name_easy,name_en,kana\nwork,12,就職・退職,しごと,Work,しゅうしょく\npets,,ペット,,,\n",
    ),
    (
        "sets.csv",
        Kind::Sets,
        "code,name,name_en,description,description_en,source\npriority,優先する手続,Priority,国が示した,Shown,t\n",
    ),
    (
        "elsewhere.csv",
        Kind::Elsewhere,
        "id,title,title_en,title_easy,words,provider,provider_en,provider_easy,url,checked_on,source,sample\n\
         passport,旅券,Passport,パスポート,旅券;passport,県,Prefecture,けん,https://example.jp/,2026-04-01,t,\n\
         gas,ガス,,,ガス,会社,,,,,t,yes\n",
    ),
    ("readings.csv", Kind::Readings, "word,reading\n見本台,みほんだい\n〜丁,ちょう\n引っ越し,ひっこし\n"),
    (
        "translations.csv",
        Kind::Translations,
        "language,original,translation\nen,本人確認書類,Identification\nvi,本人確認書類,Giấy tờ tùy thân\n",
    ),
    (
        "papers.csv",
        Kind::Papers,
        "id,position,name,kana,name_easy,name_en,other_names,kind,note,note_easy,note_en,source,sample\n\
         book,1,通帳,つうちょう,つうちょう,Bank book,預金通帳;口座,proof,銀行のもの,,,t,yes\nhanko,,印,,,,,seal,,,,t,\n",
    ),
    (
        "procedure-papers.csv",
        Kind::ProcedurePapers,
        "procedure_id,paper,position,needed,condition,condition_easy,condition_en,quantity,original\n\
         T-001,seal,1,always,,,,2,original\nT-001,photo,2,in_some_cases,はじめての人,,First time,,copy\n",
    ),
    (
        "procedure-details.csv",
        Kind::ProcedureDetails,
        "procedure_id,days_from,days_to,day_kind,processing_easy,processing_en,fee_from,fee_to,fee_note_easy,fee_note_en,\
         agent,letter,agent_note,agent_note_easy,agent_note_en,store,store_card,store_fee,store_note,store_note_easy,\
         store_note_en\nT-001,0,14,working,,Two weeks,300,450,,Each,family,not_for_family,注,,,available,card,200,6時半から,,\n\
         T-002,,,,,,,,,,,,,,,,,,,,\n",
    ),
    (
        "procedure-forms.csv",
        Kind::ProcedureForms,
        "procedure_id,position,title,title_easy,title_en,url,language,pages\n\
         T-001,1,申請書,,Form,https://example.jp/a.pdf,ja,2\nT-002,1,届書,,,https://example.jp/b.pdf,,\n",
    ),
    (
        "channels.csv",
        Kind::Channels,
        "procedure_id,position,kind,name,url\nT-001,1,mynaportal,,https://example.jp/\nT-001,2,mail,郵送,\n",
    ),
    (
        "step-events.csv",
        Kind::StepEvents,
        "procedure_id,step,state,effective_on,recorded_on\nT-002,apply,online,2024-04-01,2024-04-02\n\
         T-002,pay,not_needed,R6.4.1,R6.4.2\n",
    ),
    (
        "exclusion-events.csv",
        Kind::ExclusionEvents,
        "procedure_id,excluded,reason,effective_on,recorded_on\nT-003,yes,現物を渡すため,2024-04-01,2024-04-01\n",
    ),
    (
        "programmes.csv",
        Kind::Programmes,
        "id,name,number,fiscal_year,department,plan,strategy,measure,direction,served_residents,served_staff,source\n\
         more,推進事務,004-002,2024,,計画,戦略,施策,方向,\"817,000\",9000,t\n",
    ),
    (
        "funding.csv",
        Kind::Funding,
        "programme,fiscal_year,stage,total,national_grant,prefectural_grant,bonds,other,beneficiary_fees,general_fund\n\
         ict,2024,requested,100,40,0,0,9,1,50\nict,R5,settled,90,0,0,0,0,0,90\n",
    ),
    (
        "cost-items.csv",
        Kind::CostItems,
        "programme,position,fiscal_year,name,tag,amount,general_fund,doubt\nict,1,2024,研修,新規,100,50,\n\
         ict,2,R6,その他,,20,0,1桁読めない\n",
    ),
    (
        "assessments.csv",
        Kind::Assessments,
        "programme,position,scope,fiscal_year,requested,assessed,opinion,detail\nict,1,総額,2024,100,90,精査,単価\n",
    ),
    (
        "obligations.csv",
        Kind::Obligations,
        "programme,name,from_year,to_year,requested,note\nict,切り替え,2024,2029,751000,債務負担行為\n",
    ),
    ("schedule.csv", Kind::Schedule, "programme,period,position,entry\nict,R7以降,1,移行支援\nict,R7以降,2,研修\n"),
    (
        "initiatives.csv",
        Kind::Initiatives,
        "programme,id,position,name,tag,point,indicator,due_on,legal_basis,done_on\n\
         ict,more,2,標準化,新規,移行する,online_rate,2026-03-31,標準化法,2026-03-30\n",
    ),
    (
        "milestones.csv",
        Kind::Milestones,
        "programme,initiative,position,name,planned_on,done_on,state,sample\nict,office,1,移行,2026-03-31,,running,yes\n\
         ict,office,2,完了,R7.3.31,R7.3.30,done,\n",
    ),
    (
        "effects.csv",
        Kind::Effects,
        "programme,initiative,steps_before,steps_after,hours_before,hours_after,hours_saved,paper_before,paper_after,\
         as_of,note,source,sample\nict,office,9,5,3000,1800,1200,24000,2000,2025-03-31,1年あたり,t,yes\n",
    ),
    (
        "courses.csv",
        Kind::Courses,
        "programme,course,position,level,name_en,note,source,sample\nict,論理的思考,8,実践,Logical thinking,注,t,yes\n",
    ),
    (
        "roles.csv",
        Kind::Roles,
        "programme,role,position,name_en,staff,as_of,note,source,sample\nict,部長級,2,Directors,40,2025-03-31,注,t,yes\n",
    ),
    (
        "training.csv",
        Kind::Training,
        "programme,role,position,course,mode,duty,staff,done,as_of,due_on,source,sample\n\
         ict,課長級,1,BPR,video,required,180,126,2025-03-31,2026-03-31,t,yes\n",
    ),
    (
        "training-progress.csv",
        Kind::TrainingProgress,
        "programme,role,course,as_of,staff,done,source,sample\nict,課長級,BPR,2025-03-31,180,126,t,yes\n",
    ),
    (
        "sdg-actions.csv",
        Kind::SdgActions,
        "target,goal,action,kpi_name,current_value,target_value,source\n16.9,16,普及促進,保有率,70%,100%,t\n",
    ),
    (
        "corrections.csv",
        Kind::Corrections,
        "kind,subject,subject_name,record,record_name,record_name_en,figure,value_before,value_after,corrected_on,reason\n\
         cards,271403,堺市,held:2026-03-31,2026年3月31日,31 March 2026,cards,700000,690000,2026-05-01,集計の誤り\n",
    ),
    (
        "department-changes.csv",
        Kind::DepartmentChanges,
        "code,name,name_en,kind,successor,successor_name,successor_name_en,changed_on\n\
         tax,税務課,Taxation,dissolved,revenue,市税課,City Tax,2026-04-01\nwater,営業課,,renamed,water,水道課,,R8.4.1\n",
    ),
    (
        "offices.csv",
        Kind::Offices,
        "id,name,kana,name_en,kind,area,postcode,address,address_en,telephone,latitude,longitude,map_url,access,access_en,\
         languages,facilities,does_every_procedure,is_open_on_holidays,note,note_en,checked_on,source,sample\n\
         sakai,堺区役所,さかいくやくしょ,Sakai Ward Office,区役所,271411,590-0000,堺市堺区,Sakai-ku,072-000-0001,34.5733,\
         135.483,https://example.jp/,駅から徒歩5分,5 minutes on foot,英語;ko,段差なし;toilet,yes,no,備考,note,R8.4.1,t,yes\n\
         branch,支所,,,other,,5900001,,,（072）000-0002,,,,,,,,,,,,,t,\n",
    ),
    (
        "office-hours.csv",
        Kind::OfficeHours,
        "office,position,days,opens,closes,valid_from,valid_until,note,note_en\n\
         hall,1,月〜金,9時,12:00,2025-04-01,2027-03-31,カードのみ,Cards only\nhall,2,2sat;4sat,9:00,17時30分,,,,\n",
    ),
    (
        "office-exceptions.csv",
        Kind::OfficeExceptions,
        "office,position,first_day,last_day,opens,closes,reason,reason_en\n\
         hall,1,2026-12-29,2027-01-03,,,年末年始,New Year\nhall,2,R8.11.22,,10:00,15:00,臨時開庁,\n",
    ),
    (
        "office-procedures.csv",
        Kind::OfficeProcedures,
        "office,procedure_id,counter,counter_en\nhall,T-001,1階 3番,\"1st floor, 3\"\nhall,T-002,,\n",
    ),
    (
        "holidays.csv",
        Kind::Holidays,
        "kind,day,name,name_en,source\nnational,2026-11-23,勤労感謝の日,Labour Thanksgiving Day,t\n市の休日,R8.12.29,年末,,t\n",
    ),
    ("postcodes.csv", Kind::Postcodes, "postcode,area,town,source\n590-0000,271411,見本町,t\n5900001,27141,,t\n"),
    (
        "reorganisation.csv",
        Kind::Reorganisation,
        "department,procedure,successor,name,name_en,counter,counter_en,hours,hours_en,phone,sample,effective_on\n\
         文書課,T-003,archive,公文書館,Archives,本館1階,Main building,9時から17時,9 to 5,072-000-0000,yes,2026-11-01\n\
         戸籍住民課,,,市民課,Citizens,,,,,,,\n子育て支援課,,動物指導センター,,,,,,,,,R8.11.1\n",
    ),
];

/// What the complete files refer to, beside the areas, the indicator and the procedures of the city.
pub(super) const BASE: [(Kind, &str); 7] = [
    (Kind::Programmes, "id,name,fiscal_year,source\nict,推進事務,2024,t\n"),
    (Kind::Initiatives, "programme,id,name\nict,office,庁内デジタル化\n"),
    (Kind::Roles, "programme,role\nict,課長級\n"),
    (Kind::Courses, "programme,course\nict,BPR\n"),
    (Kind::LifeEvents, "code,name\nmoving,引っ越し\nbirth,妊娠・出産\n"),
    (Kind::Procedures, "id,name,life_events\nT-005,転居届,moving\n"),
    (Kind::Offices, "id,name,kind,source\nhall,市役所,main,t\n"),
];

/// The correct files of the project.
pub(super) fn complete() -> impl Iterator<Item = Seed> {
    COMPLETE.iter().map(|(name, kind, text)| Seed::new(name, *kind, text.as_bytes().to_vec()))
}

/// The files of the project.
pub(crate) fn own() -> Vec<Seed> {
    complete().chain(CASES.iter().map(|(name, kind)| Seed::new(name, *kind, case(name)))).collect()
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
