"""The queue of a batch: one bracket at a time, while editing goes on."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.batch.items import Item, State, Summary, overall, seconds_left
from app.jobs import Queue
from app.priority import be_nice
from app.text import figure
from app.windows.notice import sentence
from mefcore.batch import Batch, BatchJob, out_of_room
from mefcore.errors import MefError, ModelError

if TYPE_CHECKING:
    from mefcore.batch import BatchResult
    from mefcore.job import Job

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True)
class _Request:
    job: BatchJob
    batch: Batch


def _run(request: _Request, job: Job) -> BatchResult:
    from mefcore.batch import run_job

    be_nice()
    return run_job(request.job, request.batch, progress=job)


class BatchQueue(QAbstractListModel):
    """Exports in the order in which they were asked for; a model of :class:`~app.batch.items.Item` for views.

    A failing export stops no other.  A full disk does: it pauses the queue, which then goes on with the same bracket.

    Signals:
        begun: the row of an export that begins now.
        altered: how far it is, or whether it is paused.
        finished: a :class:`~app.batch.items.Summary`, when there is nothing left to do.
        stopped: what a person has to see to, in a sentence, before it can go on.
        failed: an exception that is a bug.
        spoiled: an :class:`~app.batch.items.Item` that failed.
        idle: nothing is running.
    """

    begun = Signal(int)
    altered = Signal()
    finished = Signal(object)
    stopped = Signal(str)
    failed = Signal(object)
    spoiled = Signal(object)
    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.worker = Queue("batch", self)
        self._items: list[Item] = []
        self._numbers = itertools.count(1)
        self._names = Batch()
        self._running: tuple[int, int] | None = None
        self._paused = False
        self._trouble = ""
        self._told = 0
        self.worker.progressed.connect(self._progress)
        self.worker.succeeded.connect(self._done)
        self.worker.failed.connect(self._failed)
        self.worker.ended.connect(self._ended)

    # ---- what there is

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(self._items)

    @property
    def busy(self) -> bool:
        """Whether something is running."""
        return self._running is not None

    @property
    def unfinished(self) -> int:
        """How many exports are still to be made."""
        return sum(not item.state.over for item in self._items)

    @property
    def paused(self) -> bool:
        """Whether nothing more is begun; what is running is finished."""
        return self._paused

    @property
    def trouble(self) -> str:
        """Why it paused by itself."""
        return self._trouble

    @property
    def fraction(self) -> float:
        return overall(self._items)

    @property
    def seconds_left(self) -> float | None:
        return seconds_left(self._items)

    @property
    def summary(self) -> Summary:
        return Summary.of(self._items)

    def item(self, index: Index) -> Item | None:
        return self._items[index.row()] if index.isValid() and index.row() < len(self._items) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index)
        if item is None:
            return None
        if role == ITEM:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (str(item.outputs[0] if item.outputs else item.job.out), item.why)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.name}, {self.state_text(item)}"
        return None

    def state_text(self, item: Item) -> str:
        """How far an export is, for a person."""
        if item.state is State.RUNNING:
            return self.tr("{0} %").format(round(100 * item.fraction))
        if item.state is State.DONE:
            return self.tr("done, {0} s").format(figure(item.seconds, ".1f"))
        return {
            State.WAITING: self.tr("waiting"),
            State.SKIPPED: self.tr("there already"),
            State.CANCELLED: self.tr("cancelled"),
        }.get(item.state) or item.why

    # ---- what can be done

    def add(self, jobs: Iterable[BatchJob]) -> None:
        """Append exports, and begin if nothing is running."""
        more = [Item(next(self._numbers), job) for job in jobs]
        if not more:
            return
        if not self.unfinished:
            self._told = len(self._items)
        self._names.plan(item.job.out for item in more)
        self.beginInsertRows(QModelIndex(), len(self._items), len(self._items) + len(more) - 1)
        self._items += more
        self.endInsertRows()
        self._next()
        self.altered.emit()

    def pause(self, paused: bool) -> None:
        if paused != self._paused:
            self._paused, self._trouble = paused, ""
            self._next()
            self.altered.emit()

    def cancel(self, numbers: Iterable[int] | None = None) -> None:
        """Cancel some exports, or all that are not over."""
        chosen = None if numbers is None else set(numbers)
        for row, item in enumerate(self._items):
            if not item.state.over and (chosen is None or item.number in chosen):
                self._set(row, replace(item, state=State.CANCELLED, fraction=0.0))
        if self._running is not None and (chosen is None or self._running[1] in chosen):
            self.worker.cancel(self._running[0])
        if chosen is None:
            self._paused, self._trouble = False, ""
        self.altered.emit()
        self._tell_finished()

    def retry(self, numbers: Iterable[int] | None = None) -> None:
        """Put exports that failed or were cancelled into the queue again; without numbers, all that failed."""
        chosen = None if numbers is None else set(numbers)
        again = (State.FAILED,) if chosen is None else (State.FAILED, State.CANCELLED)
        if not self.unfinished:
            self._told = 0
        for row, item in enumerate(self._items):
            if item.state in again and (chosen is None or item.number in chosen) and not self._is_running(item):
                self._set(row, Item(item.number, item.job))
        self._next()
        self.altered.emit()

    def remove(self, numbers: Iterable[int]) -> None:
        """Take exports off the list that are not running."""
        chosen = set(numbers)
        for row in reversed(range(len(self._items))):
            item = self._items[row]
            if item.number in chosen and item.state is not State.RUNNING and not self._is_running(item):
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._items[row]
                self.endRemoveRows()
                self._told -= row < self._told
        self.altered.emit()
        self._tell_finished()

    def clear(self) -> None:
        """Take everything off the list that is over."""
        self.remove([item.number for item in self._items if item.state.over])

    def close(self) -> None:
        self._paused = True
        self.worker.close()

    # ---- how it goes on

    def _next(self) -> None:
        if self._running is not None or self._paused:
            return
        row = next((n for n, item in enumerate(self._items) if item.state is State.WAITING), None)
        if row is None:
            return
        item = replace(self._items[row], state=State.RUNNING)
        # Before the worker tells that it started, which somebody may answer.
        self._running = 0, item.number
        self._set(row, item)
        self.begun.emit(row)
        text = self.tr("Exporting {0}").format(item.name)
        self._running = self.worker.submit(_run, _Request(item.job, self._names), text), item.number

    def _row(self, number: int) -> int | None:
        return next((n for n, item in enumerate(self._items) if item.number == number), None)

    def _is_running(self, item: Item) -> bool:
        """A cancelled one takes a moment to end."""
        return self._running is not None and self._running[1] == item.number

    def _set(self, row: int, item: Item) -> None:
        self._items[row] = item
        self.dataChanged.emit(self.index(row), self.index(row))

    def _change(self, job_id: int, **changes: Any) -> None:
        row = self._row(self._running[1]) if self._running is not None and self._running[0] == job_id else None
        if row is not None and not self._items[row].state.over:
            self._set(row, replace(self._items[row], **changes))

    def _progress(self, job_id: int, fraction: float, _: str) -> None:
        self._change(job_id, fraction=fraction)
        self.altered.emit()

    def _done(self, job_id: int, result: BatchResult) -> None:
        state = State.SKIPPED if result.skipped else State.DONE
        self._change(job_id, state=state, fraction=1.0, seconds=result.seconds, outputs=result.outputs)

    def _failed(self, job_id: int, error: BaseException) -> None:
        if isinstance(error, MefError) and (out_of_room(error) or isinstance(error, ModelError)):
            # The next would fail of the same.
            self._change(job_id, state=State.WAITING, fraction=0.0)
            self._paused, self._trouble = True, sentence(error)
            self.stopped.emit(self._trouble)
        elif isinstance(error, MefError):
            self._change(job_id, state=State.FAILED, fraction=0.0, why=sentence(error))
        else:
            self._change(job_id, state=State.FAILED, fraction=0.0, why=self.tr("This is a bug of Luxcube."))
            self.failed.emit(error)

        if self._running is not None and (row := self._row(self._running[1])) is not None:
            item = self._items[row]
            if item.state is State.FAILED:
                self.spoiled.emit(item)

    def _ended(self, job_id: int) -> None:
        if self._running is not None and self._running[0] == job_id:
            self._running = None
        self._next()
        self.altered.emit()
        if self._running is None:
            self.idle.emit()
        self._tell_finished()

    def _tell_finished(self) -> None:
        if self._running is not None or self.unfinished or self._told >= len(self._items):
            return
        ended: Sequence[Item] = self._items[self._told :]
        self._told = len(self._items)
        self.finished.emit(Summary.of(ended))
