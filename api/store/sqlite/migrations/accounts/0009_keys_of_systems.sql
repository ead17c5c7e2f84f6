-- Keys have role `system`, too: the firm's own machines.

CREATE TABLE api_key_new (
  id           TEXT PRIMARY KEY,
  hash         BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  name         TEXT NOT NULL,
  role         TEXT NOT NULL CHECK (role IN ('officer', 'staff', 'auditor', 'partner', 'system')),
  scopes       TEXT NOT NULL,
  organization TEXT CHECK ((organization IS NOT NULL) = (role = 'partner')),
  most         INTEGER NOT NULL CHECK (most > 0),
  seconds      INTEGER NOT NULL CHECK (seconds > 0),
  created_at   INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  revoked_at   INTEGER
) STRICT;

INSERT INTO api_key_new SELECT * FROM api_key;
DROP TABLE api_key;
ALTER TABLE api_key_new RENAME TO api_key;
