//! The readings of kanji in the easy texts of a form.

use domain::reading::{Readings, with_readings};

use crate::server::staff::form::Form;

/// The button that asks for the known readings.
pub const FILL: &str = "fill_readings";

fn is_easy(name: &str) -> bool {
    name.ends_with("_easy") && !name.starts_with("seen-")
}

/// The texts of a form that are in easy Japanese.
pub fn easy_texts(form: &Form) -> impl Iterator<Item = &str> {
    form.fields().filter(|(name, text)| is_easy(name) && !text.trim().is_empty()).map(|(_, text)| text)
}

/// The form with the known readings written into its easy texts, if that is what it was sent for. Nothing else of it
/// changes, and nothing is saved.
#[must_use]
pub fn filled_with_readings(form: &Form, readings: &Readings) -> Option<Form> {
    if !form.is_checked(FILL) {
        return None;
    }
    let fields = form.fields().filter(|(name, _)| *name != FILL).map(|(name, text)| {
        let text = if is_easy(name) { with_readings(text, readings) } else { text.to_owned() };
        (name.to_owned(), text)
    });
    Some(Form::from_fields(fields.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_easy_texts_of_a_form_get_readings() {
        let readings = Readings::of([("転出", "てんしゅつ")]);
        let form = |fields: &[(&str, &str)]| {
            Form::from_fields(fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect())
        };
        let sent = form(&[
            ("name", "転出"),
            ("name_easy", "転出の 紙"),
            ("seen-name_easy", "転出"),
            ("sets", "a"),
            ("sets", "b"),
            (FILL, "yes"),
        ]);
        let filled = filled_with_readings(&sent, &readings).expect("asked for");
        assert_eq!(
            filled.fields().collect::<Vec<_>>(),
            [
                ("name", "転出"),
                ("name_easy", "転出《てんしゅつ》の 紙"),
                ("seen-name_easy", "転出"),
                ("sets", "a"),
                ("sets", "b")
            ]
        );
        assert!(filled_with_readings(&filled, &readings).is_none(), "it is asked for once");
    }
}
