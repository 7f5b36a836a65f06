"""What is wrong in a file, as a person can mend it: line, field, what was found, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import UnionType
from typing import Any, TypeAlias, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from posecheck.errors import StretchError
from posecheck.stretch.document import Document, Location
from posecheck.stretch.messages import describe_value, join_or, suggest

MOST_SHOWN = 20

# What a file holds at some place, and what a model says is allowed there.
Content: TypeAlias = Any
Annotation: TypeAlias = Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the line (counted from 1), the field ("checks.front_knee.band") and the words."""

    line: int
    field: str
    text: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.field}: {self.text}" if self.field else f"line {self.line}: {self.text}"


class StretchFileError(StretchError):
    """A file with mistakes in it; `problems` holds all of them, the message is one line."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__(_join(name, self.problems))


def _join(name: str, problems: tuple[Problem, ...]) -> str:
    if len(problems) == 1:
        return f"{name}, {problems[0]}"
    shown = "; ".join(f"({number}) {problem}" for number, problem in enumerate(problems[:MOST_SHOWN], start=1))
    more = f"; and {len(problems) - MOST_SHOWN} more" if len(problems) > MOST_SHOWN else ""
    return f"{name}: {len(problems)} problems: {shown}{more}"


def collect_problems(error: ValidationError, document: Document, model: type[BaseModel]) -> StretchFileError:
    """Return pydantic's findings about a document as one error for people."""
    content = document.plain()
    problems = []
    for details in error.errors():
        location = find_location(details)
        if not _is_misspelt(details, model, content):
            text = describe_finding(details, model)
            problems.append(Problem(document.find_line(location), format_field(location, content), text))
    return StretchFileError(document.name, problems)


def find_location(details: ErrorDetails) -> Location:
    """Return where a finding of pydantic has to be mended; a misfit between values names one of them."""
    misfit = details.get("ctx", {}).get("error")
    return (*details["loc"], *getattr(misfit, "location", ()))


def format_field(location: Location, content: Content) -> str:
    """Return where something is: "checks.front_knee.band.low", or "steps[2]" counted from 1."""
    field = ""
    for step in location:
        try:
            content = content[step]
        except (KeyError, IndexError, TypeError):
            content = None
        if isinstance(step, int):
            name = content.get("id") if isinstance(content, dict) else None
            field += f".{name}" if isinstance(name, str) else f"[{step + 1}]"
        else:
            field += f".{step}" if field else step
    return field


def describe_finding(details: ErrorDetails, model: type[BaseModel]) -> str:
    """Return one finding of pydantic as "expected ..., found ...", with a remedy where there is one."""
    kind, found, context = details["type"], details["input"], details.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "extra_forbidden":
        return _describe_unknown_key(details["loc"], model)
    if kind == "missing" and isinstance(details["loc"][-1], str):
        return f"expected the key {details['loc'][-1]!r}, found none; add it"
    if kind == "literal_error":
        allowed = [word.strip("'") for word in _get_choices(details["loc"], model)]
        hint = suggest(str(found), allowed)
        return f"expected {join_or(allowed)}, found {describe_value(found)}{hint}"
    if kind == "string_type" and isinstance(found, dict):
        return f"expected a text, found {describe_value(found)}; put a text that holds a colon in quotes"
    if kind == "string_type" and isinstance(found, int | float):
        return f"expected a text, found {describe_value(found)}; put it in quotes"
    if kind in ("model_type", "model_attributes_type"):
        keys = ", ".join(_list_keys(details["loc"], model))
        return f"expected keys with values ({keys}), found {describe_value(found)}"
    return f"expected {_describe_expected(kind, context)}, found {describe_value(found)}{_describe_size(kind, found)}"


_EXPECTED = {
    "string_type": "a text",
    "string_too_short": "a text",
    "string_too_long": "a text of at most {max_length} characters",
    "string_pattern_mismatch": "small letters, digits and _ only, beginning with a letter (such as front_knee)",
    "float_type": "a number",
    "float_parsing": "a number without a unit",
    "int_type": "a whole number",
    "int_parsing": "a whole number without a unit",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list (lines that begin with '- ')",
    "tuple_type": "a list of two numbers, such as [10, 30]",
    "too_long": "at most {max_length} in the list",
    "too_short": "at least {min_length} in the list",
    "dict_type": "keys with values",
    "missing": "a list of two numbers, such as [10, 30]",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number of at least {ge:g}",
    "less_than_equal": "a number of at most {le:g}",
    "finite_number": "a finite number",
    "date_type": "a day, such as 2026-11-20",
    "date_from_datetime_parsing": "a day, such as 2026-11-20",
    "date_parsing": "a day, such as 2026-11-20",
}


def _describe_expected(kind: str, context: dict[str, Any]) -> str:
    return _EXPECTED.get(kind, kind.replace("_", " ")).format(**context)


def _describe_size(kind: str, found: Content) -> str:
    return f" ({len(found)} characters)" if kind == "string_too_long" else ""


def _describe_unknown_key(location: Location, model: type[BaseModel]) -> str:
    key = str(location[-1])
    allowed = _list_keys(location[:-1], model)
    return f"expected a known key, found {key!r}{suggest(key, allowed)}; allowed here: {', '.join(allowed)}"


def _is_misspelt(details: ErrorDetails, model: type[BaseModel], content: Content) -> bool:
    """Return whether a missing key is there under a name spelt like it, which is a problem of its own."""
    if details["type"] != "missing" or isinstance(details["loc"][-1], int):
        return False
    parents, key = details["loc"][:-1], str(details["loc"][-1])
    for step in parents:
        content = content[step]
    allowed = _list_keys(parents, model)
    strangers = (name for name in content if name not in allowed)
    return any(suggest(name, allowed) == suggest(key, [key]) for name in strangers)


def _list_keys(location: Location, model: type[BaseModel]) -> list[str]:
    found = _walk(location, model)
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else []


def _get_choices(location: Location, model: type[BaseModel]) -> list[str]:
    # An entry of a list has its choices itself; a key has them beside those of "or nothing".
    annotation = (
        _walk(location, model)
        if isinstance(location[-1], int)
        else _walk(location[:-1], model).model_fields[location[-1]].annotation
    )
    return [str(choice) for part in (annotation, *get_args(annotation)) for choice in _flatten(part)]


def _flatten(annotation: Annotation) -> list[Any]:
    return [choice for choice in get_args(annotation) if isinstance(choice, str | int)]


def _walk(location: Location, model: Annotation) -> Annotation:
    """Return the model that a location in the file stands for."""
    for step in location:
        model = _strip_optional(model)
        origin: object = get_origin(model)
        model = get_args(model)[-1] if isinstance(step, int) or origin is dict else model.model_fields[step].annotation
    return _strip_optional(model)


def _strip_optional(annotation: Annotation) -> Annotation:
    """Return the one part of `X | None` that is not None, or of `Annotated[X, ...]` the X."""
    if hasattr(annotation, "__metadata__"):
        return _strip_optional(get_args(annotation)[0])
    origin: object = get_origin(annotation)
    if origin is Union or origin is UnionType:
        parts = [part for part in get_args(annotation) if part is not type(None)]
        return _strip_optional(parts[0])
    return annotation
