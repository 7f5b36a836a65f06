"""The commands as a person or a program uses them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from posecheck.cli.serve import is_loopback, run_server, to_flags
from posecheck.tracking.quiet import CHATTER
from posecheck.web.settings import APP_SCRIPT
from tests.cli.conftest import Cli, write_grey_video

STRETCH = "half_kneeling_hip_flexor"


def test_help_names_every_command(cli: Cli) -> None:
    ended = cli("--help")

    assert ended.code == 0
    for command in ("review", "stretches", "model", "serve"):
        assert command in ended.out


def test_help_is_light() -> None:
    code = (
        "import sys\nsys.argv = ['posecheck', '--help']\nfrom posecheck.cli import main\n"
        "try:\n    main()\nexcept SystemExit as left:\n    assert left.code == 0\n"
        "heavy = {'mediapipe', 'cv2', 'av', 'streamlit', 'pydantic', 'PIL'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr


def test_without_a_command_shows_help(cli: Cli) -> None:
    ended = cli()

    assert ended.code == 0
    assert "review" in ended.out


def test_lists_the_stretches_for_people_and_for_programs(cli: Cli) -> None:
    from posecheck.stretch.library import list_stretches

    ids = [stretch.id for stretch in list_stretches()]

    table = cli("stretches")
    records = json.loads(cli("stretches", "--json").out)

    assert all(each in table.out for each in ids)
    assert [record["id"] for record in records] == ids
    assert {"name", "kind", "view", "dose", "checks"} <= records[0].keys()


def test_lists_the_stretches_in_german_by_option_or_by_environment(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    by_option = cli("stretches", "--language", "de")
    names = {each["id"]: each["name"] for each in json.loads(cli("stretches", "--json", "--language", "de").out)}
    monkeypatch.setenv("POSECHECK_LANGUAGE", "de")

    assert cli("stretches").out == by_option.out
    assert "je Seite" in by_option.out
    assert "on each side" not in by_option.out
    assert names[STRETCH] == "Hüftbeuger-Dehnung im halben Kniestand"


@pytest.mark.parametrize("command", [["stretches"], ["review", "clip.mp4"]])
def test_an_unknown_language_is_refused_in_one_line(cli: Cli, command: list[str]) -> None:
    ended = cli(*command, "--language", "xx")

    assert ended.code == 2
    assert "en, de" in ended.err
    assert len(ended.err_lines) == 1


def test_model_tells_file_hash_and_origin(cli: Cli, model_path: Path) -> None:
    record = json.loads(cli("model", "--json").out)

    assert Path(record["path"]) == model_path
    assert record["size_bytes"] == model_path.stat().st_size
    words = cli("model").out
    assert record["sha256"] in words
    assert record["source"] in words


@pytest.mark.model
def test_review_writes_all_files_and_says_what_was_wrong(
    cli: Cli, sample_dir: Path, tmp_path: Path, model_path: Path
) -> None:
    clip = sample_dir / f"{STRETCH}__leaning_forward.mp4"

    ended = cli("review", clip, "--stretch", STRETCH, "--out", tmp_path / "new" / "out", "--model", model_path)

    assert ended.code == 0, ended.err
    assert ended.err == ""
    assert {file.name for file in (tmp_path / "new" / "out").iterdir()} == {
        "review.json",
        "measures.csv",
        "annotated.mp4",
        "report.html",
    }
    assert ended.out.startswith("Needs work")
    assert "eaning forward" in ended.out
    assert "Worst:" in ended.out
    assert "report.html" in ended.out


@pytest.mark.model
def test_json_is_the_review_and_the_default_folder_is_here(
    cli: Cli, tmp_path: Path, model_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_grey_video(tmp_path / "empty room.mp4")
    arguments = ("--stretch", STRETCH, "--json", "--no-video", "--no-report", "--model", model_path)

    ended = cli("review", "empty room.mp4", *arguments)

    written = tmp_path / "empty room-review"
    assert json.loads(ended.out) == json.loads((written / "review.json").read_text(encoding="utf-8"))
    assert sorted(file.name for file in written.iterdir()) == ["measures.csv", "review.json"]


@pytest.mark.model
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_leaves_nothing_when_it_is_stopped(sent: signal.Signals, code: int, tmp_path: Path, model_path: Path) -> None:
    clip = write_grey_video(tmp_path / "long.mp4", frames=600)
    out_dir = tmp_path / "out"
    command = [sys.executable, "-m", "posecheck", "review", str(clip), "--stretch", STRETCH, "--out", str(out_dir)]
    with subprocess.Popen(
        [*command, "--model", str(model_path)], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        wait_for(lambda: list(tmp_path.glob(".posecheck-*")))
        time.sleep(0.5)
        process.send_signal(sent)
        _, err = process.communicate(timeout=60)

    assert process.returncode == code
    # A stop in the very moment in which the network starts lets its own log lines through; ours is one at most.
    said = [line for line in err.splitlines() if not any(text.decode() in line for text in CHATTER)]
    assert len(said) <= 1
    assert "Traceback" not in err
    assert sorted(file.name for file in tmp_path.iterdir()) == ["long.mp4"]


def wait_for(condition: object, limit_s: float = 60.0) -> None:
    end_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.02)


def test_an_error_of_our_own_is_one_line() -> None:
    code = (
        "import sys\nfrom posecheck.cli import commands\n"
        "commands._run = lambda: 1 // 0\nsys.argv = ['posecheck']\ncommands.main()"
    )
    environment = {key: value for key, value in os.environ.items() if key != "POSECHECK_DEBUG"}
    quiet = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment)
    loud = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**environment, "POSECHECK_DEBUG": "1"},
    )

    assert quiet.returncode == loud.returncode == 1
    assert len(quiet.stderr.splitlines()) == 1
    assert "ZeroDivisionError" in quiet.stderr
    assert "Traceback" in loud.stderr


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("box", False),
    ],
)
def test_knows_which_addresses_are_this_machine_alone(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_serve_starts_the_page_privately_and_warns_beyond_this_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    started: list[list[str]] = []

    class Server:
        def __init__(self, command: list[str]) -> None:
            started.append(command)

        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_details: object) -> None: ...

        def wait(self) -> int:
            return 0

        def poll(self) -> int:
            return 0

    monkeypatch.setattr("posecheck.cli.serve.subprocess.Popen", Server)

    port = find_free_port()
    assert run_server("127.0.0.1", port) == 0
    assert capsys.readouterr().err == ""
    assert run_server("0.0.0.0", port) == 0
    assert "no password" in capsys.readouterr().err

    command = started[0]
    assert str(APP_SCRIPT) in command
    assert "--browser.gatherUsageStats=false" in command
    assert "--server.address=127.0.0.1" in command
    assert f"--server.port={port}" in command
    assert "--server.address=0.0.0.0" in started[1]


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serve_refuses_a_port_that_is_taken_and_a_host_that_is_not_here(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = cli("serve", "--port", port)
    assert ended.code == 2
    assert len(ended.err_lines) == 1
    assert str(port) in ended.err

    elsewhere = cli("serve", "--host", "host.invalid")
    assert elsewhere.code == 2
    assert "host.invalid" in elsewhere.err_lines[-1]


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_serve_answers_and_ends_with_all_its_processes(sent: signal.Signals, tmp_path: Path) -> None:
    port = find_free_port()
    command = [sys.executable, "-m", "posecheck", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        wait_for(lambda: answers(port))
        process.send_signal(sent)
        process.wait(timeout=60)
        wait_for(lambda: not answers(port))


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_flags_write_truth_as_streamlit_reads_it() -> None:
    assert to_flags({"a.b": True, "c": 1, "d.e": "x"}) == ["--a.b=true", "--c=1", "--d.e=x"]
