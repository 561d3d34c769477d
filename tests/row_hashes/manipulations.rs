//! What somebody with the database at hand could do to its rows.

use store::row_hashes::RowDamage;

/// A statement, the table that must be named, and the kind of damage.
pub(super) const MANIPULATIONS: &[(&str, &str, RowDamage)] = &[
    ("UPDATE procedures SET fee_yen = 1 WHERE id = (SELECT min(id) FROM procedures)", "procedures", RowDamage::Changed),
    (
        "UPDATE procedures SET summary = summary || '.' WHERE id = (SELECT max(id) FROM procedures)",
        "procedures",
        RowDamage::Changed,
    ),
    (
        "UPDATE procedures SET planned_or_later = TRUE WHERE id = (SELECT max(id) FROM procedures WHERE id < (SELECT max(id) FROM procedures))",
        "procedures",
        RowDamage::Changed,
    ),
    (
        "UPDATE procedures SET ended_on = DATE '2020-01-01', ending = 'abolished' WHERE id = (SELECT min(id) FROM procedures WHERE id > (SELECT min(id) FROM procedures))",
        "procedures",
        RowDamage::Changed,
    ),
    (
        "UPDATE card_counts SET cards = cards + 1 WHERE area = '271403' AND as_of = (SELECT max(as_of) FROM card_counts WHERE area = '271403')",
        "card_counts",
        RowDamage::Changed,
    ),
    (
        "UPDATE card_counts SET cards = (SELECT min(cards) FROM card_counts WHERE area = '271411') WHERE area = '271411' AND as_of = (SELECT max(as_of) FROM card_counts WHERE area = '271411')",
        "card_counts",
        RowDamage::Changed,
    ),
    (
        "DELETE FROM card_counts WHERE area = '271420' AND as_of = (SELECT min(as_of) FROM card_counts WHERE area = '271420')",
        "card_counts",
        RowDamage::Removed,
    ),
    (
        "INSERT INTO card_counts SELECT area, measure, DATE '2001-01-01', cards, population, population_as_of, source, sample FROM card_counts WHERE area = '271438' AND as_of = (SELECT max(as_of) FROM card_counts WHERE area = '271438')",
        "card_counts",
        RowDamage::Added,
    ),
    (
        "UPDATE card_counts_by_age SET population = population + 1 WHERE age_from = (SELECT max(age_from) FROM card_counts_by_age)",
        "card_counts_by_age",
        RowDamage::Changed,
    ),
    (
        "UPDATE population SET population = population + 1 WHERE as_of = (SELECT max(as_of) FROM population)",
        "population",
        RowDamage::Changed,
    ),
    ("UPDATE areas SET name = 'Elsewhere' WHERE code = '271446'", "areas", RowDamage::Changed),
    (
        "INSERT INTO areas (code, name, kana, name_en, kind, parent) VALUES ('99999', 'a', 'a', 'a', 'city', NULL)",
        "areas",
        RowDamage::Added,
    ),
    (
        "UPDATE boundaries SET geometry = '{}' WHERE area = (SELECT min(area) FROM boundaries)",
        "boundaries",
        RowDamage::Changed,
    ),
    (
        "UPDATE sources SET url = 'https://elsewhere.example' WHERE id = (SELECT min(id) FROM sources)",
        "sources",
        RowDamage::Changed,
    ),
    ("UPDATE sources SET sample = NOT sample WHERE id = (SELECT max(id) FROM sources)", "sources", RowDamage::Changed),
    (
        "UPDATE departments SET phone = '0' WHERE code = (SELECT min(code) FROM departments)",
        "departments",
        RowDamage::Changed,
    ),
    ("UPDATE life_events SET position = 99 WHERE code = 'moving'", "life_events", RowDamage::Changed),
    ("UPDATE procedure_sets SET name = 'a' WHERE code = 'priority'", "procedure_sets", RowDamage::Changed),
    (
        "UPDATE procedure_steps SET state = 'online' WHERE procedure_id = (SELECT min(procedure_id) FROM procedure_steps WHERE state <> 'online') AND state <> 'online'",
        "procedure_steps",
        RowDamage::Changed,
    ),
    (
        "DELETE FROM procedure_steps WHERE procedure_id = (SELECT max(procedure_id) FROM procedure_steps)",
        "procedure_steps",
        RowDamage::Removed,
    ),
    (
        "INSERT INTO procedure_exclusions (procedure_id, excluded, reason, effective_on, recorded_on) SELECT min(id), TRUE, 'a', DATE '2020-01-01', DATE '2020-01-01' FROM procedures WHERE id NOT IN (SELECT procedure_id FROM procedure_exclusions)",
        "procedure_exclusions",
        RowDamage::Added,
    ),
    (
        "UPDATE procedure_channels SET url = 'https://elsewhere.example' WHERE procedure_id = (SELECT min(procedure_id) FROM procedure_channels)",
        "procedure_channels",
        RowDamage::Changed,
    ),
    (
        "DELETE FROM procedure_life_events WHERE procedure_id = (SELECT min(procedure_id) FROM procedure_life_events)",
        "procedure_life_events",
        RowDamage::Removed,
    ),
    (
        "DELETE FROM procedure_set_members WHERE procedure_id = (SELECT min(procedure_id) FROM procedure_set_members)",
        "procedure_set_members",
        RowDamage::Removed,
    ),
    (
        "UPDATE procedure_usage SET online = total WHERE procedure_id = (SELECT min(procedure_id) FROM procedure_usage WHERE online < total)",
        "procedure_usage",
        RowDamage::Changed,
    ),
    (
        "UPDATE indicators SET formula = 'a' WHERE id = (SELECT min(id) FROM indicators)",
        "indicators",
        RowDamage::Changed,
    ),
    (
        "UPDATE indicator_values SET value = value + 0.001 WHERE id = (SELECT min(id) FROM indicator_values)",
        "indicator_values",
        RowDamage::Changed,
    ),
    (
        "DELETE FROM indicator_values WHERE id = (SELECT max(id) FROM indicator_values)",
        "indicator_values",
        RowDamage::Removed,
    ),
    ("UPDATE programmes SET department = 'a'", "programmes", RowDamage::Changed),
    (
        "UPDATE funding SET total = total + 1, general_fund = general_fund + 1 WHERE fiscal_year = (SELECT max(fiscal_year) FROM funding)",
        "funding",
        RowDamage::Changed,
    ),
    ("UPDATE cost_items SET amount = amount + 1 WHERE position = 1", "cost_items", RowDamage::Changed),
    ("UPDATE milestones SET state = 'done' WHERE state <> 'done'", "milestones", RowDamage::Changed),
    ("UPDATE initiatives SET done_on = due_on WHERE due_on IS NOT NULL", "initiatives", RowDamage::Changed),
    ("UPDATE effects SET paper_after = 0 WHERE paper_after IS NOT NULL", "effects", RowDamage::Changed),
    ("UPDATE courses SET level = '' WHERE level <> ''", "courses", RowDamage::Changed),
    ("UPDATE roles SET staff = 1 WHERE position = 1", "roles", RowDamage::Changed),
    ("UPDATE training SET done = 0 WHERE position = 1", "training", RowDamage::Changed),
    ("UPDATE training SET due_on = DATE '2025-03-31' WHERE position = 2", "training", RowDamage::Changed),
    ("UPDATE training_progress SET done = done + 1", "training_progress", RowDamage::Changed),
    (
        "UPDATE sdg_actions SET target_value = 'a' WHERE target = (SELECT min(target) FROM sdg_actions)",
        "sdg_actions",
        RowDamage::Changed,
    ),
    ("UPDATE elsewhere SET provider = 'a'", "elsewhere", RowDamage::Changed),
    ("UPDATE papers SET name_en = 'a' WHERE id = 'seal'", "papers", RowDamage::Changed),
    ("UPDATE procedure_papers SET needed = 'always' WHERE needed <> 'always'", "procedure_papers", RowDamage::Changed),
    (
        "UPDATE procedure_details SET days_to = 400 WHERE procedure_id = (SELECT min(procedure_id) FROM procedure_details)",
        "procedure_details",
        RowDamage::Changed,
    ),
    ("DELETE FROM procedure_forms WHERE position = 1", "procedure_forms", RowDamage::Removed),
    ("UPDATE offices SET telephone = '072-000-9999' WHERE id = 'city-hall'", "offices", RowDamage::Changed),
    ("UPDATE office_hours SET closes = '18:00' WHERE position = 1", "office_hours", RowDamage::Changed),
    ("UPDATE office_exceptions SET reason = 'a'", "office_exceptions", RowDamage::Changed),
    ("DELETE FROM office_procedures WHERE office = 'city-hall'", "office_procedures", RowDamage::Removed),
    ("DELETE FROM holidays WHERE day = DATE '2026-11-23'", "holidays", RowDamage::Removed),
    ("INSERT INTO postcodes SELECT '590-0001', min(code), 'a', 'sample' FROM areas", "postcodes", RowDamage::Added),
    ("INSERT INTO readings (word, reading) VALUES ('見本', 'みほん')", "readings", RowDamage::Added),
    ("INSERT INTO synonyms (word, means) VALUES ('a', 'b')", "synonyms", RowDamage::Added),
    (
        "INSERT INTO translations (language, original, translation) VALUES ('a', 'b', 'c')",
        "translations",
        RowDamage::Added,
    ),
    ("DELETE FROM guide_entries WHERE id = (SELECT min(id) FROM guide_entries)", "guide_entries", RowDamage::Removed),
    ("UPDATE settings SET value = '13100' WHERE name = 'city'", "settings", RowDamage::Changed),
    ("UPDATE staff SET is_administrator = TRUE WHERE e_mail = 'editor@city.example.jp'", "staff", RowDamage::Changed),
    (
        "INSERT INTO staff_departments SELECT id, (SELECT min(code) FROM departments) FROM staff WHERE e_mail = 'office@city.example.jp'",
        "staff_departments",
        RowDamage::Added,
    ),
    (
        "INSERT INTO staff_identities SELECT 'https://idp.example', 'somebody', id, 'a' FROM staff WHERE e_mail = 'office@city.example.jp'",
        "staff_identities",
        RowDamage::Added,
    ),
    (
        "INSERT INTO department_rules SELECT min(code), FALSE, TRUE, NULL FROM departments",
        "department_rules",
        RowDamage::Added,
    ),
    ("UPDATE proposals SET state = 'waiting'", "proposals", RowDamage::Changed),
    ("DELETE FROM proposal_departments", "proposal_departments", RowDamage::Removed),
    (
        "INSERT INTO proposed_changes SELECT id, 'a', FALSE, DATE '2026-01-01', '{}', '{}' FROM proposals",
        "proposed_changes",
        RowDamage::Added,
    ),
];
