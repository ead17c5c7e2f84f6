-- Which data subjects an e-mail address stands for: an HMAC of it, never the address.

CREATE TABLE contact (
  mac        BLOB NOT NULL CHECK (length(mac) = 32),
  subject    TEXT NOT NULL,
  relation   TEXT NOT NULL CHECK (relation IN ('self', 'guardian')),
  created_at INTEGER NOT NULL,
  PRIMARY KEY (mac, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX contact_subject ON contact (subject);
