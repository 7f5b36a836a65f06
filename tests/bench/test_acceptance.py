from __future__ import annotations

import pytest

from posecheck.bench.acceptance import accept_proposal, changes_anything, is_accepted, propose
from posecheck.bench.draft import Draft, apply_draft
from posecheck.bench.examples import list_sample_files, load_sample
from posecheck.bench.judge import ExampleJudge
from posecheck.stretch.library import load_stretch


def load(sample_dir, stretch_id):
    good, *bad = [load_sample(path) for path in list_sample_files(sample_dir, stretch_id)]
    return load_stretch(stretch_id), [good], bad


@pytest.mark.parametrize("stretch_id", ["half_kneeling_hip_flexor", "leg_raise_forward", "cobra"])
def test_taking_every_proposal_gives_a_stretch_that_tells_its_samples_apart(sample_dir, stretch_id):
    stretch, good, bad = load(sample_dir, stretch_id)
    judge = ExampleJudge()
    proposals = propose(stretch, good, bad, judge)
    assert [each.key for each in proposals][: len(stretch.checks)] == [check.id for check in stretch.checks]
    draft = Draft()
    for proposal in proposals:
        if proposal.advice == "accept":
            draft = accept_proposal(draft, stretch, proposal)
            assert is_accepted(draft, stretch, proposal)
    drafted = apply_draft(draft, stretch)
    assert [judge(each, drafted).verdict for each in good] == ["pass"]
    assert {judge(each, drafted).verdict for each in bad} == {"fail"}


def test_one_taken_proposal_changes_its_own_check_alone(sample_dir):
    stretch, good, bad = load(sample_dir, "half_kneeling_hip_flexor")
    trunk = next(each for each in propose(stretch, good, bad, ExampleJudge()) if each.key == "trunk")
    assert changes_anything(stretch, trunk)
    drafted = apply_draft(accept_proposal(Draft(), stretch, trunk), stretch)
    changed = {check.id for check in drafted.checks if check.band != stretch.find_check(check.id).band}
    assert changed == {"trunk"}
    assert drafted.find_check("trunk").band == trunk.band
