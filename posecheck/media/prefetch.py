"""Let a background thread work ahead of the loop that consumes its results."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterable
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

T = TypeVar("T")
_POLL_S = 0.1


@dataclass(frozen=True, slots=True)
class _Item(Generic[T]):
    value: T


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


def prefetch(source: Iterable[T], depth: int = 4) -> Generator[T, None, None]:
    """Yield the items of `source`, which a thread produces up to `depth` items ahead.

    An exception of the source is raised at its place in the sequence. When the consumer stops early and closes
    the generator, the thread ends before the close returns.
    """
    ready: queue.Queue[_Item[T] | _End] = queue.Queue(depth)
    stop = threading.Event()
    # The thread speaks the language of its consumer.
    work = partial(copy_context().run, _produce, source, ready, stop)
    worker = threading.Thread(target=work, name="posecheck-prefetch", daemon=True)
    worker.start()
    try:
        while isinstance(item := ready.get(), _Item):
            yield item.value
        if item.error is not None:
            raise item.error
    finally:
        stop.set()
        worker.join()


def _produce(source: Iterable[T], ready: queue.Queue[_Item[T] | _End], stop: threading.Event) -> None:
    error: BaseException | None = None
    try:
        for value in source:
            if not _put(_Item(value), ready, stop):
                return
    except BaseException as caught:  # noqa: BLE001 - handed to the consumer, who raises it
        error = caught
    _put(_End(error), ready, stop)


def _put(item: _Item[T] | _End, ready: queue.Queue[_Item[T] | _End], stop: threading.Event) -> bool:
    """Wait for room in the queue; return False when the consumer has gone."""
    while not stop.is_set():
        try:
            ready.put(item, timeout=_POLL_S)
        except queue.Full:
            continue
        return True
    return False
