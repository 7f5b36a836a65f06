-- One row for each stretch as it was judged; sessions point at it by the hash of its definition.
CREATE TABLE stretch_versions (
    sha256 TEXT PRIMARY KEY,
    stretch_id TEXT NOT NULL,
    name TEXT NOT NULL,
    definition TEXT NOT NULL
);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY,
    person TEXT NOT NULL DEFAULT 'me',
    stretch_sha256 TEXT NOT NULL REFERENCES stretch_versions (sha256),
    source TEXT NOT NULL CHECK (source IN ('live', 'upload')),
    side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both')),
    dose TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('recording', 'finished', 'interrupted')),
    started_utc TEXT NOT NULL,
    updated_utc TEXT NOT NULL,
    ended_utc TEXT,
    utc_offset_min INTEGER NOT NULL DEFAULT 0,
    pain INTEGER NOT NULL DEFAULT 0 CHECK (pain IN (0, 1)),
    pain_note TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_by_person ON sessions (person, started_utc);

-- One set of one side; `verdict` is NULL until the set has been judged.
CREATE TABLE session_sets (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    set_no INTEGER NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('left', 'right', 'both')),
    standing_hip_deg REAL,
    verdict TEXT,
    held_s REAL NOT NULL DEFAULT 0,
    reps_good INTEGER NOT NULL DEFAULT 0,
    reps_partial INTEGER NOT NULL DEFAULT 0,
    reps_faulty INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (session_id, set_no)
) WITHOUT ROWID;

CREATE TABLE holds (
    session_id TEXT NOT NULL,
    set_no INTEGER NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL NOT NULL,
    held_s REAL NOT NULL,
    FOREIGN KEY (session_id, set_no) REFERENCES session_sets (session_id, set_no) ON DELETE CASCADE
);
CREATE INDEX holds_by_set ON holds (session_id, set_no);

CREATE TABLE repetitions (
    session_id TEXT NOT NULL,
    set_no INTEGER NOT NULL,
    start_s REAL NOT NULL,
    peak_s REAL NOT NULL,
    end_s REAL NOT NULL,
    peak_deg REAL,
    kind TEXT NOT NULL,
    faults TEXT NOT NULL,
    FOREIGN KEY (session_id, set_no) REFERENCES session_sets (session_id, set_no) ON DELETE CASCADE
);
CREATE INDEX repetitions_by_set ON repetitions (session_id, set_no);

CREATE TABLE checks (
    session_id TEXT NOT NULL,
    set_no INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    measure TEXT NOT NULL,
    value_column TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    direction TEXT NOT NULL,
    median_deg REAL,
    p05_deg REAL,
    p95_deg REAL,
    assessed_s REAL NOT NULL,
    in_band_s REAL NOT NULL,
    cue TEXT NOT NULL,
    fault TEXT NOT NULL,
    FOREIGN KEY (session_id, set_no) REFERENCES session_sets (session_id, set_no) ON DELETE CASCADE
);
CREATE INDEX checks_by_set ON checks (session_id, set_no);

CREATE TABLE cues (
    session_id TEXT NOT NULL,
    set_no INTEGER NOT NULL,
    t_s REAL NOT NULL,
    check_id TEXT NOT NULL,
    direction TEXT NOT NULL,
    text TEXT NOT NULL,
    FOREIGN KEY (session_id, set_no) REFERENCES session_sets (session_id, set_no) ON DELETE CASCADE
);
CREATE INDEX cues_by_set ON cues (session_id, set_no);

-- Landmarks, about a second to a row (posecheck/history/tracks.py); never a picture.
CREATE TABLE track_chunks (
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    set_no INTEGER NOT NULL,
    start_s REAL NOT NULL,
    end_s REAL NOT NULL,
    frames INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (session_id, seq),
    FOREIGN KEY (session_id, set_no) REFERENCES session_sets (session_id, set_no) ON DELETE CASCADE
);
