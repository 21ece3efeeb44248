"""How a long piece of work reports progress and learns that it should stop.

Core functions that can take over half a second accept ``job: Job``; scripts pass nothing and get :data:`SILENT`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from mefcore.errors import Cancelled


class Job:
    """Progress out, cancellation in.  Safe to share between threads.

    Args:
        report: called with ``(fraction, text)``; fraction is in ``[0, 1]``.  May be called from any thread.
    """

    def __init__(self, report: Callable[[float, str], None] | None = None) -> None:
        self._report = report
        self._cancel = threading.Event()

    def progress(self, fraction: float, text: str = "") -> None:
        """Report that ``fraction`` of the work is done; raises :class:`Cancelled` as :meth:`check` does."""
        self.check()
        if self._report is not None:
            self._report(min(max(fraction, 0.0), 1.0), text)

    def check(self) -> None:
        """Raise :class:`Cancelled` if :meth:`cancel` was called."""
        if self._cancel.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the work to stop at its next check."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        return self._cancel.is_set()

    def part(self, start: float, stop: float, text: str = "") -> Job:
        """A view whose ``0..1`` is this job's ``start..stop``; cancelling either stops both."""
        child = Job(lambda f, t: self.progress(start + (stop - start) * f, t or text))
        child._cancel = self._cancel
        return child


SILENT = Job()
"""The job of a script that neither watches nor cancels."""
