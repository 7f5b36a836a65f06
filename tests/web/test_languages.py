"""The pages in another language: one choice for all of them, and no word of English left."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from html import unescape
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.bench.examples import list_sample_files, load_sample
from posecheck.clinic.office import Clinic
from posecheck.history import History
from posecheck.language import _, get_language, speak
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.service import get_service
from posecheck.live.snapshot import Snapshot
from posecheck.live.state import SessionState, StepProgress
from posecheck.results import CheckResult
from posecheck.review import judge_tracked
from posecheck.stretch.library import load_stretch
from posecheck.trainer import replay
from posecheck.web.dates import format_long_day, format_moment, format_short_day, list_day_labels, list_weekdays
from posecheck.web.jobs import Job
from posecheck.web.settings import MAIN_SCRIPT
from posecheck.web.speaking import keep_speaking, name_by
from posecheck.web.told import tell_check, tell_cues, tell_name
from tests.clinic.builders import BASE, prescribe, publish
from tests.test_language import as_tuple, read_language
from tests.web.test_progress import record

pytestmark = pytest.mark.usefixtures("own_data")

ADA = "P-ADA"
LANGUAGE_FIELD = "language_field"
# Where words for people stand in what Streamlit sends; what is beside them are ids, addresses, icons and measures.
SPOKEN_FIELDS = frozenset(
    ("allow_html", "body", "content", "header", "help", "label", "options", "placeholder", "text", "title", "alt")
)
# Spelt alike, or the beginning of a German word: nothing can be told from them.
ALIKE = frozenset(
    ("Name", "Person", "Programme", "Video", "Version {number}", "Version {number}:", "Median", "Filters")
)


@pytest.fixture
def history(tmp_path):
    with History(tmp_path / "history.sqlite3") as opened:
        yield opened


@pytest.fixture
def clinic(history):
    """A clinic with one patient who has everything: sessions, pain, a programme, notes, a changed stretch."""
    clinic = Clinic(history)
    clinic.patients.add(code=ADA, name="Ada")
    clinic.patients.add_note(ADA, "Steif", author="Ana")
    prescribe(clinic, ADA, items=[{"stretch": BASE, "amount": 20}], start=str(date.today()))
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 60}}\n", patient=ADA)
    for person in ("me", ADA):
        for days_ago, angle in ((9, 92.0), (2, 125.0), (0, 91.0)):
            record(history, days_ago=days_ago, front_knee=angle, stretch=load_stretch(BASE), person=person)
    return clinic


def open_page(name, *, code="de", state=None, **query):
    script = f"from posecheck.language import speak\nfrom posecheck.web import {name}\n"
    page = AppTest.from_string(f"{script}with speak('{code}'):\n    {name}.render()", default_timeout=120)
    for key, value in (state or {}).items():
        page.session_state[key] = value
    for key, value in query.items():
        page.query_params[key] = value
    return run(page)


def open_shell(**query):
    page = AppTest.from_file(str(MAIN_SCRIPT), default_timeout=120)
    for key, value in query.items():
        page.query_params[key] = value
    return run(page)


def run(page):
    page.run()
    assert not page.exception
    return page


def find(elements, label):
    return next(each for each in elements if each.label == label)


def choose_language(page, code):
    page.selectbox(key=LANGUAGE_FIELD).set_value(code)
    return run(page)


def collect_words(page):
    """Return every text on a page that somebody reads or hears, tags taken away."""
    texts = []

    def visit(message):
        for field, value in message.ListFields():
            values = list(value) if field.is_repeated else [value]
            if field.type == field.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
                for each in values:
                    visit(each)
            elif field.type == field.TYPE_STRING and field.name in SPOKEN_FIELDS:
                texts.extend(values)

    def walk(node):
        if node.type != "selectbox" or node.key != LANGUAGE_FIELD:
            if getattr(node, "proto", None) is not None:
                visit(node.proto)
            for child in getattr(node, "children", {}).values():
                walk(child)

    walk(page._tree)
    return [word for text in texts for word in split_html(text)]


def split_html(text):
    text = re.sub(r"<style>.*?</style>", " ", text, flags=re.DOTALL)
    said = re.findall(r'(?:alt|title|aria-label)="([^"]*)"', text)
    return [unescape(each) for each in (*said, re.sub(r"<[^>]+>", "\n", text))]


@cache
def list_english():
    """Return each English message whose German differs, as a pattern."""
    found = []
    for message in read_language("de"):
        for ours, theirs in zip(as_tuple(message.id), as_tuple(message.string), strict=True):
            if ours and ours != theirs and ours not in ALIKE and message.context != "date":
                parts = re.split(r"\{[^}]*\}", ours)
                inner = r"[^\n]+?".join(re.escape(part) for part in parts)
                # A small word alone is found in names and texts that stay as they were written.
                if len(re.findall(r"[A-Za-z]{3,}", " ".join(parts))) > 1 or re.match("[A-Z]", ours):
                    found.append((ours, re.compile(rf"(?<![\w-]){inner}(?![\w-])")))
    return found


def find_english(page):
    """Return the English messages on a page, each with where it was found."""
    text = "\n".join(collect_words(page))
    return {ours: found[0] for ours, pattern in list_english() if (found := pattern.search(text))}


def test_what_is_english_is_found():
    """The test of the pages can fail: it reads what they say."""
    assert {"Ask first if you have", "Before you stretch"} <= set(find_english(open_page("safety", code="en")))


@pytest.mark.parametrize("name", ["review", "practice", "progress", "safety", "patients", "bench"])
def test_an_empty_page_has_no_english(name):
    assert find_english(open_page(name)) == {}


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("practice", {"patient": ADA}),
        ("practice", {}),
        ("review", {}),
        ("progress", {}),
        ("patients", {}),
        ("patients", {"patient": ADA}),
        ("bench", {"patient": ADA}),
    ],
)
def test_a_page_with_data_has_no_english(clinic, name, query):  # noqa: ARG001 - the page opens what it wrote
    assert find_english(open_page(name, **query)) == {}


def test_the_library_has_no_english():
    script = (
        "import streamlit as st\nfrom posecheck.language import speak\nfrom posecheck.web import library\n"
        "page = st.Page(lambda: None, title='x', url_path='x')\nwith speak('de'):\n    library.render(page, page)"
    )
    page = run(AppTest.from_string(script, default_timeout=120))
    assert find_english(page) == {}
    page.button(key="read_cobra").click()
    assert find_english(run(page)) == {}


@pytest.mark.parametrize("task", ["propose", "draw up", "versions"])
def test_each_task_of_the_bench_has_no_english(clinic, task):  # noqa: ARG001 - the page opens what it wrote
    assert find_english(open_page("bench", state={"bench_task": task})) == {}


@pytest.mark.parametrize("variant", ["good", "leaning_forward"])
def test_the_results_of_a_review_have_no_english(tmp_path, sample_dir, variant):
    (tmp_path / "review.json").write_text("{}", encoding="utf-8")
    path = next(each for each in list_sample_files(sample_dir, BASE) if variant in each.stem)
    stored = load_sample(path).stored
    with speak("de"):
        source = SimpleNamespace(kind="video")
        tracked = SimpleNamespace(track=stored.track, persons=stored.persons, warnings=(), source=source)
        review = judge_tracked(tracked, load_stretch(BASE))
    outcome = SimpleNamespace(review=review, files={"review.json": tmp_path / "review.json"})
    job = SimpleNamespace(outcome=outcome, name="ich.mp4", look=lambda: SimpleNamespace(state="done"))
    assert find_english(open_page("review", state={"review_job": job})) == {}


def test_the_end_of_a_session_has_no_english():
    plan = Plan(plan_stretch(load_stretch(BASE), sets=1, amount=30))
    progress = [StepProgress(30.2, [], "done"), StepProgress(12.0, [], "skipped")]
    session_id = get_service().open_session(plan, "de")
    get_service()._store.save(session_id, Snapshot(plan, SessionState("finished", 1, progress), "de"))
    page = open_page("practice", session=session_id)
    assert page.title[0].value == "Übung beendet"
    assert find_english(page) == {}


class TestChoice:
    def test_english_is_spoken_where_nothing_else_is_known(self):
        page = open_shell()
        assert page.title[0].value == "Review a video or photo"
        assert page.selectbox(key=LANGUAGE_FIELD).label == "Language / Sprache"
        assert "lang" not in page.query_params

    @pytest.mark.parametrize(("locale", "title"), [("de-AT", "Video oder Foto auswerten"), ("fr", "Review a video")])
    def test_the_browser_decides_first(self, monkeypatch, locale, title):
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.locale", property(lambda _self: locale))
        assert open_shell().title[0].value.startswith(title)

    def test_the_choice_counts_more_than_the_browser(self, monkeypatch):
        monkeypatch.setattr("streamlit.runtime.context.ContextProxy.locale", property(lambda _self: "de-DE"))
        page = choose_language(open_shell(), "en")
        assert page.title[0].value == "Review a video or photo"
        assert page.query_params["lang"] == "en"

    def test_the_address_keeps_it(self):
        assert open_shell(lang="de").title[0].value == "Video oder Foto auswerten"
        assert open_shell(lang="xx").title[0].value == "Review a video or photo"

    def test_the_whole_shell_has_no_english(self):
        assert find_english(choose_language(open_shell(), "de")) == {}

    def test_what_was_chosen_stays_chosen(self):
        page = open_shell()
        find(page.selectbox, "Which stretch or exercise is it?").set_value("cobra").run()
        find(page.selectbox, "Which stretch or exercise is it?").set_value("knee_to_chest").run()
        find(page.button_group, "Side that is trained").select("Right").run()
        choose_language(page, "de")
        assert find(page.selectbox, "Welche Dehnung oder Übung ist es?").value == "knee_to_chest"
        assert page.session_state["review_side"] == "right"
        choose_language(page, "en")
        assert find(page.selectbox, "Which stretch or exercise is it?").value == "knee_to_chest"
        assert page.session_state["review_side"] == "right"
        find(page.button_group, "What is in it?").select("A whole programme").run()
        choose_language(page, "de")
        assert find(page.selectbox, "Welches Programm?").value


def test_work_in_the_background_speaks_the_language_of_its_page():
    with speak("de"):
        job = Job(lambda *_given: get_language(), upload=("me.mp4", b"film"))
    assert job.wait(10)
    assert job.outcome == "de"
    job.discard()


def test_what_runs_later_speaks_the_language_that_it_was_made_in():
    with speak("de"):
        later, name = keep_speaking(lambda: _("Cancel")), name_by({"left": "Left"})
    assert (later(), name("left"), _("Cancel")) == ("Abbrechen", "Links", "Cancel")


def test_days_are_written_as_the_language_does():
    day, when = date(2026, 3, 7), datetime(2026, 11, 28, 14, 5)  # noqa: DTZ001 - a clock on the wall
    assert (format_short_day(day), format_moment(when)) == ("7 Mar 2026", "Sat 28 Nov 2026, 14:05")
    assert list_weekdays()[0] == "Mon"
    assert list_day_labels()[11] == "# Dec"
    with speak("de"):
        assert (format_short_day(day), format_moment(when)) == ("7. März 2026", "Sa. 28. Nov. 2026, 14:05")
        assert format_long_day(day) == "Samstag, 7. März"
        assert list_weekdays()[0] == "Mo"
        assert list_day_labels()[11] == "#. Dez."


def test_what_was_recorded_is_told_in_the_language_of_the_page():
    cobra = load_stretch("cobra")
    check = cobra.checks[0]
    kept = CheckResult(
        check.id, check.name, check.measure, "x", "pass", "", "", 1.0, 1.0, 1.0, 5.0, 5.0, cue="", fault=""
    )
    with speak("de"):
        told = tell_check(kept, cobra)
        assert tell_name("cobra", cobra.name) == "Kobra"
        assert tell_name("cobra", "My own cobra") == "My own cobra"
    assert told.name != check.name
    assert tell_check(told, cobra).name == check.name


def test_what_was_said_is_told_in_the_language_of_the_page(history, sample_dir):
    lunge = load_stretch(BASE)
    path = next(each for each in list_sample_files(sample_dir, BASE) if "leaning_forward" in each.stem)
    stored = load_sample(path).stored
    result = replay(stored.track, lunge, "auto", stored.persons.tolist())
    kept = history.get_session(history.record_upload(stored, lunge, result))
    before = kept.sets[0].cues
    assert any(", want " in cue.text for cue in before)
    with speak("de"):
        told = tell_cues(kept.sets[0], kept.summary, kept.stretch)
    assert [cue.t_s for cue in told] == [cue.t_s for cue in before]
    assert any(cue.text.startswith("Heb die Brust und werde lang: ") for cue in told)
    assert not any(", want " in cue.text for cue in told)
    assert tell_cues(kept.sets[0], kept.summary, kept.stretch) == before
