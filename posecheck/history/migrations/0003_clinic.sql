-- People that somebody looks after; the code is the `person` of their sessions.
CREATE TABLE patients (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL DEFAULT '',
    therapist TEXT NOT NULL DEFAULT '',
    account TEXT NOT NULL DEFAULT '',
    created_utc TEXT NOT NULL,
    archived INTEGER NOT NULL DEFAULT 0 CHECK (archived IN (0, 1))
);
CREATE UNIQUE INDEX patients_by_account ON patients (account) WHERE account <> '';

CREATE TABLE patient_notes (
    id INTEGER PRIMARY KEY,
    patient TEXT NOT NULL REFERENCES patients (code) ON DELETE CASCADE,
    author TEXT NOT NULL,
    text TEXT NOT NULL,
    created_utc TEXT NOT NULL
);
CREATE INDEX notes_by_patient ON patient_notes (patient, id);

-- Every programme that a patient was given; the highest number counts.
CREATE TABLE programme_versions (
    patient TEXT NOT NULL REFERENCES patients (code) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_utc TEXT NOT NULL,
    PRIMARY KEY (patient, number)
) WITHOUT ROWID;

-- What a layer was laid over when it was published, to tell what an update of the library changes underneath.
CREATE TABLE layer_bases (
    sha256 TEXT PRIMARY KEY,
    definition TEXT NOT NULL
);

-- Layers over stretches: clinic-wide (patient is NULL) or of one patient. The highest number counts; an empty
-- layer leaves the stretch as it is underneath.
CREATE TABLE layer_versions (
    id INTEGER PRIMARY KEY,
    stretch_id TEXT NOT NULL,
    patient TEXT REFERENCES patients (code) ON DELETE CASCADE,
    number INTEGER NOT NULL CHECK (number > 0),
    layer TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    differences TEXT NOT NULL,
    base_sha256 TEXT NOT NULL REFERENCES layer_bases (sha256),
    restores INTEGER,
    created_utc TEXT NOT NULL
);
CREATE UNIQUE INDEX layers_by_stretch ON layer_versions (stretch_id, coalesce(patient, ''), number);

-- Stretches of one's own, beside those of the library; the highest number counts.
CREATE TABLE own_stretch_versions (
    stretch_id TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number > 0),
    definition TEXT NOT NULL,
    author TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_utc TEXT NOT NULL,
    PRIMARY KEY (stretch_id, number)
) WITHOUT ROWID;

-- Under which layers a session was judged; 0 is none.
ALTER TABLE sessions ADD COLUMN clinic_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN patient_version INTEGER NOT NULL DEFAULT 0;
