-- Ours, not better-auth's. Links that make whoever opens them an administrator: the SHA-256 of what stands in the link.

CREATE TABLE invitation (
  hash       BLOB PRIMARY KEY CHECK (length(hash) = 32),
  expires_at INTEGER NOT NULL
) STRICT;
