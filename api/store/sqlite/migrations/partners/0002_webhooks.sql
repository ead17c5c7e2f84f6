-- Where organizations are told, one address each. Secrets are sealed under the key store; of nothing here is there another copy: who has lost the file has its partners register again.

CREATE TABLE webhook (
  organization        TEXT PRIMARY KEY,
  url                 TEXT NOT NULL CHECK (length(url) <= 2000),
  secret              BLOB NOT NULL,
  old_secret          BLOB,
  old_until           INTEGER CHECK ((old_until IS NOT NULL) = (old_secret IS NOT NULL)),
  acknowledgement_key TEXT,
  created_at          INTEGER NOT NULL,
  paused_at           INTEGER,
  last_at             INTEGER,
  last_outcome        TEXT CHECK ((last_outcome IS NOT NULL) = (last_at IS NOT NULL))
) STRICT;

-- Changes of webhooks that are to be recorded in the ledger, noted in the transaction of the change: as of accounts, in accounts.db.
CREATE TABLE administration_outbox (
  number INTEGER PRIMARY KEY,
  at     INTEGER NOT NULL,
  event  TEXT NOT NULL CHECK (json_valid(event))
) STRICT;
