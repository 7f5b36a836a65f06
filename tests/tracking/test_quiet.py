from __future__ import annotations

import os
import threading

from posecheck.tracking.quiet import drop_chatter


def test_only_known_chatter_is_dropped(capfd):
    with drop_chatter():
        os.write(2, b"INFO: Created TensorFlow Lite XNNPACK delegate for CPU.\n")
        os.write(2, b"E0000 something is really wrong\n")
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "E0000 something is really wrong\nafter\n"


def test_it_survives_an_exception(capfd):
    try:
        with drop_chatter():
            os.write(2, b"kept\n")
            raise ValueError
    except ValueError:
        os.write(2, b"after\n")
    assert capfd.readouterr().err == "kept\nafter\n"


def test_threads_share_it(capfd):
    barrier = threading.Barrier(4)

    def work() -> None:
        barrier.wait()
        for _ in range(20):
            with drop_chatter():
                os.write(2, b"W0000 landmark_projection_calculator.cc:78] Using NORM_RECT\n")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os.write(2, b"end\n")
    assert capfd.readouterr().err == "end\n"
