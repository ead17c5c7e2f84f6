-- The verifiable map (FORMAT §6.1), version 1. All of it is derived from the log.

-- Ids only grow, so that new pages are appended.
CREATE TABLE pages (
  id    INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER pages_no_update BEFORE UPDATE ON pages
BEGIN SELECT RAISE(ABORT, 'a page is never changed'); END;

-- The map over the first `map_size` entries. `last_page` is the greatest page id when it was stored.
CREATE TABLE versions (
  map_size  INTEGER PRIMARY KEY CHECK (map_size >= 0),
  map_root  BLOB    NOT NULL CHECK (length(map_root) = 32),
  root_page INTEGER,
  working   INTEGER NOT NULL CHECK (working IN (0, 1)),
  last_page INTEGER NOT NULL CHECK (last_page >= coalesce(root_page, 0))
) STRICT;

-- Pages that the version over `map_size` entries does not use any more, and that an earlier one used: a list of ids of 6 bytes. Ascending
-- by number they are ascending by `map_size`, and each row is deleted with its pages in one transaction.
CREATE TABLE garbage (
  number   INTEGER PRIMARY KEY,
  map_size INTEGER NOT NULL,
  pages    BLOB    NOT NULL
) STRICT;
