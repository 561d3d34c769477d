//! What contradicts itself in an entry: one rule each, for the editor a warning, for the reader something else in its
//! place.
//!
//! No rule refuses anything: a city may know why. Where a rule holds, public pages do not show both sides; what they show
//! instead is said by `contradiction-shown-…` in the texts of the interface.

use chrono::NaiveDate;

use crate::availability::{Availability, availability};
use crate::ending::Validity;
use crate::guide::{deadline_days, processing_days};
use crate::paper::{NeededPaper, PaperKind, PaperList, needed_papers};
use crate::procedure::{CardRequirement, FeeKind, Procedure, Step, StepState};
use crate::procedure_details::{AgentRule, DayKind, LetterRule, ProcedureDetails, StoreService, Supplement};
use crate::step::Steps;
use crate::text::MessageLanguage;
use crate::web_address;

/// The deadline of an entry of a guide that leads to the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuideDeadline<'a> {
    /// In days after the day of the guide, negative before it.
    pub days: i64,
    /// In Japanese.
    pub words: &'a str,
}

impl GuideDeadline<'_> {
    /// Whether the days are others than all that the words name. A day that counts itself makes a difference of one, and
    /// months have between 28 and 31 days.
    #[must_use]
    pub fn contradicts_itself(&self) -> bool {
        let named = deadline_days(self.words);
        let agrees = |words: &i64| words.abs_diff(self.days.saturating_abs()) <= (1 + words / 20).unsigned_abs();
        !named.is_empty() && !named.iter().any(agrees)
    }
}

/// An entry with what belongs to it, on a day.
#[derive(Debug, Clone, Copy)]
pub struct EntryOfDay<'a> {
    pub procedure: &'a Procedure,
    /// The steps in force.
    pub steps: Steps,
    pub supplement: &'a Supplement,
    pub papers: &'a PaperList,
    pub deadlines: &'a [GuideDeadline<'a>],
    pub on: NaiveDate,
}

/// What the rules look at, computed once.
struct Checked<'a> {
    entry: &'a EntryOfDay<'a>,
    papers: Vec<NeededPaper<'a>>,
}

impl Checked<'_> {
    /// Whether it is announced that applying will be online. Its address may be entered before.
    fn is_about_to_be_online(&self) -> bool {
        let on = self.entry.on;
        self.entry.procedure.step_events.iter().any(|event| {
            event.step == Step::Apply
                && event.state == StepState::Online
                && event.recorded_on <= on
                && on < event.effective_on
        })
    }
}

/// A rule: what it compares, when it holds, and the sentence for the editor.
struct Rule {
    id: Contradiction,
    /// The columns that it compares, each as `table.column`.
    compares: &'static [&'static str],
    holds: fn(&Checked<'_>) -> bool,
    english: &'static str,
    japanese: &'static str,
    /// The step whose recorded state public pages do not show.
    step: Option<Step>,
}

/// Declares the rules: the enum and its table are one list.
macro_rules! rules {
    ($( $(#[$meta:meta])* $variant:ident = $word:literal, [$($column:literal),+], $holds:expr, $step:expr, $english:literal, $japanese:literal; )+) => {
        string_enum! {
            /// A rule that two statements of an entry break together.
            pub enum Contradiction ("contradiction") {
                $( $(#[$meta])* $variant = $word, )+
            }
        }

        const RULES: &[Rule] = &[
            $( Rule {
                id: Contradiction::$variant,
                compares: &[$($column),+],
                holds: $holds,
                english: $english,
                japanese: $japanese,
                step: $step,
            }, )+
        ];
    };
}

rules! {
    /// Papers to attach are listed, and attaching is not needed.
    PapersButNoneAttached = "papers_but_none_attached",
        ["procedures.papers", "step-events.state"], papers_but_none_attached, Some(Step::Attach),
        "attaching papers is not needed, but papers to attach are listed",
        "添付書類は「不要」ですが、添える書類が書かれています";
    /// Identification is listed, and identifying oneself is not needed.
    IdentificationButNotIdentified = "identification_but_not_identified",
        ["procedures.papers", "step-events.state"], identification_but_not_identified, Some(Step::Identify),
        "identification is not needed, but identification papers are listed",
        "本人確認は「不要」ですが、本人確認の書類が書かれています";
    /// A certificate of the card is listed among the papers, and none is required.
    CertificateListedButNotRequired = "certificate_listed_but_not_required",
        ["procedures.papers", "procedures.card_requirement"], certificate_listed_but_not_required, None,
        "no certificate of the card is required, but one is listed among the papers",
        "電子証明書は「不要」ですが、必要書類に電子証明書が書かれています";
    /// A certificate of the card is required, and there is nothing to use it for.
    CertificateButNotOnline = "certificate_but_not_online",
        ["procedures.card_requirement", "channels.kind", "step-events.state"], certificate_but_not_online, None,
        "a certificate of the card is required, but nothing is applied for online; the card as identification belongs to the papers",
        "電子証明書が必要とされていますが、オンラインの申請がありません（本人確認に使うカードは必要書類に書きます）";
    /// It is free, and has an amount.
    FreeButAmount = "free_but_amount",
        ["procedures.fee_required", "procedures.fee_yen", "procedure-details.fee_to"], free_but_amount, None,
        "it is said to be free, but there is an amount, or the other way round",
        "無料と有料の記載が合っていません（無料なのに金額がある、または有料なのに0円）";
    /// It is free, and is paid.
    FreeButPaid = "free_but_paid",
        ["procedures.fee_yen", "step-events.state"], free_but_paid, Some(Step::Pay),
        "it is free, but the step of paying is needed",
        "無料ですが、手数料の段階が「不要」になっていません";
    /// It costs something, and is not paid.
    ChargedButNotPaid = "charged_but_not_paid",
        ["procedures.fee_yen", "step-events.state"], charged_but_not_paid, Some(Step::Pay),
        "there is a fee, but the step of paying is not needed",
        "手数料がありますが、手数料の段階が「不要」です";
    /// The amount is outside its own range.
    AmountOutsideRange = "amount_outside_range",
        ["procedures.fee_yen", "procedure-details.fee_from", "procedure-details.fee_to"], amount_outside_range, None,
        "the amount of the fee is not within its range",
        "手数料の金額が、手数料の範囲（下限〜上限）に入っていません";
    /// The amount is unknown, and the note names one.
    AmountOnlyInNote = "amount_only_in_note",
        ["procedures.fee_yen", "procedures.fee_note", "procedure-details.fee_from"], amount_only_in_note, None,
        "the amount of the fee is not known, but the note names one; enter it, or its range in procedure-details",
        "手数料の金額が空欄ですが、備考に金額が書かれています（金額の欄か、手続の詳細の範囲に書きます）";
    /// The days are others than the words.
    DaysNotAsInWords = "days_not_as_in_words",
        ["procedure-details.days_to", "procedures.processing"], days_not_as_in_words, None,
        "the longest time in days is another one than in words",
        "処理期間の日数（まで）が、言葉で書いた処理期間と違います";
    /// It is applied for online, and nothing says where.
    OnlineWithoutAddress = "online_without_address",
        ["step-events.state", "channels.url"], online_without_address, None,
        "applying is online, but no way to apply online has an address",
        "申請は「オンライン」ですが、オンラインの申請方法のアドレスがありません";
    /// There is an address, and applying is not online.
    AddressButNotOnline = "address_but_not_online",
        ["channels.url", "step-events.state"], address_but_not_online, None,
        "there is the address of a way to apply online, but applying is not online",
        "オンラインの申請方法のアドレスがありますが、申請は「オンライン」ではありません";
    /// A convenience store issues it, without what its machines ask for.
    StoreWithoutCard = "store_without_card",
        ["procedure-details.store", "procedure-details.store_card"], store_without_card, None,
        "convenience stores issue it, but nothing says that the card is needed there",
        "コンビニで交付しますが、コンビニで使うカードの記載がありません";
    /// No convenience store issues it, and it is said how.
    NoStoreButItsTerms = "no_store_but_its_terms",
        ["procedure-details.store", "procedure-details.store_card", "procedure-details.store_fee"], no_store_but_its_terms, None,
        "convenience stores do not issue it, but their fee or card is given",
        "コンビニでは交付しませんが、コンビニの手数料かカードが書かれています";
    /// Nobody may apply for another, and a letter of authority is asked for.
    NoAgentButLetter = "no_agent_but_letter",
        ["procedure-details.agent", "procedure-details.letter", "procedures.papers"], no_agent_but_letter, None,
        "nobody may apply for another, but a letter of authority is asked for",
        "代理の申請はできませんが、委任状が書かれています";
    /// It has ended, and can still be applied for.
    EndedButOpen = "ended_but_open",
        ["procedures.ended_on", "channels.url"], ended_but_open, None,
        "the procedure has ended, but it still has the address of a way to apply",
        "廃止されていますが、オンラインの申請方法のアドレスが残っています";
    /// All of it is online, and something prevents that.
    CompleteButBlocked = "complete_but_blocked",
        ["step-events.state", "procedures.blocker"], complete_but_blocked, None,
        "all of it is online, but obstacles to that are recorded",
        "すべてオンラインでできますが、オンライン化の懸念点が残っています";
    /// The same paper is listed more than once.
    PaperListedTwice = "paper_listed_twice",
        ["procedures.papers"], paper_listed_twice, None,
        "the same paper is listed more than once",
        "同じ書類が2回以上書かれています";
    /// The days of a deadline are others than its words.
    DeadlineNotAsInWords = "deadline_not_as_in_words",
        ["guide-entries.days", "guide-entries.deadline"], deadline_not_as_in_words, None,
        "the days of a deadline in a guide are others than its words",
        "案内の期限の日数が、言葉で書いた期限と違います";
}

impl Contradiction {
    fn rule(self) -> &'static Rule {
        // The table is declared together with the enum, in the same order.
        &RULES[self as usize]
    }

    /// The columns that the rule compares, each as `table.column`.
    #[must_use]
    pub fn compares(self) -> &'static [&'static str] {
        self.rule().compares
    }

    /// What is wrong, for the editor.
    #[must_use]
    pub fn describe(self, language: MessageLanguage) -> &'static str {
        match language {
            MessageLanguage::English => self.rule().english,
            MessageLanguage::Japanese => self.rule().japanese,
        }
    }
}

/// The contradictions of an entry, in the order of the rules.
#[must_use]
pub fn contradictions(entry: &EntryOfDay<'_>) -> Vec<Contradiction> {
    let papers = needed_papers(&entry.procedure.papers, &entry.supplement.papers, entry.papers);
    let checked = Checked { entry, papers };
    RULES.iter().filter(|rule| (rule.holds)(&checked)).map(|rule| rule.id).collect()
}

/// The steps as public pages show them: a state that contradicts what else is said is not shown.
#[must_use]
pub fn steps_without(mut steps: Steps, found: &[Contradiction]) -> Steps {
    for step in found.iter().filter_map(|contradiction| contradiction.rule().step) {
        steps.set(step, None);
    }
    steps
}

impl<'a> Checked<'a> {
    fn procedure(&self) -> &'a Procedure {
        self.entry.procedure
    }

    fn details(&self) -> Option<&'a ProcedureDetails> {
        self.entry.supplement.details.as_ref()
    }

    fn fee(&self) -> Option<FeeKind> {
        self.procedure().fee.kind()
    }

    fn fee_range(&self) -> (Option<i64>, Option<i64>) {
        self.details().map_or((None, None), |details| (details.fee_from, details.fee_to))
    }

    /// Whether everybody needs a paper of one of these kinds.
    fn always_needs(&self, kinds: &[PaperKind]) -> bool {
        self.papers.iter().any(|paper| paper.is_always_needed() && kinds.contains(&paper.kind()))
    }

    fn has_electronic_channel(&self) -> bool {
        self.procedure().channels.iter().any(|channel| channel.kind.is_electronic())
    }

    fn has_electronic_address(&self) -> bool {
        let leads = |url: &str| web_address::link(url).is_some();
        self.procedure().channels.iter().any(|channel| channel.kind.is_electronic() && leads(&channel.url))
    }

    fn needs(&self, step: Step) -> Option<bool> {
        self.entry.steps.get(step).map(|state| state != StepState::NotNeeded)
    }
}

/// A form to fill in is the application itself, and what shows who somebody is belongs to another step.
fn papers_but_none_attached(checked: &Checked<'_>) -> bool {
    let attached = [PaperKind::Proof, PaperKind::Photo, PaperKind::Other];
    checked.needs(Step::Attach) == Some(false) && checked.always_needs(&attached)
}

fn identification_but_not_identified(checked: &Checked<'_>) -> bool {
    let shown = [PaperKind::Identification, PaperKind::MyNumberCard, PaperKind::CertificateOfCard];
    checked.needs(Step::Identify) == Some(false) && checked.always_needs(&shown)
}

fn certificate_listed_but_not_required(checked: &Checked<'_>) -> bool {
    checked.procedure().card_requirement == Some(CardRequirement::None)
        && checked.always_needs(&[PaperKind::CertificateOfCard])
}

fn certificate_but_not_online(checked: &Checked<'_>) -> bool {
    let requires = matches!(
        checked.procedure().card_requirement,
        Some(CardRequirement::Identification | CardRequirement::Signature)
    );
    let applied_at_counter = checked.entry.steps.apply == Some(StepState::Counter);
    requires && applied_at_counter && !checked.has_electronic_channel()
}

fn free_but_amount(checked: &Checked<'_>) -> bool {
    let fee = &checked.procedure().fee;
    let (from, to) = checked.fee_range();
    let costs = [fee.yen, from, to].into_iter().flatten().any(|yen| yen > 0);
    match fee.required {
        Some(false) => costs,
        Some(true) => fee.yen == Some(0),
        None => fee.yen == Some(0) && costs,
    }
}

fn free_but_paid(checked: &Checked<'_>) -> bool {
    checked.fee() == Some(FeeKind::Free) && checked.needs(Step::Pay) == Some(true)
}

fn charged_but_not_paid(checked: &Checked<'_>) -> bool {
    checked.fee() == Some(FeeKind::Charged) && checked.needs(Step::Pay) == Some(false)
}

fn amount_outside_range(checked: &Checked<'_>) -> bool {
    let (from, to) = checked.fee_range();
    // An amount of nothing beside a range is another contradiction.
    checked
        .procedure()
        .fee
        .yen
        .filter(|yen| *yen > 0)
        .is_some_and(|yen| from.is_some_and(|from| yen < from) || to.is_some_and(|to| yen > to))
}

fn amount_only_in_note(checked: &Checked<'_>) -> bool {
    let fee = &checked.procedure().fee;
    let is_unknown = fee.yen.is_none() && checked.fee_range() == (None, None);
    is_unknown && fee.kind() != Some(FeeKind::Free) && names_amount(&fee.note)
}

/// Whether a text names an amount of money: digits before 円 or "yen".
#[must_use]
pub fn names_amount(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization;
    let text: String = text.nfkc().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
    let ends_in_digit = |before: &str| before.ends_with(|last: char| last.is_ascii_digit());
    ["円", "yen"].iter().any(|unit| text.match_indices(unit).any(|(place, _)| ends_in_digit(&text[..place])))
}

/// Working days and weeks of seven days cannot be compared exactly.
fn days_not_as_in_words(checked: &Checked<'_>) -> bool {
    let Some(details) = checked.details() else { return false };
    let (Some(days), Some(words)) = (details.days_to, processing_days(&checked.procedure().processing)) else {
        return false;
    };
    let is_comparable = details.day_kind != Some(DayKind::Working) || days == 0 || words == 0;
    is_comparable && days != words
}

fn online_without_address(checked: &Checked<'_>) -> bool {
    checked.entry.steps.apply == Some(StepState::Online) && !checked.has_electronic_address()
}

fn address_but_not_online(checked: &Checked<'_>) -> bool {
    let is_elsewhere = matches!(checked.entry.steps.apply, Some(StepState::Counter | StepState::NotNeeded));
    is_elsewhere && checked.has_electronic_address() && !checked.is_about_to_be_online()
}

fn store_without_card(checked: &Checked<'_>) -> bool {
    checked
        .details()
        .is_some_and(|details| details.store == Some(StoreService::Available) && details.store_card.is_none())
}

fn no_store_but_its_terms(checked: &Checked<'_>) -> bool {
    checked.details().is_some_and(|details| {
        details.store == Some(StoreService::NotAvailable)
            && (details.store_card.is_some() || details.store_fee.is_some())
    })
}

fn no_agent_but_letter(checked: &Checked<'_>) -> bool {
    let asks = |details: &ProcedureDetails| {
        let is_letter = |paper: &NeededPaper<'_>| paper.name().contains("委任状") || paper.words.contains("委任状");
        matches!(details.letter, Some(LetterRule::Required | LetterRule::NotForFamily))
            || checked.papers.iter().any(is_letter)
    };
    checked.details().is_some_and(|details| details.agent == Some(AgentRule::Nobody) && asks(details))
}

fn ended_but_open(checked: &Checked<'_>) -> bool {
    let on = checked.entry.on;
    checked.procedure().validity(on, on) == Validity::Ended && checked.has_electronic_address()
}

fn complete_but_blocked(checked: &Checked<'_>) -> bool {
    let (procedure, on) = (checked.procedure(), checked.entry.on);
    let available = availability(&checked.entry.steps, procedure.excluded_at(on, on));
    available == Some(Availability::Complete) && !procedure.blockers.is_empty()
}

fn paper_listed_twice(checked: &Checked<'_>) -> bool {
    let listed = checked.procedure().papers.len();
    listed > 1 && needed_papers(&checked.procedure().papers, &[], checked.entry.papers).len() < listed
}

fn deadline_not_as_in_words(checked: &Checked<'_>) -> bool {
    checked.entry.deadlines.iter().any(GuideDeadline::contradicts_itself)
}

#[cfg(test)]
mod tests;
