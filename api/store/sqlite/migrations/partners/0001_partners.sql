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
  agreement    TEXT NOT NULL,
  organization TEXT NOT NULL,
  day          TEXT NOT NULL,
  requests     INTEGER NOT NULL,
  records      INTEGER NOT NULL,
  people       INTEGER NOT NULL,
  PRIMARY KEY (agreement, organization, day)
) STRICT, WITHOUT ROWID;

-- Requests and people are counted once a day: so of days that are over nothing is kept.
CREATE TABLE usage_seen (
  day          TEXT NOT NULL,
  agreement    TEXT NOT NULL,
  organization TEXT NOT NULL,
  what         TEXT NOT NULL CHECK (what IN ('request', 'subject')),
  id           TEXT NOT NULL,
  PRIMARY KEY (day, agreement, organization, what, id)
) STRICT, WITHOUT ROWID;

-- received_at, done_at: as the partner states; the others: when the ledger got that. agreement, of tests: '', and version 0.
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
  received_came  INTEGER CHECK ((received_came IS NOT NULL) = (received_at IS NOT NULL)),
  done_at        INTEGER,
  done_came      INTEGER CHECK ((done_came IS NOT NULL) = (done_at IS NOT NULL)),
  recorded       INTEGER NOT NULL DEFAULT 0 CHECK (recorded IN (0, 1))
) STRICT;

-- What comes one after the other: of a person, and where it is of nobody, of an agreement.
CREATE INDEX message_waiting ON message (organization, ifnull(subject, agreement), number) WHERE state = 'waiting';
CREATE INDEX message_due ON message (organization, next_at, number) WHERE state = 'waiting';
CREATE INDEX message_agreement ON message (agreement, number);
CREATE INDEX message_state ON message (agreement, organization, state);
-- Those of which something is to be acknowledged still.
CREATE INDEX message_open ON message (agreement, organization, received_at, acknowledge_by, done_at, delete_by)
  WHERE (received_at IS NULL AND acknowledge_by IS NOT NULL) OR (done_at IS NULL AND delete_by IS NOT NULL);

CREATE TABLE attempt (
  message      INTEGER NOT NULL REFERENCES message (number) ON DELETE CASCADE,
  number       INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  outcome      TEXT NOT NULL,
  milliseconds INTEGER NOT NULL,
  PRIMARY KEY (message, number)
) STRICT, WITHOUT ROWID;
