-- A session of a firm account opens nothing before its second factor was shown.
ALTER TABLE session ADD COLUMN second_factor INTEGER CHECK (second_factor IN (0, 1));

-- Ours: better-auth asks for a second factor behind a password only, and there are none here.
CREATE TABLE second_factor (
  user_id      TEXT PRIMARY KEY REFERENCES user (id) ON DELETE CASCADE,
  secret       BLOB NOT NULL,
  confirmed_at INTEGER,
  last_step    INTEGER NOT NULL
) STRICT;

CREATE TABLE recovery_code (
  user_id TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  hash    BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID;
