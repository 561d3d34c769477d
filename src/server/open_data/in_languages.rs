//! A text in several languages, as fields of the record that it belongs to: `title`, `title_easy`, `title_en`.

use domain::procedure::LocalText;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::list::given;

/// The fields of a text, in their order. A record flattens it.
#[derive(Debug)]
pub(super) struct InLanguages<'a, const N: usize>([(&'static str, Option<&'a str>); N]);

impl<const N: usize> Serialize for InLanguages<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_map(Some(N))?;
        for (name, text) in &self.0 {
            fields.serialize_entry(name, text)?;
        }
        fields.end()
    }
}

impl<'a> InLanguages<'a, 3> {
    /// A text in Japanese, in やさしい日本語 and in English; `null` where nothing is said.
    pub(super) fn of([name, easy, english]: [&'static str; 3], text: &'a LocalText) -> Self {
        Self([(name, given(&text.ja)), (easy, given(&text.easy)), (english, given(&text.en))])
    }

    /// The same, of a text that is always there in Japanese.
    pub(super) fn always([name, easy, english]: [&'static str; 3], text: &'a LocalText) -> Self {
        Self([(name, Some(text.ja.as_str())), (easy, given(&text.easy)), (english, given(&text.en))])
    }
}

impl<'a> InLanguages<'a, 2> {
    /// A text in Japanese and in English; `null` where nothing is said.
    pub(super) fn both([name, english]: [&'static str; 2], [japanese, in_english]: [&'a str; 2]) -> Self {
        Self([(name, given(japanese)), (english, given(in_english))])
    }

    /// The same, of a text that is always there in Japanese.
    pub(super) fn both_always([name, english]: [&'static str; 2], text: &'a LocalText) -> Self {
        Self([(name, Some(text.ja.as_str())), (english, given(&text.en))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Record<'a> {
        id: &'a str,
        #[serde(flatten)]
        title: InLanguages<'a, 3>,
        #[serde(flatten)]
        note: InLanguages<'a, 2>,
        days: Option<i64>,
    }

    #[test]
    fn a_text_is_written_as_fields_beside_the_others_in_their_order() {
        let title = LocalText { ja: "引っ越し".to_owned(), en: "Moving".to_owned(), ..LocalText::default() };
        let record = |title: &LocalText, always: bool| {
            let names = ["title", "title_easy", "title_en"];
            let title = if always { InLanguages::always(names, title) } else { InLanguages::of(names, title) };
            let note = InLanguages::both(["note", "note_en"], ["", "a note"]);
            serde_json::to_string(&Record { id: "a", title, note, days: None }).expect("JSON")
        };
        assert_eq!(
            record(&title, false),
            r#"{"id":"a","title":"引っ越し","title_easy":null,"title_en":"Moving","note":null,"note_en":"a note","days":null}"#
        );
        let nothing = LocalText::default();
        assert!(
            record(&nothing, false).contains(r#""title":null"#) && record(&nothing, true).contains(r#""title":"""#)
        );
    }
}
