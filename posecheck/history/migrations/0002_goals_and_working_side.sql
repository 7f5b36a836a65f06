-- How often a person means to practise.
CREATE TABLE goals (
    person TEXT PRIMARY KEY,
    days_per_week INTEGER NOT NULL CHECK (days_per_week BETWEEN 1 AND 7)
);

-- In a set of both sides: the one that was measured, because it was near the camera.
ALTER TABLE session_sets ADD COLUMN working_side TEXT CHECK (working_side IN ('left', 'right'));
