//! The rows that are hashed: those of public data, accounts and proposals.

/// A table whose rows are hashed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Covered {
    pub table: &'static str,
    /// The first column of the key, a text column. Rows are looked up by it.
    pub owner: &'static str,
    /// The other columns of the key; empty if all rows of an owner are hashed together.
    pub rest: &'static [&'static str],
    /// The hashed columns: all columns except those listed in [`NOT_COVERED`].
    pub columns: &'static [&'static str],
    /// Whether the product always rewrites the hashed unit as a whole, so that nothing of its earlier state remains.
    pub is_written_whole: bool,
}

const fn whole(
    table: &'static str,
    owner: &'static str,
    rest: &'static [&'static str],
    columns: &'static [&'static str],
) -> Covered {
    Covered { table, owner, rest, columns, is_written_whole: true }
}

const fn in_part(
    table: &'static str,
    owner: &'static str,
    rest: &'static [&'static str],
    columns: &'static [&'static str],
) -> Covered {
    Covered { table, owner, rest, columns, is_written_whole: false }
}

/// Tables whose rows are not hashed, each with the reason. The audit log protects itself; the revision and the tables
/// have a number and a fingerprint of their own.
pub const NOT_COVERED: &[(&str, &str)] = &[
    ("sessions", "who is logged in changes with every page"),
    ("known_browsers", "it opens nothing"),
    ("pending_logins", "it lives for minutes"),
    ("reports", "what readers count is not recorded one by one"),
    ("proposed_files.content", "the bytes of a file that waits; what its preview rests on is covered"),
];

/// A test compares this list with the tables of both databases.
pub(super) const COVERED: &[Covered] = &[
    whole("settings", "name", &[], &["name", "value"]),
    whole(
        "sources",
        "id",
        &[],
        &["id", "title", "title_en", "publisher", "publisher_en", "url", "as_of", "licence", "sample"],
    ),
    whole("areas", "code", &[], &["code", "name", "kana", "name_en", "kind", "parent"]),
    whole("boundaries", "area", &[], &["area", "geometry", "source"]),
    whole("population", "area", &["as_of"], &["area", "as_of", "population", "source", "sample"]),
    whole(
        "card_counts",
        "area",
        &["measure", "as_of"],
        &["area", "measure", "as_of", "cards", "population", "population_as_of", "source", "sample"],
    ),
    whole(
        "card_counts_by_age",
        "area",
        &["measure", "as_of", "age_from"],
        &[
            "area",
            "measure",
            "as_of",
            "age_from",
            "age_to",
            "cards",
            "population",
            "population_as_of",
            "source",
            "sample",
        ],
    ),
    whole(
        "departments",
        "code",
        &[],
        &["code", "name", "name_en", "counter", "counter_en", "hours", "hours_en", "phone", "sample"],
    ),
    whole("life_events", "code", &[], &["code", "position", "name", "name_easy", "name_en", "kana"]),
    whole("procedure_sets", "code", &[], &["code", "name", "name_en", "description", "description_en", "source"]),
    whole(
        "procedures",
        "id",
        &[],
        &[
            "id",
            "name",
            "name_easy",
            "name_en",
            "kana",
            "summary",
            "summary_easy",
            "summary_en",
            "department",
            "legal_basis",
            "audience",
            "card_requirement",
            "papers",
            "fee_required",
            "fee_yen",
            "fee_note",
            "processing",
            "blockers",
            "planned_fiscal_year",
            "checked_on",
            "source",
            "sample",
        ],
    ),
    in_part("procedure_steps", "procedure_id", &[], &["procedure_id", "step", "state", "effective_on", "recorded_on"]),
    in_part(
        "procedure_exclusions",
        "procedure_id",
        &[],
        &["procedure_id", "excluded", "reason", "effective_on", "recorded_on"],
    ),
    whole("procedure_channels", "procedure_id", &[], &["procedure_id", "position", "kind", "name", "url"]),
    whole("procedure_life_events", "procedure_id", &[], &["procedure_id", "life_event"]),
    whole("procedure_set_members", "procedure_id", &[], &["procedure_id", "procedure_set"]),
    whole(
        "procedure_usage",
        "procedure_id",
        &["fiscal_year"],
        &["procedure_id", "fiscal_year", "total", "online", "source", "sample"],
    ),
    whole(
        "indicators",
        "id",
        &[],
        &[
            "id",
            "kind",
            "name",
            "name_en",
            "unit",
            "plan",
            "formula",
            "formula_en",
            "reason",
            "reason_en",
            "caveat",
            "caveat_en",
            "procedure_set",
            "measure",
            "source",
            "sample",
        ],
    ),
    whole(
        "indicator_values",
        "indicator",
        &["fiscal_year", "kind", "recorded_on"],
        &["id", "indicator", "fiscal_year", "kind", "value", "measure", "recorded_on", "note", "source", "sample"],
    ),
    whole(
        "programmes",
        "id",
        &[],
        &[
            "id",
            "name",
            "number",
            "fiscal_year",
            "department",
            "plan",
            "strategy",
            "measure",
            "direction",
            "served_residents",
            "served_staff",
            "source",
        ],
    ),
    whole(
        "funding",
        "programme",
        &["fiscal_year", "stage"],
        &[
            "programme",
            "fiscal_year",
            "stage",
            "total",
            "national_grant",
            "prefectural_grant",
            "bonds",
            "other",
            "beneficiary_fees",
            "general_fund",
        ],
    ),
    whole(
        "cost_items",
        "programme",
        &["position", "fiscal_year"],
        &["programme", "position", "fiscal_year", "name", "tag", "amount", "general_fund", "doubt"],
    ),
    whole(
        "assessments",
        "programme",
        &["position"],
        &["programme", "position", "scope", "fiscal_year", "requested", "assessed", "opinion", "detail"],
    ),
    whole("obligations", "programme", &["name"], &["programme", "name", "from_year", "to_year", "requested", "note"]),
    whole("schedule", "programme", &["period", "position"], &["programme", "period", "position", "entry"]),
    whole("initiatives", "programme", &["id"], &["programme", "id", "position", "name", "tag", "point", "indicator"]),
    whole(
        "milestones",
        "programme",
        &["initiative", "position"],
        &["programme", "initiative", "position", "name", "planned_on", "done_on", "state", "sample"],
    ),
    whole(
        "effects",
        "programme",
        &["initiative"],
        &["programme", "initiative", "steps_before", "steps_after", "hours_saved", "note", "sample"],
    ),
    whole(
        "training",
        "programme",
        &["role", "position"],
        &[
            "programme",
            "role",
            "role_position",
            "position",
            "course",
            "mode",
            "duty",
            "staff",
            "done",
            "as_of",
            "sample",
        ],
    ),
    whole(
        "sdg_actions",
        "target",
        &[],
        &["target", "goal", "action", "kpi_name", "current_value", "target_value", "source"],
    ),
    whole("synonyms", "word", &[], &["word", "means"]),
    whole(
        "life_event_guides",
        "life_event",
        &["procedure_id"],
        &["life_event", "procedure_id", "position", "timing", "timing_easy", "timing_en"],
    ),
    in_part(
        "staff",
        "id",
        &[],
        &[
            "id",
            "e_mail",
            "name",
            "is_approver",
            "is_administrator",
            "password_hash",
            "password_changed_at",
            "must_change_password",
            "one_time_password_used",
            "disabled",
            "created_at",
            "last_login_at",
        ],
    ),
    whole("staff_departments", "staff_id", &[], &["staff_id", "department"]),
    in_part("staff_identities", "staff_id", &[], &["issuer", "subject", "staff_id", "linked_at"]),
    whole("department_rules", "department", &[], &["department", "needs_approval", "keeps_figures"]),
    in_part(
        "proposals",
        "id",
        &[],
        &[
            "id",
            "kind",
            "author",
            "state",
            "reason",
            "seen_revision",
            "created_at",
            "changed_at",
            "decided_by",
            "answer",
            "version",
        ],
    ),
    whole("proposal_departments", "proposal", &[], &["proposal", "department"]),
    whole(
        "proposed_changes",
        "proposal",
        &["procedure_id"],
        &["proposal", "procedure_id", "is_new", "effective_on", "was", "becomes"],
    ),
    in_part("proposed_files", "proposal", &[], &["proposal", "kind", "name", "options", "base", "summary"]),
];

/// Every table whose rows are hashed, with its hashed columns.
pub fn covered_tables() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    COVERED.iter().map(|covered| (covered.table, covered.columns))
}
