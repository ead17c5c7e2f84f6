-- What an anchor's transaction paid for each gas, in wei, beside the gas that it used: together its cost. NULL of those of before, and where no receipt told it.
-- Made anew, so that the authenticator stays the last column. Rows that are there already get one over their new columns in the same
-- transaction, if they had one that held (gas-price.ts).

CREATE TABLE anchors_with_price (
  size        INTEGER PRIMARY KEY,
  state       TEXT    NOT NULL CHECK (state IN ('pending', 'included', 'finalized')),
  transaction_hash TEXT,
  nonce       INTEGER,
  block       INTEGER,
  block_hash  TEXT,
  block_time  INTEGER,
  gas_used    INTEGER,
  updated_at  INTEGER NOT NULL,
  previous_size INTEGER,
  gas_price   INTEGER CHECK (gas_price >= 0),
  mac         BLOB CHECK (length(mac) = 16)
) STRICT;

INSERT INTO anchors_with_price
SELECT size, state, transaction_hash, nonce, block, block_hash, block_time, gas_used, updated_at, previous_size, NULL, mac
FROM anchors;

DROP TABLE anchors;
ALTER TABLE anchors_with_price RENAME TO anchors;

CREATE INDEX anchors_by_state ON anchors (state, size);

-- The final anchors around a time.
CREATE INDEX anchors_by_time ON anchors (state, block_time, size);
