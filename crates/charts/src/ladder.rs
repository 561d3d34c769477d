//! The five steps of a procedure in a row: what can be done from home.

use std::fmt::Write as _;

use super::markup::{
    Anchor, Paragraph, Role, Style, circle, escape, frame, hatch, number, paragraph, path, rect, text,
};
use super::{Caption, Width, to_f64};

/// How a step is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    Online,
    Counter,
    NotNeeded,
    Unknown,
}

impl StepState {
    const fn as_class(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Counter => "counter",
            Self::NotNeeded => "not-needed",
            Self::Unknown => "unknown",
        }
    }
}

/// One step with its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LadderStep {
    /// For example "申請". About five ideographs or ten letters fit on one line of a narrow picture.
    pub name: String,
    pub state: StepState,
    /// For example "オンライン".
    pub state_text: String,
}

/// What [`ladder_picture`] draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ladder {
    pub caption: Caption,
    pub width: Width,
    /// Apply, identify, attach, pay, receive.
    pub steps: [LadderStep; 5],
}

const RADIUS: f64 = 17.0;

/// Five symbols in a row, distinguished by outline, symbol and pattern as well as by colour.
#[must_use]
pub fn ladder_picture(ladder: &Ladder) -> String {
    let cell = ladder.width.units() / 5.0;
    let (size, lines) = match ladder.width {
        Width::Wide => (ladder.width.label_size(), 2),
        Width::Narrow => (12.0, 3),
    };
    let middle_y = RADIUS + 3.0;
    let mut body = String::new();
    if ladder.steps.iter().any(|step| step.state == StepState::Unknown) {
        body.push_str(&hatch(&ladder.caption.id, "unknown", "hatch-unknown"));
    }
    let middles = (0..5).map(|place| cell * (f64::from(place) + 0.5));
    for ((pair, from), to) in ladder.steps.windows(2).zip(middles.clone()).zip(middles.clone().skip(1)) {
        let class = if pair.iter().all(|step| step.state == StepState::Online) { "rail online" } else { "rail" };
        let outline =
            format!("M{} {y}H{}", number(from + RADIUS + 5.0), number(to - RADIUS - 5.0), y = number(middle_y));
        path(&mut body, &Style::class(class), &outline);
    }
    let mut lowest: f64 = 0.0;
    for (step, x) in ladder.steps.iter().zip(middles) {
        let tooltip = format!("{} {}", step.name, step.state_text);
        draw_sign(&mut body, &ladder.caption.id, step.state, x, middle_y, &tooltip);
        let name = Paragraph {
            class: "name",
            x,
            y: middle_y + RADIUS + size + 7.0,
            anchor: Anchor::Middle,
            size,
            limit: cell - 5.0,
            lines,
        };
        let used = paragraph(&mut body, &name, &step.name);
        let after = to_f64(used.max(1)) * size * 1.25;
        let class = format!("state-text {}", step.state.as_class());
        let state = Paragraph { class: &class, y: name.y + after + 2.0, ..name };
        let used = paragraph(&mut body, &state, &step.state_text);
        lowest = lowest.max(state.y + to_f64(used.max(1) - 1) * size * 1.25);
    }
    frame(&ladder.caption, "chart-ladder", ladder.width, lowest + 7.0, Role::Picture, &body)
}

fn draw_sign(markup: &mut String, id: &str, state: StepState, x: f64, y: f64, tooltip: &str) {
    let class = state.as_class();
    let at = |dx: f64, dy: f64| format!("{} {}", number(x + dx), number(y + dy));
    let _ = writeln!(markup, "<g class=\"sign {class}\"><title>{}</title>", escape(tooltip));
    let [plate, stroke] = ["plate", "stroke"].map(Style::class);
    match state {
        StepState::Online => {
            circle(markup, &plate, x, y, RADIUS);
            path(markup, &stroke, &format!("M{}L{}L{}", at(-7.0, 0.5), at(-2.0, 5.5), at(7.5, -5.0)));
        }
        StepState::Counter => {
            let side = RADIUS - 1.5;
            rect(markup, &plate.attribute("rx", "4"), x - side, y - side, side * 2.0, side * 2.0);
            // An office building: roof, columns, ground.
            let roof = format!("M{}L{}L{}Z", at(-9.0, -3.0), at(0.0, -9.5), at(9.0, -3.0));
            path(markup, &Style::class("solid"), &roof);
            let columns: Vec<String> =
                [-6.0, 0.0, 6.0].iter().map(|dx| format!("M{}V{}", at(*dx, -1.0), number(y + 6.0))).collect();
            path(markup, &stroke, &columns.join(""));
            path(markup, &stroke, &format!("M{}H{}", at(-9.0, 8.5), number(x + 9.0)));
        }
        StepState::NotNeeded => {
            circle(markup, &plate, x, y, RADIUS);
            path(markup, &stroke, &format!("M{}H{}", at(-6.0, 0.0), number(x + 6.0)));
        }
        StepState::Unknown => {
            circle(markup, &plate.hatched(id, "unknown"), x, y, RADIUS);
            text(markup, &Style::class("question halo"), x, y + 6.5, Anchor::Middle, 18.0, "?");
        }
    }
    markup.push_str("</g>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_states_differ_without_colour() {
        let signs: Vec<String> = [StepState::Online, StepState::Counter, StepState::NotNeeded, StepState::Unknown]
            .into_iter()
            .map(|state| {
                let mut markup = String::new();
                draw_sign(&mut markup, "a", state, 50.0, 20.0, "");
                markup.replace(state.as_class(), "")
            })
            .collect();
        for (place, sign) in signs.iter().enumerate() {
            assert!(!signs[..place].contains(sign), "{sign}");
        }
    }
}
