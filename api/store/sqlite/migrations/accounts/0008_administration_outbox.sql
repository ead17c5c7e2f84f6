-- Ours. What was changed here and is not on the ledger yet: a row comes with its change, and goes once the record of it is durable. Nothing personal and no secret.

CREATE TABLE administration_outbox (
  number INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  event  TEXT NOT NULL CHECK (json_valid(event))
) STRICT;
