from __future__ import annotations

import pytest

from posecheck.clinic.roles import ROLES_VARIABLE, Roles, find_roles, read_roles
from posecheck.errors import InputError

ROLES = Roles(admins=["Boss@Clinic.example"], therapists=["kim@clinic.example"])


@pytest.mark.parametrize(
    ("account", "role"),
    [
        ("boss@clinic.example", "admin"),
        (" KIM@clinic.example ", "therapist"),
        ("ada@example.org", "patient"),
        ("", "patient"),
    ],
)
def test_role_follows_the_account(account, role):
    viewer = ROLES.find_viewer(account)
    assert (viewer.role, viewer.account) == (role, account.strip().lower())


@pytest.mark.parametrize(
    "user",
    [
        {},
        {"email": "boss@clinic.example"},
        {"is_logged_in": False, "email": "boss@clinic.example"},
        {"is_logged_in": True},
        {"is_logged_in": True, "email": None},
        {"is_logged_in": True, "email": ["boss@clinic.example"]},
        {"is_logged_in": True, "email": "boss@clinic.example", "email_verified": False},
        {"is_logged_in": True, "email": "boss@clinic.example", "email_verified": "false"},
        {"is_logged_in": "yes", "email": "boss@clinic.example"},
    ],
)
def test_who_is_not_surely_signed_in_is_nobody(user):
    viewer = ROLES.identify(user)
    assert (viewer.role, viewer.account) == ("patient", "")


def test_signed_in_person_is_found_by_the_claim():
    assert (
        ROLES.identify({"is_logged_in": True, "email": "kim@clinic.example", "email_verified": True}).role
        == "therapist"
    )
    by_subject = Roles(admins=["auth0|42"], claim="sub")
    assert by_subject.identify({"is_logged_in": True, "sub": "auth0|42", "email_verified": False}).role == "admin"


def test_roles_are_read_from_the_file_that_is_named(tmp_path, monkeypatch):
    assert find_roles() is None
    path = tmp_path / "clinic.toml"
    path.write_text('admins = ["boss@clinic.example"]\n')
    monkeypatch.setenv(ROLES_VARIABLE, str(path))
    assert find_roles() == Roles(admins=["boss@clinic.example"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("admins = [", "Expected TOML in .*clinic.toml"),
        ('admin = ["x"]', r"clinic.toml, admin: .* known are admins, therapists and claim"),
        ('admins = "boss"', "clinic.toml, admins: "),
        ('admins = ["two words"]', "expected what they sign in with"),
    ],
)
def test_file_that_is_not_understood_lets_nobody_in(tmp_path, text, words):
    path = tmp_path / "clinic.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=words):
        read_roles(path)


def test_missing_file_lets_nobody_in(tmp_path):
    with pytest.raises(InputError, match="Expected the clinic's roles in .*: No such file"):
        read_roles(tmp_path / "clinic.toml")
