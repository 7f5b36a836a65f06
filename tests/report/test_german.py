"""In German the judgement is the same, and nothing of the code's English is left in what people read."""

from __future__ import annotations

import re
import string
from dataclasses import asdict, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from posecheck.cli.summary import summarise_programme, summarise_recognition, summarise_review
from posecheck.drawing import draw_feedback
from posecheck.interpreter import interpret_feedback
from posecheck.language import speak
from posecheck.media import SourceInfo, TrackedVideo
from posecheck.report import KeyFrame, choose_key_moments, render_report
from posecheck.report.programme import render_programme_report
from posecheck.review.chain import Review, judge_tracked
from posecheck.review.programme import ProgrammeFilm, judge_programme
from posecheck.review.programme_outputs import choose_programme_moments
from posecheck.review.record import build_record, format_measures
from posecheck.stretch import Stretch
from posecheck.stretch.library import list_stretches, load_stretch
from posecheck.stretch.programmes import Programme
from posecheck.trainer import Trainer, replay_frames
from tests.programme_review.films import EMPTY, STANDING, WALKING, load_clips, shoot
from tests.report.test_render import JPEG, Page
from tests.test_language import as_tuple, read_language

DAY = datetime(2026, 11, 5)
# One clip for each kind of report.
CASES = {
    "failing hold": ("half_kneeling_hip_flexor", "half_kneeling_hip_flexor__leaning_forward"),
    "good hold": ("half_kneeling_hip_flexor", "half_kneeling_hip_flexor__good"),
    "faulty repetitions": ("leg_raise_forward", "leg_raise_forward__knee_bends"),
    "partial repetitions": ("air_squat", "air_squat__shallow"),
    "guided": ("supine_knee_drops", "supine_knee_drops__good"),
    "close to the bound": ("butterfly", "butterfly__good"),
    "not performed": ("half_kneeling_hip_flexor", STANDING),
    "wrong view": ("half_kneeling_hip_flexor", "half_kneeling_hip_flexor__off_view_front"),
    "nobody": ("cobra", EMPTY),
}


def track(name: str, kind: str = "video") -> TrackedVideo:
    poses = load_clips()[name].track if isinstance(name, str) else name
    source = SourceInfo(Path("film.mp4"), kind, float(poses.time_s[-1]), 30.0, 640, 480, len(poses))
    return TrackedVideo(poses, np.ones(len(poses), dtype=np.int64), source, ())


@cache
def review(case: str, language: str) -> Review:
    stretch_id, clip = CASES[case]
    with speak(language):
        return judge_tracked(track(clip), load_stretch(stretch_id))


@cache
def review_two(language: str) -> ProgrammeFilm:
    """Return a programme of which a part is faulty, one good, one of the wrong side and one missing."""
    about = {"schema_version": 1, "id": "made_up", "name": "Zwei", "summary": "Zwei.", "sources": ["keine"]}
    items = [{"stretch": each} for each in ("half_kneeling_hip_flexor", "leg_raise_forward", "cobra")]
    film = shoot("half_kneeling_hip_flexor__leaning_forward:left", WALKING, "leg_raise_forward__good:right")
    stretches = {each.id: each for each in list_stretches()}
    with speak(language):
        return judge_programme(track(film.track), Programme.model_validate(about | {"items": items}), stretches)


@cache
def render(case: str, language: str = "de") -> Page:
    found = review(case, language)
    with speak(language):
        frames = [KeyFrame(label, time_s, JPEG) for label, time_s in choose_key_moments(found.result)]
        return Page(render_report(found.result, found.stretch, found.tracked.source, frames, DAY))


@cache
def render_two() -> Page:
    film = review_two("de")
    with speak("de"):
        frames = [KeyFrame(label, time_s, JPEG) for label, time_s in choose_programme_moments(film)]
        return Page(render_programme_report(film.review, film.tracked.source, frames, DAY))


def list_words(page: Page) -> list[str]:
    """Return what a person sees or hears of a page: its texts, and what names a picture; the sources are as cited."""
    named = [value for __, attrs in page.tags for key, value in attrs.items() if key in ("aria-label", "alt", "title")]
    texts = [" ".join(text.split()) for text in page.texts]
    end = texts.index("Quellen der Musterhaltung") if "Quellen der Musterhaltung" in texts else len(texts)
    return [text for text in [*texts[:end], *named] if text]


@cache
def list_english() -> list[re.Pattern[str]]:
    """Return a pattern for each English message whose German is another: as a whole where it is short, else within."""
    patterns = []
    for message in read_language("de"):
        for english, german in zip(as_tuple(message.id), as_tuple(message.string), strict=True) if message.id else ():
            literal = [text for text, *__ in string.Formatter().parse(english) if text.strip()]
            if english == german or not literal:
                continue
            body = ".+?".join(re.escape(text.strip()) for text in literal)
            whole = len("".join(literal).split()) < 3
            # Short words such as "in" or "good" are told apart by standing alone.
            patterns.append(re.compile(rf"^{body}$" if whole else rf"\b{body}" if body[0].isalpha() else body))
    return patterns


def find_english(words: list[str]) -> set[str]:
    return {text for text in words for pattern in list_english() if pattern.search(text)}


def list_points(page: Page) -> list[str]:
    """Return the texts with a number that is written with a point, but for the version of PoseCheck."""
    return [text for text in list_words(page) if re.search(r"\d\.\d", text) and not text.startswith("PoseCheck ")]


def list_written_words(stretch: Stretch) -> set[str]:
    """Return the English words of a reference pose that a report may show."""
    words = [stretch.name, stretch.view.placement, *stretch.cautions, *stretch.ask_first, *stretch.cannot_judge]
    for check in stretch.checks:
        words += [check.name, check.fault_low, check.fault_high, check.cues.low, check.cues.high]
    return {text for word in words if word for text in (word, f"{word}.", f"{word[:1].upper()}{word[1:]}")}


@pytest.mark.parametrize("case", CASES)
def test_no_english_message_is_left_in_a_report(case):
    page = render(case)
    assert find_english(list_words(page)) == set()
    assert page.find("html") == [{"lang": "de"}]
    assert list_points(page) == []
    assert list_written_words(load_stretch(CASES[case][0])) & set(list_words(page)) == set()


def test_the_search_for_english_finds_it():
    words = list_words(render("failing hold", "en"))
    assert {"What to work on", "Upright trunk"} - find_english(words) == {"Upright trunk"}
    assert len(find_english(words)) > 40


@pytest.mark.parametrize("case", CASES)
def test_no_english_message_is_left_in_the_summary(case):
    found = review(case, "de")
    with speak("de"):
        lines = [*summarise_recognition(found), *summarise_review(found.result, found.stretch)]
    assert find_english([part.strip() for line in lines for part in line.text.split("  ")]) == set()


def test_no_english_message_is_left_in_a_programme():
    with speak("de"):
        lines = [part.strip() for line in summarise_programme(review_two("de").review) for part in line.text.split("·")]
    assert find_english([*list_words(render_two()), *lines]) == set()


def test_a_report_in_whole_sentences():
    text = render("failing hold").text
    for words in (
        "PoseCheck-Bericht",
        "Hüftbeuger-Dehnung im halben Kniestand",
        "Linke Seite · film.mp4, 13 s, 640 × 480 · 5. November 2026",
        "Zu verbessern",
        "Nicht tief genug und lehnt nach vorn",
        "0,0 s gut gehalten. Das Ziel: 30 s je Seite.",
        "Heb die Brust und werde lang. Aufrechter Oberkörper 30° ±3°, Ziel -10 bis 10°",
        "±0,10, Ziel höchstens 0.",
        "Die Kamera sah den Körper von der Seite.",
        "Auf diesem Rechner entstanden; kein Bild und keine Zahl hat ihn verlassen.",
    ):
        assert words in text


def test_how_long_a_check_failed_in_a_whole_sentence():
    found = review("failing hold", "de")
    with speak("de"):
        text = " ".join(line.text for line in summarise_review(found.result, found.stretch))
    assert "Von den 5,2 s, die zählen (nicht der Weg in die Haltung und heraus), war es 5,2 s außerhalb." in text


def test_repetitions_in_whole_sentences():
    text = render("faulty repetitions").text
    assert "0 gute Wiederholungen, 4 mit Fehler. Das Ziel: 10 je Seite." in text
    assert "bei 4 von 4 Wiederholungen" in text
    assert "Mit Fehler bei: Gehobenes Bein ist gestreckt" in text


def test_a_programme_in_whole_sentences():
    text = render_two().text
    assert "Linke Seite: zu verbessern" in text
    assert "An seiner Stelle wurde es nicht geübt oder nicht lange genug." in text
    assert "Ein Teil ist eine Seite einer Dehnung." in text


def test_a_cue_has_its_words_and_numbers():
    cues = [cue.text for cue in review("failing hold", "de").result.cues]
    assert cues[0] == "Zieh den vorderen Fuß zurück, bis er unter dem Knie steht: 73°, Ziel 75-105°"
    advice = review("wrong view", "de").result.view.advice
    assert advice.startswith("Dreh dich")


WORDS = {"name", "cue", "fault", "text", "advice"}


def leave_out_words(value):
    if isinstance(value, dict):
        return {key: leave_out_words(each) for key, each in value.items() if key not in WORDS}
    return [leave_out_words(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", CASES)
def test_the_judgement_is_the_same_in_both_languages(case):
    english, german = (review(case, language) for language in ("en", "de"))
    assert leave_out_words(build_record(english)) == leave_out_words(build_record(german))
    assert format_measures(english) == format_measures(german)
    before, after = english.result.timeline, german.result.timeline
    for name in asdict(before):
        np.testing.assert_equal(getattr(after, name), getattr(before, name))
    if english.result.cues:
        assert build_record(english)["cues"] != build_record(german)["cues"]


def test_a_programme_is_judged_the_same_in_both_languages():
    english, german = (review_two(language) for language in ("en", "de"))
    found = [
        [(part.side, part.found, part.done, part.verdict) for item in film.review.items for part in item.parts]
        for film in (english, german)
    ]
    assert found[0] == found[1]


def test_what_was_done_instead_is_named_in_german():
    about = {"schema_version": 1, "id": "made_up", "name": "Eine", "summary": "Eine.", "sources": ["keine"]}
    asked = Programme.model_validate(about | {"items": [{"stretch": "standing_lunge_hip_flexor", "sides": "left"}]})
    with speak("de"):
        film = judge_programme(
            track(shoot(WALKING, "pigeon__good:left").track), asked, {each.id: each for each in list_stretches()}
        )
    [spoken], [judged] = ([part.instead for part in each.asked] for each in (film.review, film.judged))
    assert (spoken.stretch, judged.name) == ("pigeon", load_stretch("pigeon").name)
    assert spoken.name == "Taube"


def test_the_annotated_picture_speaks_german(monkeypatch):
    """What is written on a frame: the banner, the clock and the plates."""
    written = []
    monkeypatch.setattr("posecheck.drawing.sprites.draw_text", lambda _image, _at, text, *_, **__: written.append(text))
    found = review("failing hold", "de")
    trainer = Trainer(found.stretch, found.result.working_side)
    frames = list(replay_frames(found.tracked.track, trainer, found.tracked.persons.tolist()))
    state = next(frame for frame in frames if frame.time_s >= 9.0)
    with speak("de"):
        draw_feedback(np.zeros((483, 641, 3), np.uint8), interpret_feedback(state, found.stretch), found.stretch)
    text = " ".join(written)
    assert "pausiert" in text
    assert "Heb die Brust und werde lang: 30°, Ziel -10 bis 10°" in text
    assert find_english(written) == set()


def test_a_stored_result_is_interpreted_when_it_is_shown():
    from posecheck.interpreter import interpret_result

    english, german = (review("failing hold", language) for language in ("en", "de"))
    with speak("de"):
        shown = interpret_result(english.result, german.stretch)
    assert (shown.checks, shown.cues, shown.view) == (german.result.checks, german.result.cues, german.result.view)
    assert interpret_result(english.result, english.stretch) is english.result
    unknown = replace(english.result.cues[0], check="gone")
    with speak("de"):
        assert interpret_result(replace(english.result, cues=(unknown,)), german.stretch).cues == (unknown,)
