//! Conditions of a guide in the words of its questions and answers.

use domain::guide::{AnswerId, Condition, Guide};

use crate::page_context::PageContext;

/// A condition in words: `どこからの引っ越しですか：市外から／ペット：犬以外`. What is not in the guide keeps its id, so that a
/// condition with a mistake can be told from a right one.
#[must_use]
pub fn condition_words(context: &PageContext, guide: &Guide, condition: &Condition) -> String {
    let terms = condition.terms.iter().map(|term| {
        let question = guide.questions.iter().find(|question| question.id == term.question);
        let name = question.map_or(term.question.as_str(), |question| context.language.of(&question.text).0);
        let answer = |id: &AnswerId| {
            let known = question.and_then(|question| question.answers.iter().find(|answer| answer.id == *id));
            known.map_or_else(|| id.to_string(), |answer| context.language.of(&answer.text).0.to_owned())
        };
        let answers: Vec<String> = term.answers.iter().map(answer).collect();
        let text = if term.is_negated { "guide-condition-not" } else { "guide-condition-term" };
        let answers = answers.join(&context.text("guide-condition-or"));
        context.format_text(text, [("question", name.to_owned()), ("answers", answers)])
    });
    terms.collect::<Vec<_>>().join(&context.text("guide-condition-and"))
}
