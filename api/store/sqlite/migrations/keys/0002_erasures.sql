-- Version 2: erasures (DESIGN §4), what they close for ever, what of erased people is kept, and root keys that are rolled.

-- What certificates of erasure are found and sealed by; without `wrapped` it was destroyed with the person's last class.
CREATE TABLE certificates (
  id      BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 32),
  wrapped BLOB
) STRICT, WITHOUT ROWID;

-- The journal. `list_key` (wrapped) and `list` are there until the keys are gone, `sealed_list` from then on.
CREATE TABLE erasures (
  number       INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  cause        TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('begun', 'declared', 'rows-gone', 'keys-gone', 'copies-gone', 'done')),
  begun_at     INTEGER NOT NULL,
  done_at      INTEGER,
  completed_at INTEGER,
  root         INTEGER,
  list_key     BLOB,
  list         BLOB,
  sealed_list  BLOB,
  certificate  BLOB REFERENCES certificates (id)
) STRICT;

CREATE INDEX erasures_unfinished ON erasures (number) WHERE state <> 'done';
CREATE INDEX erasures_uncompleted ON erasures (number) WHERE completed_at IS NULL;
CREATE INDEX erasures_certified ON erasures (certificate, number) WHERE certificate IS NOT NULL;

-- Names that are closed for ever. An `expiry` of no characters: the stream secret of the class, and every key of the class.
CREATE TABLE erased_keys (
  subject         TEXT NOT NULL,
  retention_class TEXT NOT NULL,
  expiry          TEXT NOT NULL,
  erasure         INTEGER NOT NULL REFERENCES erasures (number),
  PRIMARY KEY (subject, retention_class, expiry)
) STRICT, WITHOUT ROWID;

CREATE INDEX erased_keys_of ON erased_keys (erasure);

-- Keys of erased people that stay: until the end of a year, on a ground. The newest erasure's word holds.
CREATE TABLE kept_keys (
  subject         TEXT NOT NULL,
  retention_class TEXT NOT NULL,
  expiry          TEXT NOT NULL,
  until           INTEGER,
  ground          TEXT NOT NULL,
  erasure         INTEGER NOT NULL REFERENCES erasures (number),
  PRIMARY KEY (subject, retention_class, expiry)
) STRICT, WITHOUT ROWID;

CREATE INDEX kept_keys_of ON kept_keys (erasure);

-- Root keys by the order in which they wrapped; never the keys themselves.
CREATE TABLE root_keys (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  begun_at   INTEGER NOT NULL,
  retired_at INTEGER,
  gone_at    INTEGER
) STRICT;
