"""Package faces whose names are loaded when they are first used, so that importing them stays light."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module


def load_lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """Return a module-level `__getattr__` for a package.

    Args:
        package: the package's `__name__`.
        homes: each public name and the module below the package that defines it.
    """

    def get(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{homes[name]}"), name)

    return get
