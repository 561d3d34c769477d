//! What a file contains, and how it is laid out.

use domain::limits;

string_enum! {
    /// The contents of a file.
    pub enum Kind ("kind of import") {
        Procedures = "procedures",
        Cards = "cards",
        Population = "population",
        Usage = "usage",
        Indicators = "indicators",
        Boundaries = "boundaries",
        /// Everyday words and the catalogue's terms for them.
        Synonyms = "synonyms",
        /// The steps to take in a life event, in order.
        Guides = "guides",
        Sources = "sources",
        Areas = "areas",
        Departments = "departments",
        LifeEvents = "life-events",
        /// Sets of procedures.
        Sets = "sets",
        /// The ways to apply for a procedure.
        Channels = "channels",
        /// The dated states of the steps of procedures.
        StepEvents = "step-events",
        ExclusionEvents = "exclusion-events",
        Programmes = "programmes",
        Funding = "funding",
        CostItems = "cost-items",
        Assessments = "assessments",
        Obligations = "obligations",
        Schedule = "schedule",
        Initiatives = "initiatives",
        Milestones = "milestones",
        Effects = "effects",
        Training = "training",
        SdgActions = "sdg-actions",
    }
}

impl Kind {
    /// The maximum number of rows in a file of this kind, including text above and below the table.
    #[must_use]
    pub const fn most_rows(self) -> usize {
        match self {
            Self::Procedures | Self::Usage => limits::ROWS_OF_PROCEDURES,
            Self::Cards | Self::Population | Self::Indicators => limits::ROWS_OF_FIGURES,
            _ => limits::ROWS_OF_WORDS,
        }
    }
}

string_enum! {
    /// The layout of the file.
    pub enum Format ("format") {
        /// Tetsuzuki's own templates, and tables with equivalent headers.
        Template = "template",
        /// 行政手続等の悉皆調査. Its header tells the fiscal year.
        Survey = "survey",
    }
}
