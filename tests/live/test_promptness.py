"""Small answers leave at once: Nagle's algorithm is off on the connection of a page, and only there."""

from __future__ import annotations

import socket

import pytest

from posecheck.live.promptness import send_at_once


@pytest.fixture
def connection():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        with socket.create_connection(listening.getsockname()) as page:
            served, _ = listening.accept()
            with served:
                yield page, served


def waits(one):
    return one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0


def test_the_connection_of_a_page_is_found_among_the_open_files(connection):
    page, served = connection
    assert waits(served)
    assert send_at_once(page.getsockname())
    assert not waits(served)
    assert waits(page), "the other end is not ours to change"
    assert served.send(b"still open") == 10


def test_an_address_that_nobody_has_changes_nothing(connection):
    _, served = connection
    assert not send_at_once(("203.0.113.1", 9))
    assert waits(served)
