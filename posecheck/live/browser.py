"""What binds a ticket to the browser that signed in: the cookie of Streamlit's own sign-in."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections import OrderedDict
from collections.abc import Mapping

from posecheck.live.tickets import Ticket

# Streamlit signs this cookie, keeps scripts from reading it, and splits it when it is long: name, name_1, ...
_SIGN_IN_COOKIE = "_streamlit_user"
# Sign-ins that have ended are remembered until so many others have.
_MOST_ENDED = 10_000
_ended: OrderedDict[str, None] = OrderedDict()
_ended_lock = threading.Lock()


def fingerprint_sign_in(cookies: Mapping[str, str]) -> str:
    """Return a fingerprint of who is signed in in a browser, "" when nobody is; it tells nothing of the cookie."""
    found = sorted((name, value.strip('"')) for name, value in cookies.items() if name.startswith(_SIGN_IN_COOKIE))
    return hashlib.sha256(repr(found).encode()).hexdigest() if found else ""


def is_same_sign_in(ticket: Ticket, cookies: Mapping[str, str]) -> bool:
    """Return whether a ticket is used in the browser that it was issued to, still signed in as then.

    Without sign-in there is nothing to compare: the ticket itself, which only its page knows, has to do.
    """
    return not ticket.holder.account or hmac.compare_digest(ticket.browser, fingerprint_sign_in(cookies))


def note_sign_out(cookies: Mapping[str, str]) -> None:
    """Remember that the sign-in in a browser has ended; what was opened under it may go on no longer."""
    fingerprint = fingerprint_sign_in(cookies)
    if not fingerprint:
        return
    with _ended_lock:
        _ended[fingerprint] = None
        while len(_ended) > _MOST_ENDED:
            _ended.popitem(last=False)


def has_signed_out(fingerprint: str) -> bool:
    """Return whether the sign-in of this fingerprint has ended."""
    with _ended_lock:
        return fingerprint in _ended
