-- What better-auth 1.7.5 keeps of whoever signs in; generated once from its schema, then finished by hand: STRICT, names, times as milliseconds.

CREATE TABLE user (
  id             TEXT PRIMARY KEY,
  name           TEXT NOT NULL,
  email          TEXT NOT NULL UNIQUE,
  email_verified INTEGER NOT NULL CHECK (email_verified IN (0, 1)),
  image          TEXT,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL,
  -- Ours: see api/core/principal.ts. Nobody sets them by signing up.
  role           TEXT NOT NULL CHECK (role IN ('administrator', 'officer', 'staff', 'auditor', 'partner', 'customer')),
  organization   TEXT,
  given          TEXT
) STRICT;

CREATE INDEX user_role ON user (role);

CREATE TABLE session (
  id         TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL,
  token      TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  ip_address TEXT,
  user_agent TEXT,
  user_id    TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE
) STRICT;

CREATE INDEX session_user ON session (user_id);

-- An account of somebody with a provider of sign-in: single sign-on.
CREATE TABLE account (
  id                       TEXT PRIMARY KEY,
  account_id               TEXT NOT NULL,
  provider_id              TEXT NOT NULL,
  user_id                  TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  access_token             TEXT,
  refresh_token            TEXT,
  id_token                 TEXT,
  access_token_expires_at  INTEGER,
  refresh_token_expires_at INTEGER,
  scope                    TEXT,
  password                 TEXT,
  created_at               INTEGER NOT NULL,
  updated_at               INTEGER NOT NULL
) STRICT;

CREATE INDEX account_user ON account (user_id);

-- Codes and challenges that wait for somebody, under HMACs of what they are for.
CREATE TABLE verification (
  id         TEXT PRIMARY KEY,
  identifier TEXT NOT NULL,
  value      TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX verification_identifier ON verification (identifier);
