//! Merges the values of a draft into an existing procedure.

use domain::procedure::{Channel, ChannelKind, Procedure};
use domain::text::normalise_name;
use unicode_normalization::UnicodeNormalization;

use crate::import::reading::procedures::{CataloguePlan, sort};
use crate::import::sources::keep_source;
use crate::import::table::record::{reads_as, update_text};

const CHANNEL_COLUMNS: &[(&str, ChannelKind)] = &[
    ("mynaportal_url", ChannelKind::Mynaportal),
    ("city_system_url", ChannelKind::CitySystem),
    ("eltax_url", ChannelKind::Eltax),
    ("other_online", ChannelKind::OtherOnline),
    ("mail", ChannelKind::Mail),
    ("phone", ChannelKind::Phone),
    ("counter", ChannelKind::Counter),
];

/// Replaces a list if it differs in more than order.
fn take_list<T: Ord + Clone>(into: &mut Vec<T>, read: &[T]) {
    let ordered = |list: &[T]| {
        let mut list = list.to_vec();
        sort(&mut list);
        list
    };
    if ordered(into) != ordered(read) {
        *into = read.to_vec();
    }
}

/// The channels of one kind as given by the file. A file holds only addresses, so an existing channel keeps its name.
fn channels_of(kind: ChannelKind, there: &[Channel], read: &[Channel]) -> Vec<Channel> {
    let known: Vec<&Channel> = there.iter().filter(|channel| channel.kind == kind).collect();
    let read: Vec<&Channel> = read.iter().filter(|channel| channel.kind == kind).collect();
    let has_addresses = !matches!(kind, ChannelKind::Mail | ChannelKind::Phone | ChannelKind::Counter);
    let mut channels = Vec::new();
    for channel in &read {
        let is_same =
            |known: &&&Channel| !has_addresses || known.url.trim().nfkc().collect::<String>().trim() == channel.url;
        let same: Vec<&Channel> = known.iter().filter(is_same).copied().collect();
        if !channel.name.is_empty() {
            channels.push((*channel).clone());
        } else if !same.is_empty() {
            channels.extend(same.into_iter().cloned());
        } else {
            let name = match (known.as_slice(), read.len()) {
                ([only], 1) => only.name.clone(),
                _ => String::new(),
            };
            channels.push(Channel { name, ..(*channel).clone() });
        }
    }
    channels
}

impl CataloguePlan {
    /// Applies the values of a draft that differ from the existing ones, for the columns in the file.
    pub(super) fn merge(&self, into: &mut Procedure, draft: &Procedure) {
        let has = |column: &str| self.columns.contains(column);
        let texts = [
            ("name", &mut into.name.ja, &draft.name.ja),
            ("name_easy", &mut into.name.easy, &draft.name.easy),
            ("name_en", &mut into.name.en, &draft.name.en),
            ("kana", &mut into.kana, &draft.kana),
            ("summary", &mut into.summary.ja, &draft.summary.ja),
            ("summary_easy", &mut into.summary.easy, &draft.summary.easy),
            ("summary_en", &mut into.summary.en, &draft.summary.en),
            ("legal_basis", &mut into.legal_basis, &draft.legal_basis),
            ("processing", &mut into.processing, &draft.processing),
        ];
        for (_, into, read) in texts.into_iter().filter(|(column, ..)| has(column)) {
            update_text(into, read);
        }
        macro_rules! take {
            ($( $column:literal => $field:ident ),+ $(,)?) => {
                $( if has($column) { into.$field.clone_from(&draft.$field); } )+
            };
        }
        take! {
            "department" => department, "card_requirement" => card_requirement,
            "planned_fiscal_year" => planned_fiscal_year, "checked_on" => checked_on, "sample" => sample,
        }
        if has("source") {
            let known = std::mem::replace(&mut into.source, draft.source.clone());
            keep_source(&mut into.source, &known);
        }
        if has("audience") {
            take_list(&mut into.audience, &draft.audience);
        }
        if has("blocker") {
            take_list(&mut into.blockers, &draft.blockers);
        }
        if has("life_events") {
            take_list(&mut into.life_events, &draft.life_events);
        }
        if has("sets") {
            take_list(&mut into.sets, &draft.sets);
        }
        if has("papers") && tidied(&into.papers) != draft.papers {
            into.papers.clone_from(&draft.papers);
        }
        self.merge_fee(into, draft);
        self.merge_channels(into, draft);
        self.merge_ending(into, draft);
    }

    /// The end of a procedure is told by its day. What the file has no column for stays as it is.
    fn merge_ending(&self, into: &mut Procedure, draft: &Procedure) {
        let has = |column: &str| self.columns.contains(column);
        if !has("ended_on") {
            return;
        }
        into.ending = draft.ending.clone().map(|mut ending| {
            if let Some(known) = &into.ending {
                if !has("ending") {
                    ending.kind = known.kind;
                }
                if !has("ending_reason") || reads_as(&known.reason, &ending.reason) {
                    ending.reason.clone_from(&known.reason);
                }
                if !has("successor") {
                    ending.successor.clone_from(&known.successor);
                }
            }
            ending
        });
    }

    /// Whether there is a fee follows from the amount and the note. It stays unchanged if they do.
    fn merge_fee(&self, into: &mut Procedure, draft: &Procedure) {
        let has = |column: &str| self.columns.contains(column);
        let says_amount = has("fee_yen") && into.fee.yen != draft.fee.yen;
        let says_note = has("fee_note") && !reads_as(&into.fee.note, &draft.fee.note);
        // The survey says that there is a fee but gives neither amount nor note.
        let says_required = has("fee_yen")
            && draft.fee.yen.is_none()
            && draft.fee.note.is_empty()
            && draft.fee.required.is_some()
            && into.fee.required != draft.fee.required;
        if says_note {
            into.fee.note.clone_from(&draft.fee.note);
        }
        if says_amount {
            into.fee.yen = draft.fee.yen;
        }
        if has("fee_yen") && (says_amount || says_note) || says_required {
            into.fee.required = draft.fee.required;
        }
    }

    fn merge_channels(&self, into: &mut Procedure, draft: &Procedure) {
        let mut channels = into.channels.clone();
        for (_, kind) in CHANNEL_COLUMNS.iter().filter(|(column, _)| self.columns.contains(column)) {
            let said = channels_of(*kind, &into.channels, &draft.channels);
            let ordered =
                |channels: &mut Vec<Channel>| channels.sort_by(|a, b| (&a.url, &a.name).cmp(&(&b.url, &b.name)));
            let (mut before, mut after) =
                (channels.iter().filter(|one| one.kind == *kind).cloned().collect::<Vec<_>>(), said.clone());
            ordered(&mut before);
            ordered(&mut after);
            if before != after {
                channels.retain(|channel| channel.kind != *kind);
                channels.extend(said);
                channels.sort_by_key(|channel| channel.kind);
            }
        }
        into.channels = channels;
    }
}

/// Papers as they would be read back from a file. A list separator inside one splits it.
fn tidied(papers: &[String]) -> Vec<String> {
    let papers = papers.join(";");
    papers.split([';', '；', '\n', '\r']).map(normalise_name).filter(|paper| !paper.is_empty()).collect()
}
