//! Drafts packed into bytes. A national survey has 75,071 of them, each a structure of forty mostly empty texts and
//! lists. They all stay in memory until the last row is read.

use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;
use domain::calendar::FiscalYear;
use domain::ending::Ending;
use domain::procedure::{Channel, Fee, LocalText, Procedure, ProcedureId, Step};
use domain::step::Steps;
use domain::usage::Usage;
use store::procedures::UsageRecord;

use super::Draft;

/// A draft as bytes.
#[derive(Debug)]
pub(crate) struct PackedDraft(Box<[u8]>);

/// Packs texts in sequence, each prefixed with its length.
#[derive(Default)]
struct Packer(Vec<u8>);

impl Packer {
    /// Variable-length encoding: seven bits per byte, with the eighth bit set on all but the last.
    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn list(&mut self, values: &[impl Display]) {
        self.number(values.len());
        for value in values {
            self.text(&value.to_string());
        }
    }

    fn maybe(&mut self, value: Option<impl Display>) {
        self.list(value.as_slice());
    }

    fn ending(&mut self, ending: Option<&Ending>) {
        self.maybe(ending.map(|ending| ending.kind));
        if let Some(Ending { kind: _, on, reason, successor }) = ending {
            self.text(&on.to_string());
            self.text(reason);
            self.maybe(successor.as_ref());
        }
    }

    fn local(&mut self, LocalText { ja, easy, en }: &LocalText) {
        [ja, easy, en].into_iter().for_each(|text| self.text(text));
    }
}

const WHY: &str = "it was packed here";

struct Unpacker<'a>(&'a [u8]);

impl<'a> Unpacker<'a> {
    fn number(&mut self) -> usize {
        let (mut number, mut shift) = (0, 0);
        loop {
            let (byte, rest) = self.0.split_first().expect(WHY);
            self.0 = rest;
            number |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 {
                return number;
            }
        }
    }

    fn str(&mut self) -> &'a str {
        let length = self.number();
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        std::str::from_utf8(text).expect(WHY)
    }

    fn text(&mut self) -> String {
        self.str().to_owned()
    }

    fn value<T: FromStr>(&mut self) -> T {
        self.str().parse().ok().expect(WHY)
    }

    fn list<T: FromStr>(&mut self) -> Vec<T> {
        (0..self.number()).map(|_| self.value()).collect()
    }

    fn maybe<T: FromStr>(&mut self) -> Option<T> {
        (self.number() > 0).then(|| self.value())
    }

    fn year(&mut self) -> Option<FiscalYear> {
        self.maybe().map(FiscalYear)
    }

    fn ending(&mut self) -> Option<Ending> {
        let kind = self.maybe()?;
        Some(Ending { kind, on: self.value(), reason: self.text(), successor: self.maybe() })
    }

    fn local(&mut self) -> LocalText {
        LocalText { ja: self.text(), easy: self.text(), en: self.text() }
    }
}

impl PackedDraft {
    pub(crate) fn of(draft: &Draft) -> Self {
        let Draft { procedure, steps, excluded, effective_on, usage } = draft;
        // Destructured by name, so that a new field is not forgotten. The history of a draft is empty.
        let Procedure {
            id,
            name,
            kana,
            summary,
            department,
            legal_basis,
            life_events,
            audience,
            sets,
            channels,
            card_requirement,
            papers,
            fee: Fee { required, yen, note },
            processing,
            blockers,
            planned_fiscal_year,
            ending,
            checked_on,
            source,
            sample,
            past_endings: _,
            step_events: _,
            exclusion_events: _,
            usage: _,
        } = procedure;
        let mut packer = Packer::default();
        // The id comes first because it is also read alone.
        packer.text(id.as_str());
        packer.local(name);
        packer.text(kana);
        packer.local(summary);
        packer.maybe(department.as_ref());
        packer.text(legal_basis);
        packer.list(life_events);
        packer.list(audience);
        packer.list(sets);
        packer.number(channels.len());
        for Channel { kind, name, url } in channels {
            [kind.as_str(), name.as_str(), url.as_str()].into_iter().for_each(|text| packer.text(text));
        }
        packer.maybe(*card_requirement);
        packer.list(papers);
        packer.maybe(*required);
        packer.maybe(*yen);
        packer.text(note);
        packer.text(processing);
        packer.list(blockers);
        packer.maybe(*planned_fiscal_year);
        packer.ending(ending.as_deref());
        packer.maybe(*checked_on);
        packer.text(source.as_str());
        packer.maybe(Some(*sample));
        for step in Step::ALL {
            packer.maybe(steps.get(*step));
        }
        packer.maybe(excluded.as_ref().map(|(excluded, _)| *excluded));
        packer.maybe(excluded.as_ref().map(|(_, reason)| reason));
        packer.maybe(*effective_on);
        packer.maybe(usage.as_ref().map(|record| record.usage.fiscal_year.0));
        if let Some(UsageRecord { procedure: _, usage: Usage { fiscal_year: _, total, online, source, sample } }) =
            usage
        {
            packer.maybe(*total);
            packer.maybe(*online);
            packer.text(source.as_str());
            packer.maybe(Some(*sample));
        }
        Self(packer.0.into_boxed_slice())
    }

    /// Reads only the id.
    pub(crate) fn id(&self) -> ProcedureId {
        Unpacker(&self.0).value()
    }

    pub(crate) fn unpack(&self) -> Draft {
        let mut packed = Unpacker(&self.0);
        // Struct fields are evaluated in the order in which they are written.
        let procedure = Procedure {
            id: packed.value(),
            name: packed.local(),
            kana: packed.text(),
            summary: packed.local(),
            department: packed.maybe(),
            legal_basis: packed.text(),
            life_events: packed.list(),
            audience: packed.list(),
            sets: packed.list(),
            channels: (0..packed.number())
                .map(|_| Channel { kind: packed.value(), name: packed.text(), url: packed.text() })
                .collect(),
            card_requirement: packed.maybe(),
            papers: packed.list(),
            fee: Fee { required: packed.maybe(), yen: packed.maybe(), note: packed.text() },
            processing: packed.text(),
            blockers: packed.list(),
            planned_fiscal_year: packed.maybe(),
            ending: packed.ending().map(Box::new),
            past_endings: Box::default(),
            checked_on: packed.maybe::<NaiveDate>(),
            source: packed.value(),
            sample: packed.maybe().expect(WHY),
            step_events: Vec::new(),
            exclusion_events: Vec::new(),
            usage: Vec::new(),
        };
        let mut steps = Steps::default();
        for step in Step::ALL {
            steps.set(*step, packed.maybe());
        }
        let excluded = packed.maybe().zip(packed.maybe());
        let effective_on = packed.maybe();
        let usage = packed.year().map(|fiscal_year| UsageRecord {
            procedure: procedure.id.clone(),
            usage: Usage {
                fiscal_year,
                total: packed.maybe(),
                online: packed.maybe(),
                source: packed.value(),
                sample: packed.maybe().expect(WHY),
            },
        });
        Draft { procedure, steps, excluded, effective_on, usage }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ending::EndingKind;
    use domain::planned_year::PlannedYear;
    use domain::procedure::{Audience, Blocker, CardRequirement, ChannelKind, StepState};

    #[test]
    fn a_draft_is_unpacked_as_it_was_packed() {
        let day = NaiveDate::from_ymd_opt(2024, 3, 31);
        let bare = Draft {
            procedure: Procedure::unknown("p・1".parse().expect("an id"), "list".parse().expect("a source")),
            steps: Steps::default(),
            excluded: None,
            effective_on: None,
            usage: None,
        };
        let text = |text: &str| LocalText { ja: text.to_owned(), easy: "長".repeat(300), en: String::new() };
        let full = Draft {
            procedure: Procedure {
                name: text("転出届"),
                kana: "てん".to_owned(),
                summary: text("a\n\u{1f}b"),
                department: Some("tax".parse().expect("a code")),
                legal_basis: "law".to_owned(),
                life_events: vec!["moving".parse().expect("a code"), "birth".parse().expect("a code")],
                audience: vec![Audience::Business],
                sets: vec!["priority".parse().expect("a code")],
                channels: vec![
                    Channel { kind: ChannelKind::Mail, name: "a".to_owned(), url: String::new() },
                    Channel { kind: ChannelKind::Eltax, name: String::new(), url: "https://a".to_owned() },
                ],
                card_requirement: Some(CardRequirement::Signature),
                papers: vec!["a".to_owned(), String::new()],
                fee: Fee { required: Some(true), yen: Some(-3), note: "note".to_owned() },
                processing: "a week".to_owned(),
                blockers: vec![Blocker::NoSystem],
                planned_fiscal_year: Some(PlannedYear::OrLater(FiscalYear(2030))),
                ending: day.map(|on| {
                    let successor = Some("next".parse().expect("an id"));
                    Box::new(Ending { kind: EndingKind::Abolished, on, reason: "法".to_owned(), successor })
                }),
                checked_on: day,
                sample: true,
                ..bare.procedure.clone()
            },
            steps: Steps { apply: Some(StepState::Online), pay: Some(StepState::NotNeeded), ..Steps::default() },
            excluded: Some((true, String::new())),
            effective_on: day,
            usage: Some(UsageRecord {
                procedure: bare.procedure.id.clone(),
                usage: Usage {
                    fiscal_year: FiscalYear(2023),
                    total: Some(1 << 40),
                    online: None,
                    source: "other".parse().expect("a source"),
                    sample: false,
                },
            }),
        };
        for draft in [bare, full] {
            let packed = PackedDraft::of(&draft);
            assert_eq!(packed.id(), draft.procedure.id);
            assert_eq!(format!("{:?}", packed.unpack()), format!("{draft:?}"));
        }
    }
}
