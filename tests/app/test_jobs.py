"""Lanes, queues and the threads under them."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QThread

from app.jobs import Lane, Queue
from mefcore.errors import MefError
from mefcore.job import Job

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lane(qtbot) -> Iterator[Lane]:
    lane = Lane("test")
    yield lane
    lane.close()


@pytest.fixture
def queue(qtbot) -> Iterator[Queue]:
    queue = Queue("test")
    yield queue
    queue.close()


def echo(request: object, job: Job) -> object:
    return request


def when_told(gate: threading.Event, job: Job) -> str:
    """Ignores being cancelled, as a C library would."""
    gate.wait(30)
    return "late"


def until_cancelled(started: threading.Event, job: Job) -> None:
    started.set()
    while True:
        job.check()
        threading.Event().wait(0.001)


def test_result_arrives_in_the_gui_thread_with_its_id(lane, qtbot):
    threads = []
    lane.succeeded.connect(lambda *_: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(lane.succeeded, timeout=5000) as caught:
        job_id = lane.submit(echo, {"a": 1})
    assert caught.args == [job_id, {"a": 1}]
    assert threads == [lane.thread()]


def test_newest_wins_and_a_stale_result_is_never_delivered(lane, qtbot):
    got, gate = [], threading.Event()
    lane.succeeded.connect(lambda job_id, result: got.append((job_id, result)))
    lane.submit(when_told, gate)
    for n in range(50):
        newest = lane.submit(echo, n)
    gate.set()
    with qtbot.waitSignal(lane.ended, timeout=5000, check_params_cb=lambda i: i == newest):
        pass
    assert got == [(newest, 49)]
    assert not lane.busy


def test_what_cancelled_work_had_in_hand_goes_at_once(lane, qtbot):
    held = []

    def work(started: threading.Event, job: Job) -> None:
        picture = np.zeros(8)
        held.append(weakref.ref(picture))
        until_cancelled(started, job)

    gc.disable()
    try:
        started = threading.Event()
        lane.submit(work, started)
        started.wait(30)
        with qtbot.waitSignal(lane.ended, timeout=5000):
            lane.cancel()
        assert held[0]() is None
    finally:
        gc.enable()


def test_a_stale_failure_is_not_told_either(lane, qtbot):
    def fails_late(gate: threading.Event, job: Job) -> None:
        gate.wait(30)
        raise MefError("too late to matter")

    failures, gate = [], threading.Event()
    lane.failed.connect(lambda *a: failures.append(a))
    lane.submit(fails_late, gate)
    newest = lane.submit(echo, 1)
    gate.set()
    with qtbot.waitSignal(lane.ended, timeout=5000, check_params_cb=lambda i: i == newest):
        pass
    assert failures == []


@pytest.mark.parametrize("error", [MefError("told"), ValueError("a bug")])
def test_errors_arrive_as_they_were_raised(lane, qtbot, error):
    def fails(_: object, job: Job) -> None:
        raise error

    with qtbot.waitSignal(lane.failed, timeout=5000) as caught:
        job_id = lane.submit(fails, None)
    assert caught.args == [job_id, error]


def test_cancel_stops_the_work_and_delivers_nothing(lane, qtbot):
    outcomes, started = [], threading.Event()
    lane.succeeded.connect(lambda *a: outcomes.append(a))
    lane.failed.connect(lambda *a: outcomes.append(a))
    job_id = lane.submit(until_cancelled, started)
    qtbot.waitUntil(started.is_set)
    with qtbot.waitSignal(lane.ended, timeout=5000):
        lane.cancel(job_id)
    assert outcomes == []


def test_progress_arrives_and_is_not_a_flood(lane, qtbot):
    def work(_: None, job: Job) -> None:
        for i in range(10_000):
            job.progress(i / 10_000, "counting")

    reports = []
    lane.progressed.connect(lambda *a: reports.append(a))
    with qtbot.waitSignal(lane.succeeded, timeout=5000):
        job_id = lane.submit(work, None)
    assert reports
    assert reports[0] == (job_id, 0.0, "counting")
    assert len(reports) < 100


def test_queue_does_everything_in_order(queue, qtbot):
    got = []
    queue.succeeded.connect(lambda _, result: got.append(result))
    for n in range(20):
        queue.submit(echo, n)
    assert queue.waiting == 20
    qtbot.waitUntil(lambda: queue.waiting == 0)
    assert got == list(range(20))


def test_queue_cancels_one_and_does_the_rest(queue, qtbot):
    got, gate = [], threading.Event()
    queue.succeeded.connect(lambda _, result: got.append(result))
    queue.submit(when_told, gate)
    second = queue.submit(echo, "second")
    queue.submit(echo, "third")
    queue.cancel(second)
    gate.set()
    qtbot.waitUntil(lambda: "third" in got)
    assert got == ["late", "third"]


def test_close_waits_for_the_thread_and_delivers_nothing(qtbot):
    lane, got, started = Lane("closing"), [], threading.Event()
    lane.succeeded.connect(lambda *a: got.append(a))
    lane.failed.connect(lambda *a: got.append(a))
    lane.submit(until_cancelled, started)
    qtbot.waitUntil(started.is_set)
    lane.close()
    qtbot.wait(1)
    assert got == []
    assert not [t for t in threading.enumerate() if t.name.startswith("closing")]
    with pytest.raises(RuntimeError):
        lane.submit(echo, 1)


def test_what_large_libraries_are_made_of_is_not_searched_for_garbage_again():
    """Such a search stops every thread; by now there are hundreds of thousands of objects."""
    script = (
        "import gc; from app import work; from mefcore.job import SILENT; work.warm_up(None, SILENT);"
        "print(gc.isenabled(), gc.get_freeze_count() > 50_000, len(gc.get_objects()) < gc.get_freeze_count())"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "True"]
