"""Tickets: what binds a socket to the page that may open it."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from posecheck.history import DEFAULT_PERSON
from posecheck.live.plan import Plan

# A page may lie open for this long before the camera is started.
VALID_S = 1800.0
# More tickets than this at once means that something asks in a loop; the oldest go.
MOST_TICKETS = 1000


@dataclass(frozen=True, slots=True)
class Holder:
    """Who practises.

    Attributes:
        person: whose session it is in the history.
        patient: the code of the patient whose layers judge it, None for the clinic's alone.
        account: what they are signed in with, "" without sign-in.
    """

    person: str = DEFAULT_PERSON
    patient: str | None = None
    account: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a page has asked for: a session, what is to be done in it, its language, for whom, and in which browser.

    Attributes:
        browser: fingerprint of the sign-in that the page was shown to (`posecheck.live.browser`), "" without one.
        pictures: whether a picture of the moment of each fault is kept.
    """

    session_id: str
    plan: Plan
    language: str = "en"
    holder: Holder = Holder()
    browser: str = ""
    pictures: bool = False


class TicketOffice:
    """Issues random tokens, each good for one connection and a limited time. Safe to call from several threads."""

    def __init__(self, valid_s: float = VALID_S, clock: Callable[[], float] = time.monotonic) -> None:
        """Take for how long tickets are valid, in seconds."""
        self._valid_s = valid_s
        self._clock = clock
        self._lock = threading.Lock()
        self._open: dict[str, tuple[float, Ticket]] = {}

    def issue(self, ticket: Ticket) -> str:
        """Return a new token for a ticket."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_expired()
            while len(self._open) >= MOST_TICKETS:
                del self._open[next(iter(self._open))]
            self._open[token] = (self._clock() + self._valid_s, ticket)
        return token

    def redeem(self, token: str) -> Ticket | None:
        """Return the ticket of a token and make the token worthless; None when it is unknown, used or expired."""
        with self._lock:
            self._forget_expired()
            entry = self._open.pop(token, None)
        return entry[1] if entry else None

    def _forget_expired(self) -> None:
        now_s = self._clock()
        for token in [token for token, (until_s, _) in self._open.items() if until_s <= now_s]:
            del self._open[token]
