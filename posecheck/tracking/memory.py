"""Giving memory back to the system."""

from __future__ import annotations

import ctypes
from functools import cache


def return_free_memory() -> None:
    """Hand memory that was freed back to the system, where the C library can; elsewhere do nothing.

    glibc keeps what the freed networks took (110 MB) while the encoder takes fresh memory beside it.
    """
    trim = _find_trim()
    if trim is not None:
        trim(0)


@cache
def _find_trim() -> ctypes._NamedFuncPointer | None:
    try:
        return ctypes.CDLL("libc.so.6").malloc_trim
    except (OSError, AttributeError):
        return None
