//! The tables of public data: what a file contains, and what a department keeps.

use super::limits;

string_enum! {
    /// The contents of a file.
    pub enum TableKind ("kind of import") {
        Procedures = "procedures",
        Cards = "cards",
        Population = "population",
        Usage = "usage",
        Indicators = "indicators",
        Boundaries = "boundaries",
        /// Everyday words and the catalogue's terms for them.
        Synonyms = "synonyms",
        /// Texts of the city in other languages.
        Translations = "translations",
        /// Guides for residents: questions that lead to a personal list.
        Guides = "guides",
        /// The questions of guides.
        GuideQuestions = "guide-questions",
        GuideAnswers = "guide-answers",
        /// What the answers lead to.
        GuideEntries = "guide-entries",
        Sources = "sources",
        Areas = "areas",
        Departments = "departments",
        LifeEvents = "life-events",
        /// What residents ask a city for and others do.
        Elsewhere = "elsewhere",
        /// Words with their readings.
        Readings = "readings",
        /// Sets of procedures.
        Sets = "sets",
        /// The ways to apply for a procedure.
        Channels = "channels",
        /// The dated states of the steps of procedures.
        StepEvents = "step-events",
        ExclusionEvents = "exclusion-events",
        /// Papers that procedures ask for: a list that all of them share.
        Papers = "papers",
        /// When a procedure needs a paper of the list, and how many.
        ProcedurePapers = "procedure-papers",
        /// Time, fee, agents and convenience stores of a procedure.
        ProcedureDetails = "procedure-details",
        /// The forms of a procedure as files.
        ProcedureForms = "procedure-forms",
        Programmes = "programmes",
        Funding = "funding",
        CostItems = "cost-items",
        Assessments = "assessments",
        Obligations = "obligations",
        Schedule = "schedule",
        Initiatives = "initiatives",
        Milestones = "milestones",
        Effects = "effects",
        /// The courses of the training plan.
        Courses = "courses",
        /// The roles of the training plan.
        Roles = "roles",
        Training = "training",
        /// How many people had done their training by which day.
        TrainingProgress = "training-progress",
        SdgActions = "sdg-actions",
        /// Published figures that were changed or withdrawn.
        Corrections = "corrections",
        /// What became of departments.
        DepartmentChanges = "department-changes",
        /// Offices with counters, their hours, and what is done there.
        Offices = "offices",
        OfficeHours = "office-hours",
        OfficeExceptions = "office-exceptions",
        OfficeProcedures = "office-procedures",
        /// Days on which offices are closed.
        Holidays = "holidays",
        /// The areas of postcodes.
        Postcodes = "postcodes",
        /// 組織改編: departments that are renamed, merged and split, with their procedures.
        Reorganisation = "reorganisation",
    }
}

impl TableKind {
    /// The maximum number of rows in a file of this kind, including text above and below the table.
    #[must_use]
    pub const fn most_rows(self) -> usize {
        match self {
            Self::Procedures | Self::Usage => limits::ROWS_OF_PROCEDURES,
            Self::Cards | Self::Population | Self::Indicators | Self::Corrections => limits::ROWS_OF_FIGURES,
            // A row may be about one procedure.
            Self::Reorganisation => limits::ROWS_OF_PROCEDURES,
            _ => limits::ROWS_OF_WORDS,
        }
    }

    /// Whether its rows are about procedures, each of which belongs to a department. The others belong to the whole
    /// city and are kept by departments that an administrator charges with them.
    #[must_use]
    pub const fn is_of_procedures(self) -> bool {
        matches!(self, Self::Procedures | Self::Usage)
    }

    /// Whether the product itself writes it, so that nobody keeps it.
    #[must_use]
    pub const fn is_log(self) -> bool {
        matches!(self, Self::Corrections | Self::DepartmentChanges)
    }

    /// Whether a published file of it is undone as a whole. Changes of procedures are undone field by field, and what the
    /// product writes itself is no change.
    #[must_use]
    pub const fn is_undone_as_a_file(self) -> bool {
        !self.is_log() && !matches!(self, Self::Procedures)
    }

    /// Whether it has rows that are kept. A reorganisation is carried out once and changes several tables.
    #[must_use]
    pub const fn is_table(self) -> bool {
        !matches!(self, Self::Reorganisation)
    }

    /// Whether only administrators may propose it, because it changes what members of staff may do.
    #[must_use]
    pub const fn is_of_administrators(self) -> bool {
        matches!(self, Self::Reorganisation)
    }
}
