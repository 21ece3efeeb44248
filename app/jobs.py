"""Work off the GUI thread.

A :class:`Lane` answers the newest question only; a :class:`Queue` does everything it is given, in order.  Each has one
worker thread.  Work is a plain function of a frozen request and a :class:`~mefcore.job.Job`; its result comes back as
a signal in the GUI thread, with the id of the job.  The two threads share nothing else.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from mefcore.errors import Cancelled
from mefcore.job import Job

Work = Callable[[Any, Job], Any]
REPORT_EVERY = 0.05
"""Seconds between two progress reports; more would only queue up in the event loop."""

_ids = itertools.count(1)


@dataclass(frozen=True, eq=False)
class Done:
    """How a job ended: ``error`` is None, or :class:`~mefcore.errors.Cancelled`, or what went wrong."""

    job_id: int
    result: Any
    error: BaseException | None


class Worker(QObject):
    """One thread and the way back from it.  Subclasses decide which results are still wanted."""

    started = Signal(int, str)
    progressed = Signal(int, float, str)
    succeeded = Signal(int, object)
    failed = Signal(int, object)
    cancelled = Signal(int)
    """At once; the worker notices at its next check."""
    ended = Signal(int)
    """After any of the outcomes, cancelled and stale ones included."""

    _arrived = Signal(object)
    _reported = Signal(int, float, str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=name)
        self._jobs: dict[int, Job] = {}
        self._closed = False
        # Emitted in the worker, received here: queued, so that slots always run in the GUI thread.
        self._arrived.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a job whose result is wanted has not come back yet."""
        return any(not job.cancelled for job in self._jobs.values())

    def _start(self, work: Work, request: Any, text: str) -> int:
        if self._closed:
            raise RuntimeError(f"{self.objectName()} is closed")
        job_id = next(_ids)
        job = Job(self._reporter(job_id))
        self._jobs[job_id] = job
        self._pool.submit(self._run, job_id, work, request, job)
        self.started.emit(job_id, text)
        return job_id

    def _reporter(self, job_id: int) -> Callable[[float, str], None]:
        last = 0.0

        def report(fraction: float, text: str) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= REPORT_EVERY:
                last = now
                self._reported.emit(job_id, fraction, text)

        return report

    def _run(self, job_id: int, work: Work, request: Any, job: Job) -> None:
        result: Any = None
        error: BaseException | None = None
        try:
            job.check()
            result = work(request, job)
        except Cancelled as e:
            error = e.with_traceback(None)  # in a circle with this frame it would keep all that the work had in hand
        except BaseException as e:  # delivered to the GUI thread, which decides what it means
            error = e
        self._arrived.emit(Done(job_id, result, error))

    @Slot(object)
    def _receive(self, done: Done) -> None:
        job = self._jobs.pop(done.job_id, None)
        if job is None or self._closed:
            return
        if not job.cancelled:
            if done.error is None:
                self.succeeded.emit(done.job_id, done.result)
            elif not isinstance(done.error, Cancelled):
                self.failed.emit(done.job_id, done.error)
        self.ended.emit(done.job_id)

    @Slot(int, float, str)
    def _pass_on(self, job_id: int, fraction: float, text: str) -> None:
        job = self._jobs.get(job_id)
        if job is not None and not job.cancelled and not self._closed:
            self.progressed.emit(job_id, fraction, text)

    def cancel(self, job_id: int | None = None) -> None:
        """Cancel one job, or all; their results will not be delivered."""
        stopped = [known for known, job in self._jobs.items() if job_id in (None, known) and not job.cancelled]
        for known in stopped:
            self._jobs[known].cancel()
        if not self._closed:
            for known in stopped:
                self.cancelled.emit(known)

    def close(self) -> None:
        """Cancel everything and wait for the thread to end; nothing is delivered any more."""
        self._closed = True
        self.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._jobs.clear()


class Lane(Worker):
    """The newest job wins: submitting cancels what came before, and a stale result is never delivered."""

    def submit(self, work: Work, request: Any, text: str = "") -> int:
        """Run ``work(request, job)``; returns the job's id."""
        self.cancel()
        return self._start(work, request, text)


class Queue(Worker):
    """Every job runs, one after the other.

    Signals:
        idle: nothing whose result is wanted is left; after that of the last job was delivered.
    """

    idle = Signal()

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(name, parent)
        self.ended.connect(self._tell_idle)

    def submit(self, work: Work, request: Any, text: str = "") -> int:
        """Append ``work(request, job)``; returns the job's id."""
        return self._start(work, request, text)

    @property
    def waiting(self) -> int:
        """Jobs that have not come back, the running one included."""
        return sum(not job.cancelled for job in self._jobs.values())

    def cancel(self, job_id: int | None = None) -> None:
        super().cancel(job_id)
        self._tell_idle()

    def _tell_idle(self) -> None:
        if not self.waiting and not self._closed:
            self.idle.emit()
