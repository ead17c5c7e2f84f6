-- The ledger's database, version 1. A migration is never edited once released: a test pins its hash.
-- Plaintext here is only what a record's associated data names; everything else is sealed, hashed or an HMAC.

CREATE TABLE meta (
  key   TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The log. `idx` is the leaf index: dense from 0. Record root and stream key are read out of `entry`.
CREATE TABLE entries (
  idx         INTEGER PRIMARY KEY,
  entry       BLOB    NOT NULL CHECK (length(entry) BETWEEN 1 AND 105),
  leaf_hash   BLOB    NOT NULL CHECK (length(leaf_hash) = 32),
  recorded_at INTEGER NOT NULL,
  due_at      INTEGER NOT NULL
) STRICT;

-- A BEFORE INSERT trigger, because INSERT OR REPLACE deletes without waking the DELETE trigger.
CREATE TRIGGER entries_dense BEFORE INSERT ON entries
WHEN NEW.idx IS NOT (SELECT coalesce(max(idx), -1) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'an entry takes the next index'); END;

CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END;

CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END;

-- Head of each stream; derived from the log, kept because every commit reads and moves it.
CREATE TABLE streams (
  key       BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  seq       INTEGER NOT NULL CHECK (seq >= 1),
  idx       INTEGER NOT NULL,
  leaf_hash BLOB    NOT NULL CHECK (length(leaf_hash) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE subjects (
  subject       TEXT    NOT NULL PRIMARY KEY,
  reference_mac BLOB    UNIQUE,
  created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE records (
  idx             INTEGER PRIMARY KEY REFERENCES entries (idx),
  id              TEXT    NOT NULL,
  version         INTEGER NOT NULL CHECK (version >= 1),
  kind            TEXT    NOT NULL,
  subject         TEXT    NOT NULL,
  retention_class TEXT    NOT NULL,
  expiry          TEXT    NOT NULL,
  sealed          BLOB    NOT NULL,
  content_mac     BLOB    NOT NULL,
  UNIQUE (id, version)
) STRICT;

CREATE INDEX records_of_subject ON records (subject, kind);

-- HMAC of a record's outer identity.
CREATE TABLE identities (
  mac BLOB NOT NULL PRIMARY KEY,
  id  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (
  key_mac     BLOB    NOT NULL PRIMARY KEY,
  body_mac    BLOB    NOT NULL,
  outcome     TEXT    NOT NULL,
  id          TEXT    NOT NULL,
  version     INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- With row ids: rows of 8 KiB do not belong into an index.
CREATE TABLE tiles (
  level  INTEGER NOT NULL CHECK (level >= 0),
  n      INTEGER NOT NULL CHECK (n >= 0),
  hashes BLOB    NOT NULL CHECK (length(hashes) BETWEEN 32 AND 8192 AND length(hashes) % 32 = 0),
  PRIMARY KEY (level, n)
) STRICT;

CREATE TRIGGER tiles_insert BEFORE INSERT ON tiles
WHEN EXISTS (SELECT 1 FROM tiles WHERE level = NEW.level AND n = NEW.n)
BEGIN SELECT RAISE(ABORT, 'a tile is there already'); END;

-- So a full tile is never changed: a longer one fails the check above.
CREATE TRIGGER tiles_grow BEFORE UPDATE ON tiles
WHEN NEW.level IS NOT OLD.level OR NEW.n IS NOT OLD.n
  OR length(NEW.hashes) <= length(OLD.hashes)
  OR substr(NEW.hashes, 1, length(OLD.hashes)) IS NOT OLD.hashes
BEGIN SELECT RAISE(ABORT, 'a tile is replaced only by a longer one that begins with it'); END;

CREATE TRIGGER tiles_no_delete BEFORE DELETE ON tiles
BEGIN SELECT RAISE(ABORT, 'a tile is never deleted'); END;

CREATE TABLE checkpoints (
  size      INTEGER PRIMARY KEY,
  root      BLOB    NOT NULL CHECK (length(root) = 32),
  note      TEXT    NOT NULL,
  sealed_at INTEGER NOT NULL
) STRICT;

CREATE TRIGGER checkpoints_grow BEFORE INSERT ON checkpoints
WHEN NEW.size <= (SELECT coalesce(max(size), 0) FROM checkpoints)
BEGIN SELECT RAISE(ABORT, 'a checkpoint is larger than the one before'); END;

CREATE TRIGGER checkpoints_covered BEFORE INSERT ON checkpoints
WHEN NEW.size > (SELECT coalesce(max(idx), -1) + 1 FROM entries)
BEGIN SELECT RAISE(ABORT, 'a checkpoint covers only entries that are there'); END;

CREATE TRIGGER checkpoints_no_update BEFORE UPDATE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never changed'); END;

CREATE TRIGGER checkpoints_no_delete BEFORE DELETE ON checkpoints
BEGIN SELECT RAISE(ABORT, 'a checkpoint is never deleted'); END;

CREATE TABLE anchors (
  size        INTEGER PRIMARY KEY,
  state       TEXT    NOT NULL CHECK (state IN ('pending', 'included', 'finalized')),
  transaction_hash TEXT,
  nonce       INTEGER,
  block       INTEGER,
  block_hash  TEXT,
  block_time  INTEGER,
  gas_used    INTEGER,
  updated_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX anchors_by_state ON anchors (state, size);
