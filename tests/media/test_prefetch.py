from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from posecheck.language import get_language, speak
from posecheck.media.prefetch import prefetch


def worker_count() -> int:
    return sum(thread.name == "posecheck-prefetch" for thread in threading.enumerate())


def test_order_is_kept():
    assert list(prefetch(range(100), depth=3)) == list(range(100))
    assert worker_count() == 0


def test_the_thread_speaks_the_language_of_its_consumer():
    with speak("de"):
        assert list(prefetch(get_language() for __ in range(2))) == ["de", "de"]


def test_an_error_arrives_after_the_items_before_it():
    def source() -> Iterator[int]:
        yield from (1, 2)
        raise ValueError("broken")

    items = prefetch(source())
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(ValueError, match="broken"):
        next(items)


def test_the_thread_ends_when_the_consumer_leaves():
    closed = threading.Event()

    def endless() -> Iterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    source = endless()
    items = prefetch(source)
    next(items)
    items.close()
    assert worker_count() == 0
    source.close()
    assert closed.is_set()


def test_it_never_runs_far_ahead():
    produced = []

    def source() -> Iterator[int]:
        for index in range(50):
            produced.append(index)
            yield index

    for index in prefetch(source(), depth=2):
        # Two wait in the queue, and one more is held by the thread.
        assert len(produced) <= index + 1 + 2 + 1
