-- Whether its answer came when its time was over. Follows from the log.
ALTER TABLE request ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));
