//! The definitions of figures, each with a version, so that a published number can be traced to what it meant.

closed_set! {
    /// How a figure is computed or where it was taken from. Formula and wording stand in the texts of the interface
    /// under `definition-…`; each formula is one function of this layer.
    pub enum Definition ("definition") {
        /// [`crate::domain::online_rate::OnlineRates::by_kinds`]
        OnlineRate = "online-rate",
        /// [`crate::domain::online_rate::OnlineRates::strict_by_kinds`]
        StrictOnlineRate = "strict-online-rate",
        /// [`crate::domain::online_rate::OnlineRates::by_volume`]
        OnlineRateByVolume = "online-rate-by-volume",
        /// [`crate::domain::online_rate::OnlineRates::strict_by_volume`]
        StrictOnlineRateByVolume = "strict-online-rate-by-volume",
        /// [`crate::domain::route::Route::if_done`]
        OnlineRateIfDone = "online-rate-if-done",
        /// [`crate::domain::usage::usage_rate`]
        UsageRate = "usage-rate",
        /// [`crate::domain::usage::usage_rate_where_online`]
        UsageRateWhereOnline = "usage-rate-where-online",
        /// [`crate::domain::card::CardCount::rate`] of cards held.
        HoldingRate = "holding-rate",
        /// [`crate::domain::card::CardCount::rate`] of cards issued.
        IssueRate = "issue-rate",
        /// [`crate::domain::card::CardCount::rate`] of [`crate::domain::age::AgeCount`].
        RateByAge = "rate-by-age",
        /// [`crate::domain::card::split_change`]
        ChangeOfRate = "change-of-rate",
        /// [`crate::domain::card::behind`], in points.
        PointsBehind = "points-behind",
        /// [`crate::domain::card::behind`], in cards.
        CardsBehind = "cards-behind",
        /// [`crate::domain::card::cards_a_month`]
        CardsAMonth = "cards-a-month",
        /// Exponential smoothing with additive trend over months.
        Projection = "projection",
        /// The same over fiscal years.
        ProjectionOfYears = "projection-of-years",
        /// A value as the city recorded it; nothing is computed.
        RecordedValue = "recorded-value",
        /// [`crate::domain::indicator::achievement`]
        Achievement = "achievement",
        /// [`crate::domain::progress::Progress::required_pace`]
        RequiredPace = "required-pace",
        /// [`crate::domain::progress::Progress::observed_pace`]
        ObservedPace = "observed-pace",
        /// [`crate::domain::progress::Progress::distance`]
        Distance = "distance",
        /// [`crate::domain::progress::growth_ratio`]
        GrowthRatio = "growth-ratio",
        /// [`crate::domain::budget::Funding::share`]
        FundShare = "fund-share",
        /// [`crate::domain::budget::CostItem::general_fund_share`]
        ItemGeneralFundShare = "item-general-fund-share",
        /// [`crate::domain::budget::Assessment::assessed_share`]
        AssessedShare = "assessed-share",
        /// [`crate::domain::card::without_card`]
        ResidentsWithoutCard = "residents-without-card",
        /// [`crate::domain::usage::digital_reach`]
        DigitalReach = "digital-reach",
    }
}

impl Definition {
    /// Rises whenever the formula, or what is counted, changes.
    #[must_use]
    pub const fn version(self) -> u32 {
        1
    }
}
