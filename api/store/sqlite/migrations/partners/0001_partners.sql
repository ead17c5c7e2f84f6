-- What partners are told, and what it follows from: all but how sending went can be made again out of the log. Times are milliseconds since 1970; nothing here is more than identifiers.

CREATE TABLE followed (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  ledger    TEXT,
  next      INTEGER NOT NULL DEFAULT 0 CHECK (next >= 0),
  leaf_hash TEXT,
  time      INTEGER NOT NULL DEFAULT 0,
  begun     INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),
  unread    INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO followed (one) VALUES (1);

CREATE TABLE agreement (
  agreement    TEXT PRIMARY KEY,
  in_force     INTEGER NOT NULL CHECK (in_force IN (0, 1)),
  terms        TEXT CHECK (json_valid(terms)),
  organization TEXT,
  due_at       INTEGER
) STRICT;

-- Under what somebody's records were given. covered: what was given may be kept, as far as the partner was told.
CREATE TABLE given (
  number       INTEGER PRIMARY KEY,
  agreement    TEXT NOT NULL,
  purpose      TEXT NOT NULL,
  subject      TEXT NOT NULL,
  organization TEXT NOT NULL,
  version      INTEGER NOT NULL,
  kinds        TEXT NOT NULL CHECK (json_valid(kinds)),
  first_index  INTEGER NOT NULL,
  last_index   INTEGER NOT NULL,
  covered      INTEGER NOT NULL CHECK (covered IN (0, 1)),
  due_at       INTEGER,
  UNIQUE (subject, agreement, purpose, organization)
) STRICT;

CREATE INDEX given_agreement ON given (agreement, number);
CREATE INDEX given_due ON given (due_at, number) WHERE due_at IS NOT NULL;

-- Which records of theirs, and in which version at last.
CREATE TABLE given_record (
  record  TEXT NOT NULL,
  given   INTEGER NOT NULL REFERENCES given (number),
  version INTEGER NOT NULL,
  PRIMARY KEY (record, given)
) STRICT, WITHOUT ROWID;

CREATE TABLE sweep (
  number    INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL,
  cause     INTEGER,
  below     INTEGER NOT NULL,
  time      INTEGER NOT NULL,
  silent    INTEGER NOT NULL CHECK (silent IN (0, 1)),
  after     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE usage_day (
  agreement TEXT NOT NULL,
  day       TEXT NOT NULL,
  requests  INTEGER NOT NULL,
  records   INTEGER NOT NULL,
  people    INTEGER NOT NULL,
  PRIMARY KEY (agreement, day)
) STRICT, WITHOUT ROWID;

-- Requests and people are counted once a day.
CREATE TABLE usage_seen (
  agreement TEXT NOT NULL,
  day       TEXT NOT NULL,
  what      TEXT NOT NULL CHECK (what IN ('request', 'subject')),
  id        TEXT NOT NULL,
  PRIMARY KEY (agreement, day, what, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  number         INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE,
  organization   TEXT NOT NULL,
  agreement      TEXT NOT NULL,
  version        INTEGER NOT NULL,
  subject        TEXT,
  type           TEXT NOT NULL,
  body           TEXT NOT NULL CHECK (length(body) <= 8192),
  made_at        INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
  attempts       INTEGER NOT NULL DEFAULT 0,
  next_at        INTEGER CHECK ((next_at IS NOT NULL) = (state = 'waiting')),
  delivered_at   INTEGER,
  delete_by      INTEGER,
  acknowledge_by INTEGER,
  received_at    INTEGER,
  done_at        INTEGER,
  recorded       INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1))
) STRICT;

CREATE INDEX message_waiting ON message (organization, ifnull(subject, ''), number) WHERE state = 'waiting';
CREATE INDEX message_agreement ON message (agreement, number);
-- Those of which something is to be acknowledged still.
CREATE INDEX message_open ON message (agreement, organization)
  WHERE (received_at IS NULL AND acknowledge_by IS NOT NULL) OR (done_at IS NULL AND delete_by IS NOT NULL);

CREATE TABLE attempt (
  message      INTEGER NOT NULL REFERENCES message (number) ON DELETE CASCADE,
  number       INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  outcome      TEXT NOT NULL,
  milliseconds INTEGER NOT NULL,
  PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;
