"""What the README says to type works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tasks

README = (Path(tasks.__file__).parent / "README.md").read_text(encoding="utf-8")


def find_blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.mark.model
@pytest.mark.slow
def test_python_examples_run_one_after_the_other(repo_dir: Path, model_path: Path) -> None:
    blocks = find_blocks("python")
    assert len(blocks) >= 2
    environment = {**os.environ, "POSECHECK_MODEL": str(model_path)}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(blocks)],
        cwd=repo_dir,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("pass ")
    assert lines[-1] == "pass"


def test_tasks_named_in_the_readme_exist() -> None:
    named = re.findall(r"^    python3 tasks.py (\w+)", README, flags=re.MULTILINE)
    assert {"run", "test"} <= set(named)
    for name in named:
        assert callable(getattr(tasks, name))


def test_the_sample_that_the_first_command_reviews_is_there(repo_dir: Path) -> None:
    assert (repo_dir / tasks.SAMPLE[1]).is_file()


def test_linked_pages_exist(repo_dir: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (repo_dir / target).is_file(), target


def test_commands_named_in_the_readme_exist() -> None:
    for name in set(re.findall(r"`posecheck (\w+)", README)):
        done = subprocess.run(
            [sys.executable, "-m", "posecheck", name, "--help"], capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, name


def test_tasks_say_how_they_are_used() -> None:
    done = subprocess.run([sys.executable, tasks.__file__], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "tasks.py run" in done.stderr
