"""What a patient and a programme are, and how their values may look."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated, Literal, Self, get_args

from pydantic import AfterValidator, Field, model_validator

from posecheck.history import DEFAULT_PERSON
from posecheck.live.plan import LONGEST_HOLD_S, MOST_SETS
from posecheck.stretch.schema import Identifier, Misfit, PlannedSides, StrictModel, Text

LONGEST_NAME = 80
MOST_ITEMS = 30

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}")
_ACCOUNT = re.compile(r"[^\s<>:/\\]{1,200}")


def check_code(code: str) -> str:
    """Return a patient's code; ValueError when it is none: it stands in addresses and file names."""
    if not _CODE.fullmatch(code):
        raise ValueError(f"expected a code of letters, digits, - and _ (such as P-07, at most 32), found {code[:60]!r}")
    if code.lower() == DEFAULT_PERSON:
        raise ValueError(f"expected a code other than {code!r}, which stands for the user of this machine")
    return code


def check_name(name: str) -> str:
    """Return a name without blanks around it; ValueError for what belongs in no name: HTML, paths, control signs."""
    name = name.strip()
    if len(name) > LONGEST_NAME:
        raise ValueError(f"expected a name of at most {LONGEST_NAME} characters, found {len(name)}")
    if re.search(r"[<>]", name):
        raise ValueError(f"expected a name without < and >, found {name!r}")
    if re.search(r"[/\\]", name) or name.startswith("."):
        raise ValueError(f"expected a name, found something like a path: {name!r}; leave out / and \\")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") for sign in name):
        raise ValueError("expected a name on one line, found signs that cannot be seen")
    return name


def check_title(name: str) -> str:
    """Return a name as `check_name` does; ValueError when it is empty too."""
    if not name.strip():
        raise ValueError("expected a name, found none")
    return check_name(name)


def check_account(account: str) -> str:
    """Return what somebody signs in with, in lower case ("" for nothing); ValueError when it cannot be an account."""
    account = account.strip().lower()
    if account and not _ACCOUNT.fullmatch(account):
        raise ValueError(f"expected what they sign in with, such as an e-mail address, found {account[:60]!r}")
    return account


Code = Annotated[str, AfterValidator(check_code)]
Name = Annotated[str, AfterValidator(check_name)]
Title = Annotated[str, AfterValidator(check_title)]
Account = Annotated[str, AfterValidator(check_account)]


class Progression(StrictModel):
    """How a dose grows: by so many seconds or repetitions every so many weeks, up to a most."""

    every_weeks: Annotated[int, Field(ge=1, le=12)] = 1
    add: Annotated[float, Field(gt=0, le=120)]
    up_to: Annotated[float, Field(gt=0, le=LONGEST_HOLD_S)]


class ProgrammeItem(StrictModel):
    """One stretch of a programme; what is not said is as the stretch prescribes.

    Attributes:
        amount: seconds of a hold, or repetitions.
    """

    stretch: Identifier
    sides: PlannedSides | None = None
    amount: Annotated[float, Field(gt=0, le=LONGEST_HOLD_S)] | None = None
    sets: Annotated[int, Field(gt=0, le=MOST_SETS)] | None = None
    rest_s: Annotated[float, Field(ge=0, le=600)] | None = None
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = list(WEEKDAYS)
    progression: Progression | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _check_days(self) -> Self:
        for index, day in enumerate(self.days):
            if day in self.days[:index]:
                raise Misfit(f"expected every day once, found {day} a second time", "days", index)
        return self


class Programme(StrictModel):
    """What a patient is to do, from when on."""

    schema_version: Literal[1] = 1
    name: Title
    start: date
    items: Annotated[list[ProgrammeItem], Field(min_length=1, max_length=MOST_ITEMS)]
    note: Text | None = None

    @property
    def days(self) -> tuple[Weekday, ...]:
        """The days of the week on which there is something to do, from Monday on."""
        return tuple(day for day in WEEKDAYS if any(day in item.days for item in self.items))
