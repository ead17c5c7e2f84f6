-- Requests of people, as the log tells of them: made again out of it when this file is lost. Times are milliseconds since 1970; nothing here is in anybody's words.

CREATE TABLE followed (
  one       INTEGER PRIMARY KEY CHECK (one = 1),
  ledger    TEXT,
  next      INTEGER NOT NULL DEFAULT 0 CHECK (next >= 0),
  leaf_hash TEXT,
  begun     INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),
  unread    INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO followed (one) VALUES (1);

-- subject: NULL, and state 'erased': of somebody who was erased. state: as in api/rights/cases/case.ts.
CREATE TABLE request (
  number       INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  subject      TEXT CHECK ((subject IS NULL) = (state = 'erased')),
  type         TEXT NOT NULL,
  state        TEXT NOT NULL,
  jurisdiction TEXT NOT NULL,
  received_at  INTEGER NOT NULL,
  due_at       INTEGER,
  last_at      INTEGER NOT NULL,
  closed_at    INTEGER,
  identified   INTEGER NOT NULL CHECK (identified IN (0, 1)),
  extended     INTEGER NOT NULL CHECK (extended IN (0, 1)),
  decision     TEXT,
  category     TEXT,
  outcome      TEXT,
  handler      TEXT
) STRICT;

CREATE INDEX request_subject ON request (subject, number) WHERE subject IS NOT NULL;
CREATE INDEX request_due ON request (due_at, number) WHERE due_at IS NOT NULL;
CREATE INDEX request_state ON request (state, number);
CREATE INDEX request_handler ON request (handler, number) WHERE handler IS NOT NULL;

-- Of which request, and of which deadline of it, somebody was reminded: noted before the mail is handed over, and taken back where that fails. Not derived: it stays when the requests are made again.
CREATE TABLE reminder (
  request  TEXT NOT NULL,
  due_at   INTEGER NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN ('soon', 'tomorrow', 'overdue')),
  person   TEXT NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (request, due_at, kind, person)
) STRICT, WITHOUT ROWID;
