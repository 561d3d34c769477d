//! The five steps of a procedure, and how far each is online.

string_enum! {
    /// The five steps of a procedure, in the order in which an applicant does them.
    pub enum Step ("step") {
        /// 申請
        Apply = "apply",
        /// 本人確認
        Identify = "identify",
        /// 添付
        Attach = "attach",
        /// 手数料
        Pay = "pay",
        /// 結果受領
        Receive = "receive",
    }
}

string_enum! {
    /// How a step can be done.
    pub enum StepState ("state of a step") {
        Online = "online",
        Counter = "counter",
        NotNeeded = "not_needed",
    }
}

/// The states of the five steps; `None` if a state is unknown, which is neither online nor counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Steps {
    pub apply: Option<StepState>,
    pub identify: Option<StepState>,
    pub attach: Option<StepState>,
    pub pay: Option<StepState>,
    pub receive: Option<StepState>,
}

impl Steps {
    #[must_use]
    pub const fn get(&self, step: Step) -> Option<StepState> {
        match step {
            Step::Apply => self.apply,
            Step::Identify => self.identify,
            Step::Attach => self.attach,
            Step::Pay => self.pay,
            Step::Receive => self.receive,
        }
    }

    pub const fn set(&mut self, step: Step, state: Option<StepState>) {
        *match step {
            Step::Apply => &mut self.apply,
            Step::Identify => &mut self.identify,
            Step::Attach => &mut self.attach,
            Step::Pay => &mut self.pay,
            Step::Receive => &mut self.receive,
        } = state;
    }

    /// The steps and their states, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Step, Option<StepState>)> + '_ {
        Step::ALL.iter().map(|step| (*step, self.get(*step)))
    }
}
