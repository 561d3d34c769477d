use super::*;
use crate::ending::{Ending, EndingKind};
use crate::paper::PaperNeed;
use crate::paper::tests::{details as paper_details, paper};
use crate::procedure::{Blocker, Channel, ChannelKind, Fee};
use crate::procedure_details::StoreCard;

/// An entry in which nothing contradicts anything.
struct World {
    procedure: Procedure,
    steps: Steps,
    supplement: Supplement,
    papers: PaperList,
    deadlines: Vec<(i64, &'static str)>,
}

fn world() -> World {
    let online = Some(StepState::Online);
    let mut procedure = Procedure::unknown("a".parse().expect("an id"), "list".parse().expect("a source"));
    procedure.channels =
        vec![Channel { kind: ChannelKind::CitySystem, name: String::new(), url: "https://example.jp/form".to_owned() }];
    let details = ProcedureDetails::unknown(procedure.id.clone());
    World {
        procedure,
        steps: Steps { apply: online, identify: online, attach: online, pay: None, receive: Some(StepState::Counter) },
        supplement: Supplement { details: Some(details), ..Supplement::default() },
        papers: PaperList::of(vec![
            paper("identification", "本人確認書類", "ほんにんかくにんしょるい", PaperKind::Identification),
            paper("my-number-card", "マイナンバーカード", "まいなんばーかーど", PaperKind::MyNumberCard),
            paper("signature", "署名用電子証明書", "しょめいようでんししょうめいしょ", PaperKind::CertificateOfCard),
            paper("seal", "印鑑", "いんかん", PaperKind::Seal),
            paper("form", "申請書", "しんせいしょ", PaperKind::Form),
            paper("photo", "顔写真", "かおじゃしん", PaperKind::Photo),
            paper("residence", "住民票の写し", "じゅうみんひょうのうつし", PaperKind::Proof),
            paper("letter", "委任状", "いにんじょう", PaperKind::Form),
        ]),
        deadlines: Vec::new(),
    }
}

impl World {
    fn papers(mut self, papers: &[&str]) -> Self {
        self.procedure.papers = papers.iter().map(|paper| (*paper).to_owned()).collect();
        self
    }

    fn step(mut self, step: Step, state: StepState) -> Self {
        self.steps.set(step, Some(state));
        self
    }

    fn card(mut self, requirement: CardRequirement) -> Self {
        self.procedure.card_requirement = Some(requirement);
        self
    }

    fn fee(mut self, required: Option<bool>, yen: Option<i64>, note: &str) -> Self {
        self.procedure.fee = Fee { required, yen, note: note.to_owned() };
        self
    }

    fn without_channels(mut self) -> Self {
        self.procedure.channels.clear();
        self
    }

    fn with(mut self, change: impl FnOnce(&mut Procedure)) -> Self {
        change(&mut self.procedure);
        self
    }

    fn details(mut self, change: impl FnOnce(&mut ProcedureDetails)) -> Self {
        change(self.supplement.details.as_mut().expect("details"));
        self
    }

    fn found(&self) -> Vec<Contradiction> {
        let deadlines: Vec<GuideDeadline<'_>> =
            self.deadlines.iter().map(|(days, words)| GuideDeadline { days: *days, words }).collect();
        contradictions(&EntryOfDay {
            procedure: &self.procedure,
            steps: self.steps,
            supplement: &self.supplement,
            papers: &self.papers,
            deadlines: &deadlines,
            on: NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day"),
        })
    }

    fn finds(&self, rule: Contradiction) {
        assert_eq!(self.found(), [rule]);
    }

    fn finds_nothing(&self) {
        assert_eq!(self.found(), Vec::<Contradiction>::new());
    }
}

#[test]
fn every_rule_stands_at_its_own_place_and_compares_at_least_one_column_with_another() {
    for rule in Contradiction::ALL {
        assert_eq!(rule.rule().id, *rule);
        assert!(
            !rule.describe(MessageLanguage::English).is_empty() && !rule.describe(MessageLanguage::Japanese).is_empty()
        );
        assert!(rule.compares().iter().all(|column| column.split_once('.').is_some()), "{rule}");
    }
    world().finds_nothing();
}

#[test]
fn papers_to_attach_where_nothing_is_attached() {
    let none = |papers: &[&str]| world().step(Step::Attach, StepState::NotNeeded).papers(papers);
    for listed in ["住民票の写し", "顔写真", "図面"] {
        none(&[listed]).finds(Contradiction::PapersButNoneAttached);
    }
    // The form is the application, identification is another step, and nothing listed is nothing to attach.
    none(&["申請書", "本人確認書類", "印鑑"]).finds_nothing();
    none(&[]).finds_nothing();
    world().papers(&["住民票の写し"]).finds_nothing();
    let mut sometimes = none(&["住民票の写し"]);
    sometimes.supplement.papers = vec![paper_details("residence", 1, PaperNeed::InSomeCases)];
    sometimes.finds_nothing();
}

#[test]
fn identification_where_nobody_is_identified() {
    for listed in ["本人確認書類", "マイナンバーカード"] {
        world()
            .step(Step::Identify, StepState::NotNeeded)
            .papers(&[listed])
            .finds(Contradiction::IdentificationButNotIdentified);
        world().papers(&[listed]).finds_nothing();
    }
}

#[test]
fn a_certificate_is_not_the_card() {
    world()
        .card(CardRequirement::None)
        .papers(&["署名用電子証明書"])
        .finds(Contradiction::CertificateListedButNotRequired);
    // The card is brought to the counter by many who need no certificate.
    world().card(CardRequirement::None).papers(&["マイナンバーカード"]).finds_nothing();
    world().card(CardRequirement::Signature).papers(&["署名用電子証明書"]).finds_nothing();
}

#[test]
fn a_certificate_without_anything_online() {
    let counter = |requirement| world().without_channels().step(Step::Apply, StepState::Counter).card(requirement);
    counter(CardRequirement::Signature).finds(Contradiction::CertificateButNotOnline);
    counter(CardRequirement::None).finds_nothing();
    world().card(CardRequirement::Signature).finds_nothing();
}

#[test]
fn free_beside_an_amount() {
    world().fee(Some(false), Some(300), "").finds(Contradiction::FreeButAmount);
    world().fee(Some(true), Some(0), "").finds(Contradiction::FreeButAmount);
    world()
        .fee(Some(false), None, "")
        .details(|details| details.fee_to = Some(500))
        .finds(Contradiction::FreeButAmount);
    world().fee(Some(false), Some(0), "").finds_nothing();
    world().fee(Some(true), Some(300), "").finds_nothing();
    world().fee(None, Some(0), "").finds_nothing();
}

#[test]
fn free_beside_paying_and_a_fee_beside_not_paying() {
    let paid = |state| world().step(Step::Pay, state);
    for state in [StepState::Online, StepState::Counter] {
        paid(state).fee(Some(false), Some(0), "").finds(Contradiction::FreeButPaid);
        paid(state).fee(Some(true), Some(300), "").finds_nothing();
    }
    paid(StepState::NotNeeded).fee(Some(true), Some(300), "").finds(Contradiction::ChargedButNotPaid);
    paid(StepState::NotNeeded).fee(Some(false), Some(0), "").finds_nothing();
    paid(StepState::NotNeeded).finds_nothing();
}

#[test]
fn an_amount_outside_its_range() {
    let range = |yen| {
        world().fee(Some(true), yen, "").details(|details| {
            details.fee_from = Some(400);
            details.fee_to = Some(1200);
        })
    };
    range(Some(300)).finds(Contradiction::AmountOutsideRange);
    range(Some(1300)).finds(Contradiction::AmountOutsideRange);
    range(Some(400)).finds_nothing();
    range(None).finds_nothing();
}

#[test]
fn an_amount_that_only_the_note_names() {
    let note = "品目によって４００円から1,200 円";
    world().fee(Some(true), None, note).finds(Contradiction::AmountOnlyInNote);
    world().fee(None, None, "300 yen").finds(Contradiction::AmountOnlyInNote);
    world().fee(Some(true), None, note).details(|details| details.fee_to = Some(1200)).finds_nothing();
    world().fee(Some(true), Some(400), note).finds_nothing();
    world().fee(Some(true), None, "施設と時間によって異なる").finds_nothing();
    assert!(!names_amount("円は使えません。2種類") && names_amount("1枚１０円"));
}

#[test]
fn days_beside_other_words() {
    let time = |words: &str, days, kind| {
        world().with(|procedure| words.clone_into(&mut procedure.processing)).details(|details| {
            details.days_to = Some(days);
            details.day_kind = kind;
        })
    };
    time("約2週間", 0, None).finds(Contradiction::DaysNotAsInWords);
    time("当日", 14, Some(DayKind::Working)).finds(Contradiction::DaysNotAsInWords);
    time("約10日", 14, Some(DayKind::Calendar)).finds(Contradiction::DaysNotAsInWords);
    time("当日（郵送は約10日）", 10, None).finds_nothing();
    time("約2週間", 10, Some(DayKind::Working)).finds_nothing();
    time("用意ができしだい連絡", 3, None).finds_nothing();
}

#[test]
fn online_and_nothing_says_where() {
    world().without_channels().finds(Contradiction::OnlineWithoutAddress);
    world()
        .with(|procedure| procedure.channels[0].url = "javascript:alert(1)".to_owned())
        .finds(Contradiction::OnlineWithoutAddress);
    world().without_channels().step(Step::Apply, StepState::Counter).finds_nothing();
}

#[test]
fn an_address_for_what_is_not_online() {
    world().step(Step::Apply, StepState::Counter).finds(Contradiction::AddressButNotOnline);
    let mut unknown = world();
    unknown.steps.apply = None;
    unknown.finds_nothing();
}

#[test]
fn a_convenience_store_asks_for_the_card() {
    let store = |store, card, fee| {
        world().details(|details| {
            details.store = store;
            details.store_card = card;
            details.store_fee = fee;
        })
    };
    store(Some(StoreService::Available), None, Some(200)).finds(Contradiction::StoreWithoutCard);
    store(Some(StoreService::Available), Some(StoreCard::Card), None).finds_nothing();
    store(Some(StoreService::NotAvailable), Some(StoreCard::Card), None).finds(Contradiction::NoStoreButItsTerms);
    store(Some(StoreService::NotAvailable), None, Some(200)).finds(Contradiction::NoStoreButItsTerms);
    store(Some(StoreService::NotAvailable), None, None).finds_nothing();
    store(None, None, None).finds_nothing();
}

#[test]
fn a_letter_of_authority_where_nobody_may_apply_for_another() {
    let agent = |agent, letter| {
        world().details(|details| {
            details.agent = Some(agent);
            details.letter = letter;
        })
    };
    agent(AgentRule::Nobody, Some(LetterRule::Required)).finds(Contradiction::NoAgentButLetter);
    agent(AgentRule::Nobody, None).papers(&["代理の場合は委任状"]).finds(Contradiction::NoAgentButLetter);
    agent(AgentRule::Nobody, Some(LetterRule::NotRequired)).finds_nothing();
    agent(AgentRule::Anyone, Some(LetterRule::Required)).papers(&["委任状"]).finds_nothing();
}

#[test]
fn what_has_ended_is_still_applied_for() {
    let ended = |year| {
        world().with(|procedure| {
            procedure.ending = Some(Box::new(Ending {
                kind: EndingKind::Abolished,
                on: NaiveDate::from_ymd_opt(year, 4, 1).expect("a day"),
                reason: String::new(),
                successor: None,
            }));
        })
    };
    ended(2026).finds(Contradiction::EndedButOpen);
    ended(2027).finds_nothing();
}

#[test]
fn obstacles_to_what_is_all_online() {
    let blocked = |state| {
        let world = world().with(|procedure| procedure.blockers = vec![Blocker::NoSystem]);
        world.step(Step::Pay, StepState::NotNeeded).step(Step::Receive, state)
    };
    blocked(StepState::Online).finds(Contradiction::CompleteButBlocked);
    blocked(StepState::Counter).finds_nothing();
}

#[test]
fn one_paper_under_two_names() {
    world().papers(&["印鑑", "いんかん"]).finds(Contradiction::PaperListedTwice);
    world().papers(&["図面", "図 面"]).finds(Contradiction::PaperListedTwice);
    world().papers(&["印鑑", "図面"]).finds_nothing();
}

#[test]
fn the_days_of_a_deadline_beside_other_words() {
    let deadline = |days, words| World { deadlines: vec![(days, words)], ..world() };
    deadline(30, "14日以内").finds(Contradiction::DeadlineNotAsInWords);
    deadline(13, "生まれた日を入れて14日以内").finds_nothing();
    deadline(92, "3か月以内").finds_nothing();
    deadline(0, "引っ越す前（おおむね14日前から）").finds_nothing();
    deadline(14, "10日以内（国民年金は14日以内）").finds_nothing();
    deadline(14, "早めに").finds_nothing();
}

#[test]
fn a_state_that_contradicts_the_rest_is_not_shown() {
    let world = world().step(Step::Attach, StepState::NotNeeded).papers(&["顔写真"]);
    let shown = steps_without(world.steps, &world.found());
    assert_eq!(shown.attach, None);
    assert_eq!(Steps { attach: world.steps.attach, ..shown }, world.steps, "the others are");
    assert_eq!(steps_without(world.steps, &[Contradiction::PaperListedTwice]), world.steps);
}
