-- Of whom nothing is kept but messages that a partner is still to be told, or to acknowledge. A row goes with the last of them.

CREATE TABLE erased_subject (
  subject TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE INDEX message_subject ON message (subject) WHERE subject IS NOT NULL;
CREATE INDEX given_record_of ON given_record (given);
