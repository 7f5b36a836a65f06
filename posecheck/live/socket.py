"""The WebSocket of live practice: pictures and buttons in, landmarks and coaching out.

A connection is accepted from pages of this server only (Origin), has to show a token that the practice page
was given (first message), and is limited in what it may send before anything is decoded. Where people sign in, it
ends within seconds of signing out, or of losing the role, the record or the patient.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any, cast, get_args
from urllib.parse import urlsplit

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from posecheck.errors import InputError, PoseCheckError
from posecheck.live.admission import Objection, find_objection
from posecheck.live.browser import is_same_sign_in
from posecheck.live.promptness import send_at_once
from posecheck.live.protocol import parse_command, parse_picture
from posecheck.live.run import LiveRun
from posecheck.live.service import LiveService, Seat, get_service
from posecheck.live.session import Command
from posecheck.live.tickets import Ticket
from posecheck.live.worker import LiveWorker, Workshop

_LOG = logging.getLogger(__name__)

LIVE_PATH = "/posecheck/live"
# What the page reads from the close code (4000-4999 are free for applications).
CLOSE_BAD_MESSAGE, CLOSE_REFUSED, CLOSE_MOVED, CLOSE_FULL, CLOSE_FAILED = 4400, 4401, 4409, 4429, 4500
CLOSE_SIGNED_OUT, CLOSE_WITHDRAWN = 4403, 4410
_CLOSE_CODES: dict[Objection, int] = {"signed_out": CLOSE_SIGNED_OUT, "withdrawn": CLOSE_WITHDRAWN}
# How long somebody who has signed out, or lost their role, goes on at most.
LOOK_S = 2.0
FIRST_MESSAGE_S = 10.0
# A page that takes no answer for this long is gone.
SEND_S = 10.0
# A page that floods the socket and reads nothing: answers beyond this many are not kept for it.
MOST_QUEUED = 100
# Refused messages before the connection is closed; a good page sends none.
MOST_REFUSED = 20


def make_live_route(get: Callable[[], LiveService] = get_service) -> WebSocketRoute:
    """Return the route to mount beside the pages; the service is made when the first page connects."""

    async def practise(websocket: WebSocket) -> None:
        service = get()
        if not is_allowed_origin(websocket, service.origins):
            await websocket.close(1008)
            return
        await websocket.accept()
        if websocket.client is not None:
            send_at_once((websocket.client.host, websocket.client.port))
        ticket = await _read_ticket(websocket, service)
        if ticket is None or not is_same_sign_in(ticket, websocket.cookies):
            await _close(websocket, CLOSE_REFUSED)
            return
        objection = await _find_objection(ticket, service)
        if objection is not None:
            await _close(websocket, _CLOSE_CODES[objection])
            return
        await Connection(websocket, service, ticket).serve()

    return WebSocketRoute(LIVE_PATH, practise)


def is_allowed_origin(websocket: WebSocket, origins: frozenset[str]) -> bool:
    """Return whether the page that connects came from this very server, or from an origin that was allowed.

    A browser always sends Origin; a connection without one is refused.
    """
    origin = websocket.headers.get("origin", "")
    if origin in origins:
        return True
    parts = urlsplit(origin)
    same_host = parts.netloc.lower() == websocket.headers.get("host", "").lower()
    return bool(parts.netloc) and same_host and parts.scheme in ("http", "https")


async def _read_ticket(websocket: WebSocket, service: LiveService) -> Ticket | None:
    try:
        message = await asyncio.wait_for(websocket.receive(), FIRST_MESSAGE_S)
        values = parse_command(message.get("text") or "")
    except (TimeoutError, InputError):
        return None
    token = values.get("token")
    return service.tickets.redeem(token) if isinstance(token, str) else None


async def _find_objection(ticket: Ticket, service: LiveService) -> Objection | None:
    try:
        return await asyncio.to_thread(find_objection, ticket, service.history.database)
    except PoseCheckError:
        # A database that is busy for a moment throws nobody out; the next look asks again.
        _LOG.warning("Whether a live connection may go on could not be looked up.", exc_info=True)
        return None


async def _close(websocket: WebSocket, code: int, reason: str = "") -> None:
    with suppress(RuntimeError, WebSocketDisconnect):
        # A close frame holds at most 123 bytes of reason.
        await websocket.close(code, reason.encode()[:120].decode(errors="ignore"))


class Connection:
    """One page that practises: a worker thread, and the two directions of the socket."""

    def __init__(self, websocket: WebSocket, service: LiveService, ticket: Ticket) -> None:
        """Take an accepted socket and its redeemed ticket."""
        self._websocket = websocket
        self._service = service
        self._ticket = ticket
        self._loop = asyncio.get_running_loop()
        self._outbox: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._unsent = 0
        self._close_with: tuple[int, str] = (1000, "")
        self._seat: Seat | None = None
        self._worker = LiveWorker(
            Workshop(
                make_tracker=service.make_tracker,
                make_run=self._make_run,
                save=lambda run: service.save_run(ticket, run),
                send=self._send,
                count_unsent=lambda: self._unsent,
                end=self._end,
            )
        )

    async def serve(self) -> None:
        """Serve the page until it leaves, is refused, or the session moves to another connection."""
        self._seat = self._service.take_seat(self._ticket.session_id, self._evict)
        if self._seat is None:
            await _close(self._websocket, CLOSE_FULL)
            return
        self._send({"t": "welcome", "token": self._service.tickets.issue(self._ticket)})
        self._worker.start()
        receiving = asyncio.create_task(self._receive())
        sending = asyncio.create_task(self._send_all())
        tasks = {receiving, sending}
        if self._ticket.holder.account:
            tasks.add(asyncio.create_task(self._watch_admission()))
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._worker.stop()
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            _log_unexpected(results)
            await _close(self._websocket, *self._close_with)

    async def _watch_admission(self) -> None:
        """Return when the holder may practise no longer."""
        objection = None
        while objection is None:
            await asyncio.sleep(LOOK_S)
            objection = await _find_objection(self._ticket, self._service)
        self._close_with = _CLOSE_CODES[objection], ""

    async def _receive(self) -> None:
        refused = 0
        while refused < MOST_REFUSED:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                self._take_message(message)
            except InputError as error:
                refused += 1
                self._send({"t": "refused", "reason": str(error)})
        self._close_with = CLOSE_BAD_MESSAGE, "too many unusable messages"

    def _take_message(self, message: MutableMapping[str, Any]) -> None:
        data = message.get("bytes")
        if data is not None:
            self._worker.offer(parse_picture(data))
            return
        command = parse_command(message.get("text") or "").get("command")
        if command not in get_args(Command):
            raise InputError(f"Expected a command out of {', '.join(get_args(Command))}, found {command!r}.")
        self._worker.command(cast(Command, command))

    async def _send_all(self) -> None:
        while (answer := await self._outbox.get()) is not None:
            try:
                text = json.dumps(answer, separators=(",", ":"), ensure_ascii=False)
                async with asyncio.timeout(SEND_S):
                    await self._websocket.send_text(text)
            except (WebSocketDisconnect, RuntimeError, TimeoutError):
                return
            self._unsent -= 1

    def _send(self, answer: dict[str, Any] | None) -> None:
        """Queue an answer from any thread; None ends the connection after those before it."""
        with suppress(RuntimeError):  # the loop has ended with the server
            self._loop.call_soon_threadsafe(self._queue, answer)

    def _queue(self, answer: dict[str, Any] | None) -> None:
        if answer is None or self._unsent < MOST_QUEUED:
            self._unsent += 1
            self._outbox.put_nowait(answer)

    def _make_run(self) -> LiveRun:
        assert self._seat is not None
        self._seat.wait_for_turn()
        return self._service.make_run(self._ticket)

    def _evict(self) -> None:
        self._close_with = CLOSE_MOVED, ""
        self._worker.stop()

    def _end(self, message: str) -> None:
        """Called in the worker's thread when it has ended."""
        if self._seat is not None:
            self._service.leave_seat(self._ticket.session_id, self._seat)
        if message:
            self._close_with = CLOSE_FAILED, message
            self._send({"t": "failed", "message": message})
        self._send(None)


def _log_unexpected(results: Iterable[object]) -> None:
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, WebSocketDisconnect):
            _LOG.error("A live connection ended by an unexpected error.", exc_info=result)
