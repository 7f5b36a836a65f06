-- What another version of a stretch made of a stored session, beside what was said then; the highest number counts.
CREATE TABLE rejudgements (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    stretch_sha256 TEXT NOT NULL REFERENCES stretch_versions (sha256),
    clinic_version INTEGER NOT NULL DEFAULT 0,
    patient_version INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL DEFAULT '',
    created_utc TEXT NOT NULL,
    PRIMARY KEY (session_id, number)
) WITHOUT ROWID;
CREATE INDEX rejudgements_by_stretch ON rejudgements (stretch_sha256);

-- `details` is JSON: checks, holds, reps and cues, as the export writes them.
CREATE TABLE rejudged_sets (
    session_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    set_no INTEGER NOT NULL,
    working_side TEXT CHECK (working_side IN ('left', 'right')),
    verdict TEXT NOT NULL,
    held_s REAL NOT NULL,
    reps_good INTEGER NOT NULL,
    reps_partial INTEGER NOT NULL,
    reps_faulty INTEGER NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (session_id, number, set_no),
    FOREIGN KEY (session_id, number) REFERENCES rejudgements (session_id, number) ON DELETE CASCADE
) WITHOUT ROWID;
