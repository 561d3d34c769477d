-- Changes on their way: proposed by one, approved by another, published by a write of the catalogue. Nothing here is
-- public data. Times are RFC 3339 in UTC with milliseconds. The twin of this file in the other folder has the same
-- tables and columns.

CREATE TABLE department_rules (
  department      TEXT NOT NULL PRIMARY KEY REFERENCES departments (code),
  needs_approval  BOOLEAN NOT NULL,
  keeps_figures   BOOLEAN NOT NULL -- those that belong to no procedure: cards, population, indicators
);

CREATE TABLE proposals (
  id             TEXT NOT NULL PRIMARY KEY, -- a UUID
  kind           TEXT NOT NULL CHECK (kind IN ('entry', 'bulk', 'file', 'undo')),
  author         TEXT NOT NULL REFERENCES staff (id),
  state          TEXT NOT NULL
                 CHECK (state IN ('draft', 'waiting', 'returned', 'scheduled', 'published', 'withdrawn')),
  reason         TEXT NOT NULL,
  seen_revision  BIGINT NOT NULL, -- of the public data that the author saw
  created_at     TEXT NOT NULL,
  changed_at     TEXT NOT NULL,
  decided_by     TEXT REFERENCES staff (id),
  answer         TEXT NOT NULL,
  version        BIGINT NOT NULL
);
CREATE INDEX proposals_by_state ON proposals (state, changed_at);
CREATE INDEX proposals_by_author ON proposals (author, changed_at);

-- Who may see and decide: the departments that a proposal concerns.
CREATE TABLE proposal_departments (
  proposal    TEXT NOT NULL REFERENCES proposals (id),
  department  TEXT NOT NULL REFERENCES departments (code),
  PRIMARY KEY (proposal, department)
);

-- The procedure need not be there yet.
CREATE TABLE proposed_changes (
  proposal      TEXT NOT NULL REFERENCES proposals (id),
  procedure_id  TEXT NOT NULL,
  is_new        BOOLEAN NOT NULL,
  effective_on  DATE NOT NULL,
  was           TEXT NOT NULL, -- JSON, by aspect
  becomes       TEXT NOT NULL,
  PRIMARY KEY (proposal, procedure_id)
);
CREATE INDEX proposed_changes_of_procedure ON proposed_changes (procedure_id);

CREATE TABLE proposed_files (
  proposal  TEXT NOT NULL PRIMARY KEY REFERENCES proposals (id),
  kind      TEXT NOT NULL, -- of import
  name      TEXT NOT NULL,
  options   TEXT NOT NULL, -- JSON: what the one who sent it said besides
  base      TEXT NOT NULL, -- mark of what the shown preview rests on; empty before it is made
  summary   TEXT NOT NULL, -- JSON: how much would be new, changed, unchanged
  content   BYTEA NOT NULL
);
