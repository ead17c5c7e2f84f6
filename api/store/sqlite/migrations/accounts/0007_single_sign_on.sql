-- better-auth's plugin 1.7.5 asks here for providers that were registered by people. None are: the one there is comes from the settings.

CREATE TABLE sso_provider (
  id              TEXT PRIMARY KEY,
  issuer          TEXT NOT NULL,
  oidc_config     TEXT,
  saml_config     TEXT,
  user_id         TEXT NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  provider_id     TEXT NOT NULL UNIQUE,
  organization_id TEXT,
  domain          TEXT NOT NULL
) STRICT;
