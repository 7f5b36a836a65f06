"""Layers and people made by hand for the tests of the clinic."""

from __future__ import annotations

from posecheck.clinic.schema import Programme
from posecheck.stretch.overrides import parse_override

BASE = "half_kneeling_hip_flexor"


def build_layer(text="checks:\n  front_knee: {band: {low: 60}}\n", *, base=BASE, author="Kim", reason="stiff knee"):
    return parse_override(f"schema_version: 1\nbase: {base}\nauthor: {author}\nreason: {reason}\n{text}")


def publish(versions, text="checks:\n  front_knee: {band: {low: 60}}\n", *, patient=None, number=0, **options):
    return versions.publish(build_layer(text, **options), patient=patient, expected_number=number)


def build_programme(**changes):
    items = [{"stretch": BASE, "amount": 30, "days": ["mon", "wed", "fri"]}, {"stretch": "cobra"}]
    return Programme.model_validate({"name": "After the operation", "start": "2026-11-02", "items": items} | changes)


def prescribe(clinic, patient, *, number=0, **changes):
    stretches = clinic.list_stretches(patient)
    return clinic.programmes.prescribe(
        patient, build_programme(**changes), stretches, author="Kim", expected_number=number
    )
