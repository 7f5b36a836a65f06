"""Where the pages' files are, and the settings that Streamlit is started with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
APP_SCRIPT = _HERE / "app.py"
MAIN_SCRIPT = _HERE / "main.py"
_CHECKOUT = _HERE.parent.parent
# In a wheel the settings lie beside this module, in a checkout where Streamlit looks for them.
_SETTINGS_FILES = (_HERE / "settings.toml", _CHECKOUT / ".streamlit" / "config.toml")


def read_settings() -> dict[str, Any]:
    """Return the settings by their full names: {"browser.gatherUsageStats": False, ...}."""
    file = next(file for file in _SETTINGS_FILES if file.is_file())
    return dict(_flatten(tomllib.loads(file.read_text(encoding="utf-8"))))


def _flatten(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def find_sample_folder() -> Path | None:
    """Return the folder of sample clips of a checkout; None in an installed wheel, which has none."""
    folder = _CHECKOUT / "sample_videos"
    return folder if folder.is_dir() else None


def find_track_folder() -> Path | None:
    """Return the folder with the landmarks of samples: of the checkout, or those that came with the wheel."""
    return next(
        (folder for folder in (_HERE.parent / "sample_tracks", _CHECKOUT / "sample_videos") if folder.is_dir()), None
    )


def collect_routes() -> list[Any]:
    """Return the routes beside the pages."""
    from posecheck.live.socket import make_live_route

    return [make_live_route()]


def collect_middleware() -> list[Any]:
    """Return what every request passes through."""
    from starlette.middleware import Middleware

    from posecheck.web.headers import PrivacyHeaders
    from posecheck.web.sign_out import SignOutWatch

    return [Middleware(PrivacyHeaders), Middleware(SignOutWatch)]
