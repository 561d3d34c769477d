//! The definitions of figures, each with a version, so that a published number can be traced to what it meant.

string_enum! {
    /// How a figure is computed or where it comes from. Formula and wording are in the interface texts under
    /// `definition-…`; each formula is one function of this crate.
    pub enum Definition ("definition") {
        /// [`crate::online_rate::OnlineRates::by_count`]
        OnlineRate = "online-rate",
        /// [`crate::online_rate::OnlineRates::strict_by_count`]
        StrictOnlineRate = "strict-online-rate",
        /// [`crate::online_rate::OnlineRates::by_volume`]
        OnlineRateByVolume = "online-rate-by-volume",
        /// [`crate::online_rate::OnlineRates::strict_by_volume`]
        StrictOnlineRateByVolume = "strict-online-rate-by-volume",
        /// [`crate::route::Route::rate_if_done`]
        OnlineRateIfDone = "online-rate-if-done",
        /// [`crate::usage::usage_rate`]
        UsageRate = "usage-rate",
        /// [`crate::usage::usage_rate_where_online`]
        UsageRateWhereOnline = "usage-rate-where-online",
        /// [`crate::card::CardCount::rate`] of cards held.
        HoldingRate = "holding-rate",
        /// [`crate::card::CardCount::rate`] of cards issued.
        IssueRate = "issue-rate",
        /// [`crate::card::CardCount::rate`] of [`crate::age::AgeCount`].
        RateByAge = "rate-by-age",
        /// [`crate::card::split_change`]
        ChangeOfRate = "change-of-rate",
        /// [`crate::card::target_gap`], in points.
        PointsBehind = "points-behind",
        /// [`crate::card::target_gap`], in cards.
        CardsBehind = "cards-behind",
        /// [`crate::card::cards_a_month`]
        CardsAMonth = "cards-a-month",
        /// [`crate::projection::project`]
        Projection = "projection",
        /// [`crate::projection::project_years`]
        ProjectionOfYears = "projection-of-years",
        /// A value as recorded by the city; nothing is computed.
        RecordedValue = "recorded-value",
        /// [`crate::indicator::achievement`]
        Achievement = "achievement",
        /// [`crate::progress::Progress::required_pace`]
        RequiredPace = "required-pace",
        /// [`crate::progress::Progress::observed_pace`]
        ObservedPace = "observed-pace",
        /// [`crate::progress::Progress::distance`]
        Distance = "distance",
        /// [`crate::progress::growth_ratio`]
        GrowthRatio = "growth-ratio",
        /// [`crate::budget::Funding::share`]
        FundShare = "fund-share",
        /// [`crate::budget::CostItem::general_fund_share`]
        ItemGeneralFundShare = "item-general-fund-share",
        /// [`crate::budget::Assessment::assessed_share`]
        AssessedShare = "assessed-share",
        /// [`crate::training::Completion::share`]
        TrainingShare = "training-share",
        /// [`crate::training::RoleProgress::share`]
        TrainingProgress = "training-progress",
        /// [`crate::card::without_card`]
        ResidentsWithoutCard = "residents-without-card",
        /// [`crate::usage::digital_reach`]
        DigitalReach = "digital-reach",
    }
}

impl Definition {
    /// The version of the definition; incremented whenever the formula changes, or what it counts.
    #[must_use]
    pub const fn version(self) -> u32 {
        match self {
            // Version 1 was exponential smoothing over interpolated months and years.
            Self::Projection | Self::ProjectionOfYears => 2,
            // Version 1 knew no procedures that had ended.
            Self::OnlineRate
            | Self::StrictOnlineRate
            | Self::OnlineRateByVolume
            | Self::StrictOnlineRateByVolume
            | Self::OnlineRateIfDone
            | Self::UsageRate
            | Self::UsageRateWhereOnline
            | Self::DigitalReach => 2,
            _ => 1,
        }
    }
}
