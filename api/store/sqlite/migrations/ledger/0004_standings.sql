-- What many are decided by at once: of each stream of some kinds all that decides, sealed in one row. It is derived from records, and made anew from
-- them where it does not fit. Written in the transaction that appends to the stream, so it is behind it only where entries came back without records.
CREATE TABLE standings (
  -- HMAC of subject and stream.
  key     BLOB    NOT NULL PRIMARY KEY CHECK (length(key) = 32),
  -- Names the key that it is sealed under.
  subject TEXT    NOT NULL,
  -- The entry of the stream that it ends with.
  idx     INTEGER NOT NULL REFERENCES entries (idx),
  sealed  BLOB    NOT NULL,
  number  INTEGER NOT NULL UNIQUE,
  mac     BLOB    NOT NULL CHECK (length(mac) = 16)
) STRICT, WITHOUT ROWID;

-- A BEFORE INSERT trigger, because INSERT OR REPLACE deletes without waking the DELETE trigger.
CREATE TRIGGER standings_insert BEFORE INSERT ON standings
WHEN EXISTS (SELECT 1 FROM standings WHERE key = NEW.key OR number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a standing is there already'); END;

CREATE TRIGGER standings_replace BEFORE UPDATE ON standings
WHEN NEW.key IS NOT OLD.key OR NEW.number IS NOT OLD.number
BEGIN SELECT RAISE(ABORT, 'a standing is replaced only by one of the same stream'); END;

CREATE TRIGGER standings_no_delete BEFORE DELETE ON standings
BEGIN SELECT RAISE(ABORT, 'a standing is never deleted'); END;
