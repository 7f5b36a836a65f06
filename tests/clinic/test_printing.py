from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

from posecheck.clinic.printing import build_print_html
from posecheck.clinic.schema import Programme
from posecheck.language import speak
from posecheck.stretch.translation import translate_stretch

from .builders import BASE, build_programme, publish

DAY = date(2026, 11, 20)


class Reader(HTMLParser):
    """Collects the tags, the text, and everything that would be loaded from elsewhere."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.addresses = [], "", []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.addresses += [value for name, value in attributes if name in ("src", "href")]

    def handle_data(self, data):
        self.text += data


def make_page(clinic, label="Ada", **changes):
    return build_print_html(build_programme(**changes), clinic.list_stretches(None), label, DAY)


def test_each_stretch_has_picture_dose_steps_and_cautions(clinic):
    stretches = clinic.list_stretches(None)
    found = Reader(make_page(clinic))
    assert found.tags.count("section") == 2
    assert found.tags.count("svg") == 4
    for stretch_id in (BASE, "cobra"):
        for words in (stretches[stretch_id].name, *stretches[stretch_id].steps, *stretches[stretch_id].cautions):
            assert words in found.text
    assert "30 s × 2 on each side" in found.text
    assert "Mon, Wed, Fri" in found.text


def test_dose_is_that_of_the_day_and_of_the_versions(clinic):
    publish(clinic.versions, "dose: {sets: 4}\n")
    item = {"stretch": BASE, "amount": 20, "progression": {"add": 5, "up_to": 60}}
    assert "30 s × 4 on each side, 5 s more every week" in Reader(make_page(clinic, items=[item])).text
    later = Programme(name="Later", start=date(2027, 1, 4), items=[item])
    page = build_print_html(later, clinic.list_stretches(None), "Ada", DAY)
    assert "20 s × 4" in Reader(page).text


def test_nothing_is_loaded_from_elsewhere(clinic):
    page = make_page(clinic)
    assert Reader(page).addresses == []
    assert not re.search(r"url\(|@import", page)


def test_words_of_people_stay_words(clinic):
    page = make_page(clinic, label="Ada & <b>", note="<script>alert(1)</script>")
    assert "<script>alert" not in page
    assert "Ada &amp; &lt;b&gt;" in page


def test_a_box_for_each_day_of_four_weeks(clinic):
    assert Reader(make_page(clinic)).tags.count("i") == 4 * (3 + 7)


def test_a_sheet_in_german(clinic):
    item = {"stretch": BASE, "days": ["mon", "fri"], "amount": 20, "progression": {"add": 5, "up_to": 60}}
    with speak("de"):
        page = make_page(clinic, items=[item])
    found = Reader(page)
    spoken = translate_stretch(clinic.list_stretches(None)[BASE], "de")
    for words in (spoken.name, *spoken.steps, *spoken.cautions, spoken.view.placement, spoken.breathing):
        assert words in found.text
    for words in ("× 2 je Seite, jede Woche 5 s mehr, bis 60 s", "Mo, Fr", "Woche 4", "Umfang vom 20. November 2026"):
        assert words in found.text
    assert '<html lang="de">' in page
    assert "Tick" not in found.text
