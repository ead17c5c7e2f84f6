-- Erasure: records go for good, with all that leads to them; entries stay. What is marked here says neither of whom an entry was, nor by which erasure it went.
-- A row is deleted only behind its mark, so nothing else can delete one: the triggers below see to it.

-- Entries whose record is erased.
CREATE TABLE erased (
  idx INTEGER PRIMARY KEY REFERENCES entries (idx),
  mac BLOB    NOT NULL CHECK (length(mac) = 16)
) STRICT;

-- A BEFORE INSERT trigger, because INSERT OR REPLACE deletes without waking the DELETE trigger.
CREATE TRIGGER erased_insert BEFORE INSERT ON erased
WHEN EXISTS (SELECT 1 FROM erased WHERE idx = NEW.idx)
  OR NOT EXISTS (SELECT 1 FROM entries WHERE idx = NEW.idx AND length(entry) = 105)
BEGIN SELECT RAISE(ABORT, 'a record entry is erased, and once'); END;

CREATE TRIGGER erased_no_update BEFORE UPDATE ON erased
BEGIN SELECT RAISE(ABORT, 'what is erased stays so'); END;

CREATE TRIGGER erased_no_delete BEFORE DELETE ON erased
BEGIN SELECT RAISE(ABORT, 'what is erased stays so'); END;

-- What takes no record any more: a subject's class, or where expiry is not empty, what would be sealed under that one key. No entry from `size`, the log's then, on is of it.
CREATE TABLE closed (
  subject         TEXT NOT NULL,
  retention_class TEXT NOT NULL CHECK (retention_class IN ('personal', 'consent', 'statutory', 'access')),
  expiry          TEXT NOT NULL,
  size            INTEGER NOT NULL CHECK (size >= 0),
  mac             BLOB NOT NULL CHECK (length(mac) = 16),
  PRIMARY KEY (subject, retention_class, expiry)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER closed_insert BEFORE INSERT ON closed
WHEN EXISTS (SELECT 1 FROM closed WHERE subject = NEW.subject AND retention_class = NEW.retention_class AND expiry = NEW.expiry)
BEGIN SELECT RAISE(ABORT, 'it is closed already'); END;

CREATE TRIGGER closed_no_update BEFORE UPDATE ON closed
BEGIN SELECT RAISE(ABORT, 'what is closed stays closed'); END;

CREATE TRIGGER closed_no_delete BEFORE DELETE ON closed
BEGIN SELECT RAISE(ABORT, 'what is closed stays closed'); END;

-- Numbers of rows of other tables that went with an erasure, so that a number that is missing without is a row that was deleted.
CREATE TABLE vacated (
  name   TEXT    NOT NULL CHECK (name IN ('idempotency', 'standings')),
  number INTEGER NOT NULL CHECK (number >= 1),
  mac    BLOB    NOT NULL CHECK (length(mac) = 16),
  PRIMARY KEY (name, number)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER vacated_insert BEFORE INSERT ON vacated
WHEN EXISTS (SELECT 1 FROM vacated WHERE name = NEW.name AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a number is vacated once'); END;

CREATE TRIGGER vacated_no_update BEFORE UPDATE ON vacated
BEGIN SELECT RAISE(ABORT, 'a vacated number stays so'); END;

CREATE TRIGGER vacated_no_delete BEFORE DELETE ON vacated
BEGIN SELECT RAISE(ABORT, 'a vacated number stays so'); END;

CREATE TRIGGER records_no_delete BEFORE DELETE ON records
WHEN NOT EXISTS (SELECT 1 FROM erased WHERE idx = OLD.idx)
BEGIN SELECT RAISE(ABORT, 'a record is deleted by an erasure alone'); END;

CREATE TRIGGER idempotency_no_delete BEFORE DELETE ON idempotency
WHEN NOT EXISTS (SELECT 1 FROM vacated WHERE name = 'idempotency' AND number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a mark is deleted by an erasure alone'); END;

DROP TRIGGER standings_no_delete;

CREATE TRIGGER standings_no_delete BEFORE DELETE ON standings
WHEN NOT EXISTS (SELECT 1 FROM vacated WHERE name = 'standings' AND number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a standing is deleted by an erasure alone'); END;

-- What leads to a record, by its id, and the standings of a subject. Ids ascend in time, so what is new goes to the end of these.
CREATE INDEX identities_of ON identities (id);
CREATE INDEX idempotency_of ON idempotency (id);
CREATE INDEX standings_of ON standings (subject);
