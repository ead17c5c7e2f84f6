-- Public keys of passkeys, as better-auth's plugin 1.7.5 keeps them.

CREATE TABLE passkey (
  id            TEXT PRIMARY KEY,
  name          TEXT,
  public_key    TEXT NOT NULL,
  user_id       TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  credential_id TEXT NOT NULL UNIQUE,
  counter       INTEGER NOT NULL,
  device_type   TEXT NOT NULL,
  backed_up     INTEGER NOT NULL CHECK (backed_up IN (0, 1)),
  transports    TEXT,
  created_at    INTEGER,
  aaguid        TEXT
) STRICT;

CREATE INDEX passkey_user ON passkey (user_id);
