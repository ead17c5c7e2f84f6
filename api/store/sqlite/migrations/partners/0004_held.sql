-- Whether what was given is to be kept and not used, as far as the partner was told: processing of the person's data is restricted.
ALTER TABLE given ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1));
