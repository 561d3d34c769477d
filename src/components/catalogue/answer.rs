//! The plain answer to "can I do this from home?".

use domain::availability::Availability;
use domain::procedure::{ChannelKind, Procedure, Step, StepState};

use crate::server::read_model::procedure_state::ProcedureState;

string_enum! {
    /// The first answer shown to a resident.
    pub enum Answer ("answer") {
        Home = "home",
        /// Everything is online except fetching the result.
        HomeThenFetch = "home_then_fetch",
        /// Applying is online, but another step needs the counter.
        HomeThenCounter = "home_then_counter",
        /// Applying is online; whether the counter is needed is unknown.
        HomeThenUnknown = "home_then_unknown",
        /// Some step is online, but not applying.
        PartlyOnline = "partly_online",
        CounterOrMail = "counter_or_mail",
        Counter = "counter",
        Excluded = "excluded",
        Unknown = "unknown",
    }
}

impl Answer {
    /// The answer for a procedure in its current state.
    #[must_use]
    pub fn of(procedure: &Procedure, state: &ProcedureState) -> Self {
        let at_counter = |step: Step| state.steps.get(step) == Some(StepState::Counter);
        match state.availability {
            Some(Availability::Complete) => Self::Home,
            Some(Availability::Partial) if state.steps.apply != Some(StepState::Online) => Self::PartlyOnline,
            Some(Availability::Partial) => {
                let others = [Step::Identify, Step::Attach, Step::Pay].into_iter().any(at_counter);
                match (others, at_counter(Step::Receive)) {
                    (true, _) => Self::HomeThenCounter,
                    (false, true) => Self::HomeThenFetch,
                    (false, false) => Self::HomeThenUnknown,
                }
            }
            Some(Availability::Counter)
                if procedure.channels.iter().any(|channel| channel.kind == ChannelKind::Mail) =>
            {
                Self::CounterOrMail
            }
            Some(Availability::Counter) => Self::Counter,
            Some(Availability::Excluded) => Self::Excluded,
            None => Self::Unknown,
        }
    }
}
