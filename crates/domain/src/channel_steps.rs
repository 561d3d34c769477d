//! The five steps for each way to apply: only what the recorded states imply.

use super::procedure::{Channel, ChannelKind, Step, StepState};
use super::step::Steps;

string_enum! {
    /// How a step is done in one way to apply.
    pub enum ChannelStep ("step of a channel") {
        Online = "online",
        Counter = "counter",
        /// At the counter if the step is needed at all, which is unknown.
        CounterIfNeeded = "counter_if_needed",
        NotNeeded = "not_needed",
        Mail = "mail",
        Phone = "phone",
        /// Not recorded for this channel: the department can say.
        Ask = "ask",
    }
}

impl ChannelKind {
    /// Whether people apply in a browser or an app.
    #[must_use]
    pub const fn is_electronic(self) -> bool {
        match self {
            Self::Mynaportal | Self::CitySystem | Self::Eltax | Self::OtherOnline => true,
            Self::Mail | Self::Phone | Self::Counter => false,
        }
    }
}

/// How one step is done in one way to apply.
///
/// The recorded state describes the electronic channel. At the counter, every required step is done there. By mail and
/// by telephone only applying itself is known. A step that is not needed is not needed in any channel.
///
/// Source: the product's definition of the five steps.
#[must_use]
pub const fn channel_step(kind: ChannelKind, step: Step, recorded: Option<StepState>) -> ChannelStep {
    match (kind, recorded) {
        (_, Some(StepState::NotNeeded)) => ChannelStep::NotNeeded,
        (ChannelKind::Counter, Some(_)) => ChannelStep::Counter,
        // Applicants at the counter apply there, whatever is recorded.
        (ChannelKind::Counter, None) => match step {
            Step::Apply => ChannelStep::Counter,
            _ => ChannelStep::CounterIfNeeded,
        },
        (ChannelKind::Mail, _) => match step {
            Step::Apply => ChannelStep::Mail,
            _ => ChannelStep::Ask,
        },
        (ChannelKind::Phone, _) => match step {
            Step::Apply => ChannelStep::Phone,
            _ => ChannelStep::Ask,
        },
        (_, Some(StepState::Online)) => ChannelStep::Online,
        (_, Some(StepState::Counter)) => ChannelStep::Counter,
        (_, None) => ChannelStep::Ask,
    }
}

/// The ways to apply, without duplicates, electronic ones first. If a step is online but no electronic channel is
/// listed, an unnamed one is added, so that the online step is not lost.
#[must_use]
pub fn channels_with_steps(channels: &[Channel], steps: &Steps) -> Vec<Channel> {
    let mut ways: Vec<Channel> = Vec::new();
    let any_online = steps.iter().any(|(_, state)| state == Some(StepState::Online));
    if any_online && !channels.iter().any(|channel| channel.kind.is_electronic()) {
        ways.push(Channel { kind: ChannelKind::OtherOnline, name: String::new(), url: String::new() });
    }
    for channel in channels {
        let there = |way: &Channel| way.kind == channel.kind && way.name == channel.name;
        if !ways.iter().any(there) {
            ways.push(channel.clone());
        }
    }
    ways.sort_by_key(|way| !way.kind.is_electronic());
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(kind: ChannelKind) -> Channel {
        Channel { kind, name: String::new(), url: String::new() }
    }

    #[test]
    fn what_is_not_needed_is_needed_by_no_way() {
        for kind in ChannelKind::ALL {
            for step in Step::ALL {
                assert_eq!(channel_step(*kind, *step, Some(StepState::NotNeeded)), ChannelStep::NotNeeded);
            }
        }
    }

    #[test]
    fn an_electronic_way_has_the_recorded_states() {
        let way = |state| channel_step(ChannelKind::Eltax, Step::Pay, state);
        assert_eq!(way(Some(StepState::Online)), ChannelStep::Online);
        assert_eq!(way(Some(StepState::Counter)), ChannelStep::Counter);
        assert_eq!(way(None), ChannelStep::Ask);
    }

    #[test]
    fn at_the_counter_every_needed_step_is_done_there() {
        let way = |step, state| channel_step(ChannelKind::Counter, step, state);
        assert_eq!(way(Step::Pay, Some(StepState::Online)), ChannelStep::Counter);
        assert_eq!(way(Step::Apply, None), ChannelStep::Counter);
        assert_eq!(way(Step::Pay, None), ChannelStep::CounterIfNeeded);
    }

    #[test]
    fn by_mail_nothing_is_promised_but_applying() {
        for state in [None, Some(StepState::Online), Some(StepState::Counter)] {
            assert_eq!(channel_step(ChannelKind::Mail, Step::Apply, state), ChannelStep::Mail);
            assert_eq!(channel_step(ChannelKind::Mail, Step::Attach, state), ChannelStep::Ask);
            assert_eq!(channel_step(ChannelKind::Phone, Step::Receive, state), ChannelStep::Ask);
        }
    }

    #[test]
    fn what_is_online_is_shown_even_where_no_electronic_way_is_listed() {
        let steps = Steps { apply: Some(StepState::Online), ..Steps::default() };
        let kinds = |channels: &[Channel], steps: &Steps| -> Vec<ChannelKind> {
            channels_with_steps(channels, steps).iter().map(|way| way.kind).collect()
        };
        let listed = [channel(ChannelKind::Counter), channel(ChannelKind::Counter), channel(ChannelKind::Eltax)];
        assert_eq!(kinds(&listed, &steps), [ChannelKind::Eltax, ChannelKind::Counter]);
        assert_eq!(kinds(&listed[..1], &steps), [ChannelKind::OtherOnline, ChannelKind::Counter]);
        assert_eq!(kinds(&listed[..1], &Steps::default()), [ChannelKind::Counter]);
    }
}
