"""Everything that live connections share: tickets, history, kept sessions, who is connected."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Mapping
from functools import lru_cache
from secrets import token_hex

from posecheck.clinic.records import EffectiveStretch
from posecheck.clinic.versions import VersionStore
from posecheck.history import History, HistoryError, find_history_path
from posecheck.live.keeper import HistoryKeeper
from posecheck.live.plan import Plan
from posecheck.live.run import LiveRun
from posecheck.live.session import LiveSession
from posecheck.live.snapshot import Snapshot, SnapshotStore
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.texts import load_texts
from posecheck.live.tickets import Holder, Ticket, TicketOffice
from posecheck.live.worker import Tracker
from posecheck.stretch import Stretch
from posecheck.stretch.translation import translate_stretch

# Each connection keeps a core half busy and holds two networks of some 30 MB.
MOST_CONNECTIONS_VARIABLE = "POSECHECK_MAX_SESSIONS"
MOST_CONNECTIONS = 8
ORIGINS_VARIABLE = "POSECHECK_ORIGINS"
# A resumed session's clock goes on this far after its last pose.
RESUME_GAP_S = 1.0


def _make_tracker() -> Tracker:
    from posecheck.tracking import PoseTracker

    tracker = PoseTracker()
    _freeze_modules()
    return tracker


@lru_cache(maxsize=1)
def _freeze_modules() -> None:
    """Spare what was imported from the full collection that Streamlit runs after every script.

    With everything imported that collection takes 77 ms, in which no connection is answered; now almost none.
    """
    gc.collect()
    gc.freeze()


# The user of this machine, without sign-in.
NOBODY_ELSE = Holder()

# A connection that was told to leave finishes the picture at hand; more than this is a hung one.
LEAVE_S = 5.0


class Seat:
    """The right of one connection to work on a session."""

    def __init__(self, evict: Callable[[], None], before: Seat | None) -> None:
        """Take what tells the connection to leave, and the seat of the one before."""
        self.evict = evict
        self.left = threading.Event()
        self._before = before

    def wait_for_turn(self) -> None:
        """Wait until the connection before has let go of the session."""
        if self._before is not None:
            self._before.left.wait(LEAVE_S)
            self._before = None


class LiveService:
    """Shared by the pages and the socket of one server process.

    Args:
        history: where sessions are recorded.
        store: where running sessions are kept.
        make_tracker: makes the tracker of a connection, in the connection's own thread.
        origins: further origins ("https://practice.example") from which pages may connect, besides the server's own.
        most_connections: how many may be open at once.
    """

    def __init__(
        self,
        history: History,
        store: SnapshotStore,
        *,
        make_tracker: Callable[[], Tracker] = _make_tracker,
        origins: frozenset[str] = frozenset(),
        most_connections: int = MOST_CONNECTIONS,
    ) -> None:
        """Take the shared parts."""
        self.history = history
        self.tickets = TicketOffice()
        self.make_tracker = make_tracker
        self.origins = origins
        self.most_connections = most_connections
        self._store = store
        self._lock = threading.Lock()
        self._seats: dict[str, Seat] = {}

    def open_session(self, plan: Plan, language: str, holder: Holder = NOBODY_ELSE, *, pictures: bool = False) -> str:
        """Keep a new session of somebody and return its id.

        Args:
            plan: what is to be done.
            language: the language of voice and captions.
            holder: whose session it is.
            pictures: whether a picture of the moment of each fault is kept; asked for anew for each session.
        """
        session_id = token_hex(16)
        state = SessionState(progress=[StepProgress() for _ in plan.steps])
        self._store.save(session_id, Snapshot(plan, state, language, holder, pictures))
        return session_id

    def find_session(self, session_id: str, account: str = "") -> Snapshot | None:
        """Return a session as kept, None when there is none of this id that was opened by this account."""
        kept = self._store.load(session_id)
        return kept if kept is not None and kept.holder.account == account else None

    def forget_session(self, session_id: str, account: str = "") -> None:
        """Remove a session from those that can be gone on with, when it is this account's; the history keeps it."""
        if self.find_session(session_id, account) is not None:
            self._store.delete(session_id)

    def load_stretches(self, plan: Plan, patient: str | None = None) -> Mapping[str, Stretch]:
        """Return the reference poses of a plan by id, as they count for a patient (None: for the clinic).

        Raises:
            StretchError: there is none of an id, or a published layer fits its pose no longer.
        """
        return {key: each.stretch for key, each in self._resolve(plan, patient).items()}

    def _resolve(self, plan: Plan, patient: str | None) -> dict[str, EffectiveStretch]:
        versions = VersionStore(self.history.database)
        return {step.stretch_id: versions.resolve(step.stretch_id, patient) for step in plan.steps}

    def make_run(self, ticket: Ticket) -> LiveRun:
        """Return the session of a ticket, gone on with from where it was kept."""
        kept = self.find_session(ticket.session_id, ticket.holder.account)
        state = kept.state if kept else SessionState(progress=[StepProgress() for _ in ticket.plan.steps])
        history = self.history.limit_to(frozenset({ticket.holder.person}))
        resolved = self._resolve(ticket.plan, ticket.holder.patient) | _find_begun(history, state)
        stretches = {key: each.stretch for key, each in resolved.items()}
        layers = {key: each.layers for key, each in resolved.items()}
        keeper = HistoryKeeper(history, ticket.plan, stretches, state, person=ticket.holder.person, layers=layers)
        start_s = max(0.0, keeper.last_time_s + RESUME_GAP_S)
        words = {key: translate_stretch(stretch, ticket.language) for key, stretch in stretches.items()}
        session = LiveSession(ticket.plan, words, load_texts(ticket.language), state, start_s)
        return LiveRun(session, stretches, keeper, pictures=ticket.pictures)

    def save_run(self, ticket: Ticket, run: LiveRun) -> None:
        """Keep the state of a session."""
        state, pictures = run.session.state, ticket.pictures
        self._store.save(ticket.session_id, Snapshot(ticket.plan, state, ticket.language, ticket.holder, pictures))

    def take_seat(self, session_id: str, evict: Callable[[], None]) -> Seat | None:
        """Return a seat for a connection, None when all are taken.

        A connection that holds the session already (another tab, a page that was cut off) is told to leave, and
        the new one waits for it with `Seat.wait_for_turn`.

        Args:
            session_id: the session to work on.
            evict: called, from any thread, when another connection takes the session over.
        """
        with self._lock:
            before = self._seats.get(session_id)
            if before is None and len(self._seats) >= self.most_connections:
                return None
            seat = self._seats[session_id] = Seat(evict, before)
        if before is not None:
            before.evict()
        return seat

    def leave_seat(self, session_id: str, seat: Seat) -> None:
        """Give a seat back after the work on its session has ended."""
        seat.left.set()
        with self._lock:
            if self._seats.get(session_id) is seat:
                del self._seats[session_id]

    def count_seats(self) -> int:
        """Return how many sessions have a connection."""
        with self._lock:
            return len(self._seats)


def _find_begun(history: History, state: SessionState) -> dict[str, EffectiveStretch]:
    """Return the stretch under way as it was when it began: what is published meanwhile counts from the next one."""
    if not state.history_ids:
        return {}
    try:
        summary = history.get_summary(state.history_ids[-1])
        return {summary.stretch_id: EffectiveStretch(history.load_stretch(summary.stretch_sha256), summary.layers)}
    except HistoryError:
        # It was deleted meanwhile; the next step begins a new one.
        return {}


@lru_cache(maxsize=1)
def get_service() -> LiveService:
    """Return the one service of this process, made on first use with the user's own history."""
    history = History()
    store = SnapshotStore(find_history_path().parent / "live")
    origins = frozenset(origin.strip() for origin in os.environ.get(ORIGINS_VARIABLE, "").split(",") if origin.strip())
    most = int(os.environ.get(MOST_CONNECTIONS_VARIABLE, MOST_CONNECTIONS))
    return LiveService(history, store, origins=origins, most_connections=most)
