"""Reviews that take no network and no model, for the pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from posecheck.errors import ReviewCancelled
from posecheck.review_folder import Cancelled, Progress, ReviewOrder


@dataclass
class FakeReviews:
    """Stands in for `review_into_folder`; each review waits for `let_go` and then does what `act` says."""

    orders: list[ReviewOrder] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    let_go: threading.Event = field(default_factory=threading.Event)
    act: Callable[[ReviewOrder], object] = lambda _order: (None, {})

    def __call__(self, order: ReviewOrder, on_progress: Progress, cancelled: Cancelled) -> object:
        self.contents.append(order.path.read_bytes())
        on_progress(0.5, "Finding the body")
        self.orders.append(order)
        while not self.let_go.wait(0.01):
            if cancelled():
                raise ReviewCancelled("The review was cancelled.")
        order.out_dir.mkdir(parents=True)
        (order.out_dir / "review.json").write_text("{}", encoding="utf-8")
        return self.act(order)


@pytest.fixture
def reviews(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeReviews]:
    fake = FakeReviews()
    monkeypatch.setattr("posecheck.web.review_job.review_into_folder", fake)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    yield fake
    fake.let_go.set()
