-- Keys of machines. Of a key only its SHA-256 is kept. A row stays when its key is revoked: an id is never given again.

CREATE TABLE api_key (
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
