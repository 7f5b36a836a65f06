"""Colours are readable on their grounds, and verdicts stay apart without colour vision."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from posecheck.drawing.palette import INKS, PANEL, TONE_OF_VERDICT, parse_hex

CARD_LIGHT, CARD_DARK = (255, 255, 255), (23, 30, 40)
# Simulation of full deuteranopia and protanopia on linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
DEUTERANOPIA = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
PROTANOPIA = [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]


def linear(rgb):
    share = np.array(rgb) / 255.0
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def contrast(first, second):
    light, dark = sorted((float(linear(rgb) @ (0.2126, 0.7152, 0.0722)) for rgb in (first, second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tone", sorted(INKS))
def test_text_reads_on_its_ground(tone):
    ink = INKS[tone]
    assert contrast(parse_hex(ink.light), CARD_LIGHT) >= 4.5
    assert contrast(parse_hex(ink.dark), CARD_DARK) >= 4.5
    assert contrast(ink.rgb, PANEL) >= 4.5


@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
@pytest.mark.parametrize("ground", ["video", "light", "dark"])
def test_pass_and_fail_stay_apart_without_colour_vision(matrix, ground):
    seen = [np.array(matrix) @ linear(parse_hex(getattr(INKS[tone], ground))) for tone in ("pass", "fail")]
    assert float(np.abs(seen[0] - seen[1]).max()) > 0.1


def test_every_verdict_has_a_tone_of_its_own():
    assert len(set(TONE_OF_VERDICT.values())) == len(TONE_OF_VERDICT)
    assert all(first.video != second.video for first, second in itertools.combinations(INKS.values(), 2))
