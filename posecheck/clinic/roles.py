"""Who is a therapist and who an administrator: a small file that whoever runs the server writes."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError

from posecheck.clinic.access import Viewer
from posecheck.clinic.schema import Account
from posecheck.errors import InputError
from posecheck.stretch.schema import StrictModel

# The file's place. Where it is set, nobody sees anything without signing in.
ROLES_VARIABLE = "POSECHECK_CLINIC"
_LONGEST_FILE = 1_000_000


class Roles(StrictModel):
    """The accounts of those who look after others; everybody else is a patient, with or without a record.

    Attributes:
        admins: see and change everything.
        therapists: see and change their own patients.
        claim: what of the sign-in's token is the account; must be unique and unchangeable by the user.
    """

    admins: list[Account] = []
    therapists: list[Account] = []
    claim: str = Field(default="email", min_length=1, max_length=100)

    def find_viewer(self, account: str) -> Viewer:
        """Return the viewer who signed in with an account."""
        account = account.strip().lower()
        if account and account in self.admins:
            return Viewer("admin", account)
        if account and account in self.therapists:
            return Viewer("therapist", account)
        return Viewer("patient", account)

    def identify(self, user: Mapping[str, object]) -> Viewer:
        """Return the viewer of a sign-in: its claims as `st.user` gives them.

        Somebody who is not signed in, has no such claim, or whose e-mail address their provider has not verified,
        is a patient without a record and sees nothing.
        """
        account = user.get(self.claim)
        unverified = self.claim == "email" and user.get("email_verified", True) is not True
        if user.get("is_logged_in") is not True or not isinstance(account, str) or unverified:
            return Viewer("patient", "")
        return self.find_viewer(account)


def find_roles() -> Roles | None:
    """Return the roles of the file that POSECHECK_CLINIC names, None when it is not set.

    Raises:
        InputError: the file cannot be read, or something in it is not understood; nobody gets in then.
    """
    value = os.environ.get(ROLES_VARIABLE, "")
    return read_roles(Path(value).expanduser()) if value else None


def read_roles(path: Path) -> Roles:
    """Return the roles of a TOML file; errors as `find_roles`."""
    try:
        with path.open("rb") as stream:
            values = tomllib.loads(stream.read(_LONGEST_FILE).decode("utf-8"))
        return Roles.model_validate(values)
    except OSError as error:
        raise InputError(f"Expected the clinic's roles in {path}, found: {error.strerror}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}, {field}: {first['msg']}; known are admins, therapists and claim.") from error
    except ValueError as error:
        raise InputError(f"Expected TOML in {path}, found: {error}.") from error
