"""Pages on paper and reports: Jinja templates in the language that is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from posecheck.language import _, get_language, ngettext, pgettext

if TYPE_CHECKING:
    from jinja2 import Environment


def fill_template(path: Path, values: dict[str, Any]) -> str:
    """Return a template with its values as text; everything is escaped, and what is missing is an error.

    Args:
        path: the template; it may include others of its folder. `language` is the code for `<html lang>`.
        values: what stands in it.
    """
    return _open_folder(path.parent).get_template(path.name).render({"language": get_language()} | values)


def _open_folder(folder: Path) -> Environment:
    # Imported here, so that the words of a verdict cost the command line nothing.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    translations: Any = environment
    translations.install_gettext_callables(_, ngettext, newstyle=False, pgettext=pgettext)
    return environment
