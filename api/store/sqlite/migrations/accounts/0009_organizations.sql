-- Partners that data is shared with. Their members are accounts of role partner, whose column organization has the id.

CREATE TABLE organization (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX user_organization ON user (organization) WHERE organization IS NOT NULL;
