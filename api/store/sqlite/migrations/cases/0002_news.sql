-- What is new to the person of a request: the newest step of the firm's that they are written to about, and the language in which they asked. Follows from the log.
ALTER TABLE request ADD COLUMN language TEXT;
ALTER TABLE request ADD COLUMN news TEXT;
ALTER TABLE request ADD COLUMN news_at INTEGER;

CREATE INDEX request_news ON request (news_at, number) WHERE news IS NOT NULL;

-- The steps of which their people were told: noted before the mail is handed over, and taken back where that fails. Not derived: it stays when the requests are made again.
CREATE TABLE told (
  step  TEXT NOT NULL PRIMARY KEY,
  at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
