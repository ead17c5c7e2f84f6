-- The key store's database, version 1. Everything secret in here is wrapped under the root key.

-- The four stream secrets of a subject (FORMAT §5.1).
CREATE TABLE stream_secrets (
  subject   TEXT NOT NULL PRIMARY KEY,
  personal  BLOB NOT NULL,
  consent   BLOB NOT NULL,
  statutory BLOB NOT NULL,
  access    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sealing_keys (
  subject         TEXT NOT NULL,
  retention_class TEXT NOT NULL,
  expiry          TEXT NOT NULL,
  wrapped         BLOB NOT NULL,
  PRIMARY KEY (subject, retention_class, expiry)
) STRICT, WITHOUT ROWID;

CREATE TABLE named_secrets (
  name    TEXT NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;
