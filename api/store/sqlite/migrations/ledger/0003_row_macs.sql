-- Row authenticators: `mac` is a keyed hash over the name of the table and the other columns of the row (row-mac.ts). So whoever has the
-- key finds every change of a row that neither the log, nor its record's seal, nor the chain would show.
-- Rows that are there already get theirs in the same transaction (fill-row-macs.ts); a NULL later is damage.
-- `number`: dense from 1, in the order in which the rows came. A number that is missing is a row that was deleted.

ALTER TABLE meta ADD COLUMN number INTEGER;
ALTER TABLE meta ADD COLUMN mac BLOB CHECK (length(mac) = 16);
CREATE UNIQUE INDEX meta_by_number ON meta (number);

ALTER TABLE entries ADD COLUMN mac BLOB CHECK (length(mac) = 16);

ALTER TABLE subjects ADD COLUMN number INTEGER;
ALTER TABLE subjects ADD COLUMN mac BLOB CHECK (length(mac) = 16);
CREATE UNIQUE INDEX subjects_by_number ON subjects (number);

ALTER TABLE idempotency ADD COLUMN number INTEGER;
ALTER TABLE idempotency ADD COLUMN mac BLOB CHECK (length(mac) = 16);
CREATE UNIQUE INDEX idempotency_by_number ON idempotency (number);

ALTER TABLE checkpoints ADD COLUMN number INTEGER;
ALTER TABLE checkpoints ADD COLUMN mac BLOB CHECK (length(mac) = 16);
CREATE UNIQUE INDEX checkpoints_by_number ON checkpoints (number);

ALTER TABLE anchors ADD COLUMN mac BLOB CHECK (length(mac) = 16);

-- How many rows a table has, so that the last one is missed, too.
CREATE TABLE counters (
  name  TEXT    NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0),
  mac   BLOB    NOT NULL CHECK (length(mac) = 16)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER counters_no_delete BEFORE DELETE ON counters
BEGIN SELECT RAISE(ABORT, 'a counter is never deleted'); END;

-- What auditors and witnesses have signed: one line of the note of the checkpoint of that size.
CREATE TABLE cosignatures (
  size   INTEGER NOT NULL,
  vkey   TEXT    NOT NULL,
  line   TEXT    NOT NULL,
  number INTEGER NOT NULL UNIQUE,
  mac    BLOB    NOT NULL CHECK (length(mac) = 16),
  PRIMARY KEY (size, vkey)
) STRICT, WITHOUT ROWID;

-- A BEFORE INSERT trigger, because INSERT OR REPLACE deletes without waking the DELETE trigger.
CREATE TRIGGER cosignatures_once BEFORE INSERT ON cosignatures
WHEN EXISTS (SELECT 1 FROM cosignatures WHERE (size = NEW.size AND vkey = NEW.vkey) OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a cosignature is there already'); END;

CREATE TRIGGER cosignatures_no_update BEFORE UPDATE ON cosignatures
BEGIN SELECT RAISE(ABORT, 'a cosignature is never changed'); END;

CREATE TRIGGER cosignatures_no_delete BEFORE DELETE ON cosignatures
BEGIN SELECT RAISE(ABORT, 'a cosignature is never deleted'); END;

-- The newest size that one of them has signed.
CREATE INDEX cosignatures_of ON cosignatures (vkey, size);
