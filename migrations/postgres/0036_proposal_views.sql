-- Which version of a proposal somebody who may decide about it has opened, so that several are approved together only by
-- somebody who has seen each. Nothing here is public data, and writing it raises no revision. The twin of this file in the
-- other folder has the same tables and columns.

CREATE TABLE proposal_views (
  proposal  TEXT NOT NULL REFERENCES proposals (id),
  staff_id  TEXT NOT NULL REFERENCES staff (id),
  version   BIGINT NOT NULL, -- of the proposal
  base      TEXT NOT NULL, -- mark of what the shown preview of its file rests on; empty without a file
  seen_at   TEXT NOT NULL,
  PRIMARY KEY (proposal, staff_id)
);
