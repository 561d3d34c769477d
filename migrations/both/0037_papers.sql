-- Papers as a list that all procedures share, and what belongs to a procedure beside its entry: when it needs a paper of
-- the list, time, fee, agents and convenience stores, and its forms as files. The same text serves both databases.
--
-- A procedure without rows here has none of this: it is unknown. The papers that its entry names stay in the column
-- `papers` of `procedures`.

CREATE TABLE papers (
  id           TEXT NOT NULL PRIMARY KEY,
  position     BIGINT NOT NULL,
  name         TEXT NOT NULL,
  kana         TEXT NOT NULL, -- empty if unknown, like every other text
  name_easy    TEXT NOT NULL,
  name_en      TEXT NOT NULL,
  other_names  TEXT NOT NULL, -- joined by ';'
  kind         TEXT NOT NULL CHECK (kind IN
    ('identification', 'my_number_card', 'certificate_of_card', 'seal', 'photo', 'form', 'proof', 'other')),
  note         TEXT NOT NULL,
  note_easy    TEXT NOT NULL,
  note_en      TEXT NOT NULL,
  source       TEXT NOT NULL REFERENCES sources (id),
  sample       BOOLEAN NOT NULL
);

CREATE TABLE procedure_papers (
  procedure_id    TEXT NOT NULL REFERENCES procedures (id),
  paper           TEXT NOT NULL REFERENCES papers (id),
  position        BIGINT NOT NULL,
  needed          TEXT NOT NULL CHECK (needed IN ('always', 'in_some_cases')),
  condition       TEXT NOT NULL,
  condition_easy  TEXT NOT NULL,
  condition_en    TEXT NOT NULL,
  quantity        BIGINT, -- NULL: one
  original        TEXT CHECK (original IN ('original', 'copy', 'either')), -- NULL: nothing is said
  PRIMARY KEY (procedure_id, paper)
);

CREATE TABLE procedure_details (
  procedure_id     TEXT NOT NULL PRIMARY KEY REFERENCES procedures (id),
  days_from        BIGINT,
  days_to          BIGINT, -- 0: the same day; NULL: unknown
  day_kind         TEXT CHECK (day_kind IN ('calendar', 'working')),
  processing_easy  TEXT NOT NULL,
  processing_en    TEXT NOT NULL,
  fee_from         BIGINT,
  fee_to           BIGINT,
  fee_note_easy    TEXT NOT NULL,
  fee_note_en      TEXT NOT NULL,
  agent            TEXT CHECK (agent IN ('nobody', 'family', 'anyone')),
  letter           TEXT CHECK (letter IN ('required', 'not_for_family', 'not_required')),
  agent_note       TEXT NOT NULL,
  agent_note_easy  TEXT NOT NULL,
  agent_note_en    TEXT NOT NULL,
  store            TEXT CHECK (store IN ('available', 'not_available')),
  store_card       TEXT CHECK (store_card IN ('card', 'card_or_phone')),
  store_fee        BIGINT,
  store_note       TEXT NOT NULL,
  store_note_easy  TEXT NOT NULL,
  store_note_en    TEXT NOT NULL,
  CHECK (days_from <= days_to),
  CHECK (fee_from <= fee_to)
);

CREATE TABLE procedure_forms (
  procedure_id  TEXT NOT NULL REFERENCES procedures (id),
  position      BIGINT NOT NULL,
  title         TEXT NOT NULL,
  title_easy    TEXT NOT NULL,
  title_en      TEXT NOT NULL,
  url           TEXT NOT NULL,
  language      TEXT CHECK (language IN ('ja', 'en', 'zh', 'ko', 'vi', 'pt', 'es', 'fil', 'ne', 'several')),
  pages         BIGINT,
  PRIMARY KEY (procedure_id, position)
);
