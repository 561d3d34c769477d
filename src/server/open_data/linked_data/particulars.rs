//! Papers, forms and the note on the fee, with their translations.

use domain::paper::NeededPaper;
use domain::procedure::LocalText;
use domain::procedure_details::{FormLanguage, ProcedureDetails, ProcedureForm};
use domain::web_address;
use serde_json::{Value, json};

use super::{Linked, japanese, node, texts};

impl Linked<'_> {
    pub(super) fn details(&self) -> Option<&ProcedureDetails> {
        self.snapshot.supplement(&self.procedure.id).details.as_ref()
    }

    /// A paper, with its names in all languages and in which cases it is needed. One that stands for itself on every page,
    /// because the shared list has it, has the same identifier for every procedure.
    pub(super) fn evidence(&self, number: usize, needed: &NeededPaper<'_>) -> Value {
        let identifier = match needed.paper {
            Some(paper) => format!("paper/{}", paper.id),
            None => format!("{}/paper/{number}", self.procedure.id),
        };
        let title = match needed.paper {
            Some(paper) => texts(&paper.name),
            None => japanese(needed.words),
        };
        node([
            ("@type", json!("cv:Evidence")),
            ("dct:identifier", json!(identifier)),
            ("dct:title", title),
            ("dct:description", needed.details.map_or(Value::Null, |details| texts(&details.condition))),
        ])
    }

    /// The forms of the procedure as files.
    pub(super) fn forms(&self) -> Value {
        let forms = &self.snapshot.supplement(&self.procedure.id).forms;
        let form = |form: &ProcedureForm| {
            let language = form.language.filter(|language| *language != FormLanguage::Several);
            node([
                ("@type", json!("foaf:Document")),
                ("dct:title", texts(&form.title)),
                ("dct:language", language.map_or(Value::Null, |language| json!(language))),
                ("url", json!(web_address::link(&form.url))),
            ])
        };
        forms.iter().map(form).collect()
    }

    /// The note on the fee, with its translations.
    pub(super) fn fee_note(&self) -> Value {
        let details = self.details();
        texts(&LocalText {
            ja: self.procedure.fee.note.clone(),
            easy: details.map(|details| details.fee_note_easy.clone()).unwrap_or_default(),
            en: details.map(|details| details.fee_note_en.clone()).unwrap_or_default(),
        })
    }
}
