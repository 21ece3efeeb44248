"""Progress and Cancel for whatever takes longer than half a second, in the status bar; never modal."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.jobs import Worker

DELAY_MS = 500


@dataclass(frozen=True)
class _Task:
    worker: Worker
    job_id: int
    since: float
    fraction: float
    text: str


class ProgressStrip(QWidget):
    """Shows the oldest job that has run for more than :data:`DELAY_MS`; Cancel stops that one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(160)
        self.bar.setAccessibleName(self.tr("Progress"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setToolTip(self.tr("Stop what is under way; what was there before stays"))
        self.cancel.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.label, self.bar, self.cancel):
            row.addWidget(widget)
        self._tasks: dict[int, _Task] = {}
        self._shown: int | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._update)
        self.hide()

    def watch(self, worker: Worker) -> None:
        """Show this worker's jobs; those submitted without a text are not worth telling."""
        worker.started.connect(lambda i, text: self._add(worker, i, text) if text else None)
        worker.progressed.connect(self._progress)
        worker.ended.connect(self._remove)

    def _add(self, worker: Worker, job_id: int, text: str) -> None:
        self._tasks[job_id] = _Task(worker, job_id, time.monotonic(), 0.0, text)
        self._update()

    def _progress(self, job_id: int, fraction: float, text: str) -> None:
        task = self._tasks.get(job_id)
        if task is not None:
            self._tasks[job_id] = replace(task, fraction=fraction, text=task.text)
            self._update()

    def _remove(self, job_id: int) -> None:
        if self._tasks.pop(job_id, None) is not None:
            self._update()

    def _update(self) -> None:
        now = time.monotonic()
        due = [t for t in self._tasks.values() if 1000 * (now - t.since) >= DELAY_MS]
        waiting = [t for t in self._tasks.values() if t not in due]
        if waiting and not self._timer.isActive():
            self._timer.start(DELAY_MS)
        self.setVisible(bool(due))
        if not due:
            self._shown = None
            return
        task = due[0]
        self._shown = task.job_id
        more = len(self._tasks) - 1
        self.label.setText(task.text if not more else self.tr("{0}  (+{1} more)").format(task.text, more))
        if task.fraction > 0:
            self.bar.setRange(0, 1000)
            self.bar.setValue(round(1000 * task.fraction))
        else:
            self.bar.setRange(0, 0)

    def _cancel(self) -> None:
        task = self._tasks.pop(self._shown, None) if self._shown is not None else None
        if task is not None:
            task.worker.cancel(task.job_id)
            self._update()
