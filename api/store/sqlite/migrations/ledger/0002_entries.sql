-- State and void entries beside record entries (FORMAT §5.2), and what reading by stream needs.
-- Byte n of an entry is substr(entry, n + 1, 1).

-- Only these three forms are entries. What a record entry says is checked where it is made.
CREATE TRIGGER entries_form BEFORE INSERT ON entries
WHEN NOT CASE length(NEW.entry)
  WHEN 105 THEN substr(NEW.entry, 1, 1) = x'01'
  WHEN 49 THEN substr(NEW.entry, 1, 1) = x'02'
  WHEN 1 THEN NEW.entry = x'03'
  ELSE 0
END
BEGIN SELECT RAISE(ABORT, 'an entry is of record, state or void form'); END;

-- The state entries: the newest is found in O(log n).
CREATE INDEX state_entries ON entries (idx) WHERE length(entry) = 49;

-- mapSize[8] at byte 33 is big-endian, so that its bytes, and its hex, sort as the number does.
CREATE TRIGGER entries_state BEFORE INSERT ON entries
WHEN length(NEW.entry) = 49 AND (
  hex(substr(NEW.entry, 34, 8)) > printf('%016X', NEW.idx)
  OR hex(substr(NEW.entry, 34, 8)) <= (
    SELECT printf('%016X', idx) FROM entries
    WHERE idx = (SELECT max(idx) FROM entries WHERE length(entry) = 49)
  )
)
BEGIN SELECT RAISE(ABORT, 'the map of a state entry is within the log and covers the state before'); END;

-- The entries of a stream, ascending (the row id ends every index). The key is an HMAC: 8 of its 32 bytes tell streams apart all but
-- always, and make an index of half the size; a query compares the rest.
CREATE INDEX entries_of_stream ON entries (substr(entry, 34, 8)) WHERE length(entry) = 105;

-- The size anchored before, as the chain tells it: between two rows others may be missing.
ALTER TABLE anchors ADD COLUMN previous_size INTEGER;

-- The final anchors around a time.
CREATE INDEX anchors_by_time ON anchors (state, block_time, size);
