"""Nothing lost: what is done to a bracket is on disk a moment later."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from app.jobs import Lane, Queue
from app.keeping.amending import amended
from app.keeping.locks import Lock
from app.keeping.messages import Change, ReadBack, ReadRequest, Recall, Recalled, Saved, SaveRequest
from app.session import EditSession
from app.settings import Settings
from app.shoot.looks import SetLook
from app.shoot.messages import Content
from app.shoot.shoot import Shoot, content
from mefcore.errors import MefError
from mefcore.keeping import Exposed, Kept, Places, own_folder
from mefcore.recipe import Recipe
from mefcore.sidecar import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from mefcore.job import Job

CALM_MS = 1200
"""A change is written once nothing has changed for so long."""
AGAIN_MS = 30_000
"""What could not be written is tried again, if nothing changes before."""
AT_ONCE = 16
"""Sidecars that wait in the queue to be written."""
BATCH = 50
"""Sets whose sidecars are read in one go."""


def _save(request: SaveRequest, job: Job) -> Saved:
    from app.keeping import work

    return work.save(request, job)


def _read_all(request: ReadRequest, job: Job) -> ReadBack:
    from app.keeping import work

    return work.read_all(request, job)


class Keeper(QObject):
    """Watches the session and the shoot's looks, and writes a sidecar for every set that was changed.

    Signals:
        saved: a set (its files) is up to date on disk.
        failed: a :class:`~mefcore.errors.MefError`; told once, until writing works again.
        elsewhere: a WriteError: sidecars of these frames go to the person's folder; told once.
        conflicted: the sidecar that somebody else wrote, which was left as it is.
        shared: the bracket that was opened is open in another window of the program.
        problem: what is wrong with a sidecar that was to be read.
    """

    saved = Signal(object)
    failed = Signal(object)
    elsewhere = Signal(object)
    conflicted = Signal(object)
    shared = Signal()
    problem = Signal(object)

    def __init__(
        self,
        session: EditSession,
        shoot: Shoot,
        settings: Settings,
        start: Callable[[], Recipe],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._shoot = shoot
        self._settings = settings
        self._start = start
        self.writer = secrets.token_hex(6)
        self.queue = Queue("keep", self)
        self.read_lane = Lane("keep-read", self)
        self._open: Content = frozenset()
        self._listening = True
        self._known: dict[Content, Kept] = {}
        self._unsaved: dict[Content, Change] = {}
        self._in_flight: dict[int, SaveRequest] = {}
        self._to_write: list[Content] = []
        self._exposures: dict[Content, Mapping[Path, Exposed | None]] = {}
        self._to_read: list[Content] = []
        self._looked: set[Content] = set()
        self._seen: set[Content] = set()
        self._visited: set[Content] = set()
        self._told: set[object] = set()
        self._asked: Mapping[Content, Change] = {}
        self._since: dict[Content, Saved] = {}
        self._lock = Lock()
        self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=CALM_MS)
        self._timer.timeout.connect(self.flush)
        self._connect()

    def _connect(self) -> None:
        session = self._session
        session.leaving.connect(self._leaving)
        session.opened.connect(self._opened)
        session.recipe_changed.connect(self._touched)
        session.undo_stack.indexChanged.connect(self._touched)
        session.snapshots_changed.connect(self._touched)
        self._shoot.looks.changed.connect(self._looks_changed)
        self._shoot.replaced.connect(self._look_up)
        self._shoot.regrouped.connect(self._look_up)
        self.queue.succeeded.connect(self._written)
        self.queue.failed.connect(self._not_written)
        self.read_lane.succeeded.connect(self._read)
        self.read_lane.failed.connect(lambda _, error: self.problem.emit(error))

    @property
    def places(self) -> Places:
        """Where sidecars go, as the person wishes."""
        return Places(own_folder(), self._settings.option("sidecars") == "beside")

    @property
    def unsaved(self) -> bool:
        """Whether something is not on disk yet."""
        return bool(self._unsaved) or self._timer.isActive()

    def recall(self) -> Recall:
        """For a worker that opens a bracket; what is done to that meanwhile, :meth:`newest` knows."""
        self._collect()
        self._asked, self._since = dict(self._unsaved), {}
        return Recall(self.places, self._asked)

    def newest(self, one: Content, recalled: Recalled) -> Recalled:
        """What was made of a set that a worker has read, with what was done since that worker was sent off."""
        from app.keeping.work import resolved

        self._collect()
        change, saved = self._unsaved.get(one), self._since.get(one)
        if saved is None and change is self._asked.get(one):
            return recalled
        kept, start = recalled.kept if saved is None else saved.kept, self._start()
        state = None if kept is None else kept.state.over(start)
        return replace(recalled, state=state if change is None else resolved(change, state, start), kept=kept)

    def adopt(self, one: Content, state: State) -> None:
        """Take what was made of a set from elsewhere; it counts before what is on disk."""
        self._unsaved[one] = Change(state)
        self._looked.add(one)
        self._seen.add(one)
        self._visited.discard(one)
        self._timer.start(CALM_MS)

    # ---- what changes

    def _leaving(self) -> None:
        self.flush()
        self._listening = False

    def _opened(self) -> None:
        self._listening = True
        loaded = self._session.loaded
        if loaded is None:
            return
        frames = loaded.bracket.frames
        self._let_go(self._open)
        self._open = frozenset(frame.path for frame in frames)
        self._exposures[self._open] = {frame.path: frame.metadata.exposure for frame in frames}
        recalled = loaded.recalled
        self._looked.add(self._open)
        self._seen.add(self._open)
        self._visited.add(self._open)
        if recalled.kept is not None:
            self._known[self._open] = recalled.kept
        else:
            self._known.pop(self._open, None)
        if recalled.state is not None:
            self._show({self._open: recalled.state})
        for error in recalled.problems:
            self.problem.emit(error)
        if not self._lock.take(self._open):
            self.shared.emit()

    def _let_go(self, one: Content) -> None:
        """Forget the history of a set that is not open: it is on disk."""
        if one not in self._unsaved:
            self._known.pop(one, None)

    def _touched(self, *_: object) -> None:
        if self._listening and self._open and not self._closed:
            self._timer.start(CALM_MS)

    def _looks_changed(self, contents: Iterable[Content]) -> None:
        if not self._listening:
            return
        for one in contents:
            if one == self._open:
                self._touched()
                continue
            look = self._shoot.looks.of(one)
            state = State(recipe=look.recipe or self._start(), rating=look.rating, rejected=look.rejected)
            last = self._unsaved.get(one)
            if last is not None and last.whole:  # it was left just now
                state = amended(last.state.over(self._start()), state)
            known = look.recipe is not None or one in self._seen or one in self._unsaved
            self._unsaved[one] = Change(state, whole=last is not None and last.whole, look=known)
            self._timer.start(CALM_MS)

    def _collect(self) -> None:
        """Take down what the open bracket has become, if that is news."""
        one = self._open
        if not one or self._session.loaded is None:
            return
        look = self._shoot.looks.of(one)
        state = msgspec.structs.replace(self._session.state, rating=look.rating, rejected=look.rejected)
        known, start = self._known.get(one), self._session.start
        if state.without(start) == known.state.without(start) if known is not None else state.untouched(start):
            running = any(request.content == one for request in self._in_flight.values())
            if not running:
                self._unsaved.pop(one, None)
                return
        if one not in self._unsaved or self._unsaved[one].state != state or not self._unsaved[one].whole:
            self._unsaved[one] = Change(state)

    # ---- writing

    def flush(self) -> None:
        """Begin to write what is not on disk."""
        self._timer.stop()
        if not self._listening or self._closed:
            return
        self._collect()
        # What is open first: how it began is not known any more once it was left.
        self._to_write = sorted(self._unsaved, key=lambda one: one != self._open)
        self._write_more()

    def _write_more(self) -> None:
        """Some sets at a time: after an edit of hundreds the window has other things to do, too."""
        flying = {request.content for request in self._in_flight.values()}
        while self._to_write and len(flying) < AT_ONCE and not self._closed:
            one = self._to_write.pop(0)
            if one in self._unsaved and one not in flying:
                flying.add(one)
                request = self._request(one)
                self._in_flight[self.queue.submit(_save, request)] = request

    def _request(self, one: Content) -> SaveRequest:
        opened = one == self._open
        return SaveRequest(
            content=one,
            exposures=self._exposures.get(one) or self._exposures_of(one),
            change=self._unsaved[one],
            start=self._session.start if opened else self._start(),
            places=self.places,
            writer=self.writer,
            last=self._known.get(one),
            looked=self._unsaved[one].whole and one in self._visited,
            alone=not opened or self._lock.held,
        )

    def _exposures_of(self, one: Content) -> Mapping[Path, Exposed | None]:
        number = self._shoot.numbered(one)
        if number is None:
            return dict.fromkeys(one)
        return {entry.path: entry.exposure for entry in self._shoot.sets[number].entries}

    def _written(self, job_id: int, saved: Saved) -> None:
        request = self._in_flight.pop(job_id)
        self._note(saved)
        self._write_more()
        if self._unsaved.get(request.content) is request.change:
            del self._unsaved[request.content]
            if not request.change.whole and request.content != self._open and saved.kept is not None:
                self._show({request.content: saved.kept.state})
            if request.content != self._open:
                self._let_go(request.content)
        else:
            self._timer.start(CALM_MS)
        self._told.discard("failed")
        if saved.elsewhere is not None:
            self._tell_once("elsewhere", self.elsewhere, saved.elsewhere)
        if saved.conflict is not None:
            self._tell_once(saved.conflict, self.conflicted, saved.conflict)
        self.saved.emit(request.content)

    def _note(self, saved: Saved) -> None:
        self._seen.add(saved.request.content)
        self._since[saved.request.content] = saved
        if saved.kept is None:
            self._known.pop(saved.request.content, None)
        else:
            self._known[saved.request.content] = saved.kept

    def _not_written(self, job_id: int, error: BaseException) -> None:
        request = self._in_flight.pop(job_id, None)
        changed = request is not None and self._unsaved.get(request.content) is not request.change
        self._timer.start(CALM_MS if changed else AGAIN_MS)
        self._write_more()
        if isinstance(error, MefError):
            self._tell_once("failed", self.failed, error)
        else:
            self.failed.emit(error)

    def _tell_once(self, what: object, signal: object, news: object) -> None:
        if what not in self._told:
            self._told.add(what)
            signal.emit(news)  # type: ignore[attr-defined]

    # ---- reading what was made of the sets of a shoot

    def _look_up(self) -> None:
        contents = [content(one) for one in self._shoot.sets if one.is_bracket]
        self._to_read = [one for one in contents if one not in self._looked]
        self._read_more()

    def _read_more(self) -> None:
        if self._to_read and not self._closed:
            now, self._to_read = self._to_read[:BATCH], self._to_read[BATCH:]
            self._looked.update(now)
            self.read_lane.submit(_read_all, ReadRequest(tuple(now), self.places))

    def _read(self, _: int, back: ReadBack) -> None:
        # What was done meanwhile counts; so does what is open.
        taken = {self._open, *self._unsaved, *self._seen}
        news = {one: state for one, state in back.states.items() if one not in taken}
        self._seen.update(news)
        self._show(news)
        for error in back.problems:
            self.problem.emit(error)
        self._read_more()

    def _show(self, states: Mapping[Content, State]) -> None:
        """Tell the shoot what is known of sets."""
        start = self._start()
        looks = {
            one: SetLook(None if state.recipe in (None, start) else state.recipe, state.rating, state.rejected)
            for one, state in states.items()
        }
        listening, self._listening = self._listening, False
        self._shoot.looks.put(looks)
        self._listening = listening

    # ---- the end

    def close(self) -> list[MefError]:
        """Write what is not on disk; returns what could not be."""
        if self._closed:
            return []
        self._timer.stop()
        self._collect()
        self._closed = True
        self.read_lane.close()
        self.queue.close()
        failed: list[MefError] = []
        if self._unsaved:
            from mefcore.job import SILENT

            for one in self._unsaved:
                try:
                    _save(self._request(one), SILENT)
                except MefError as e:
                    failed.append(e)
        self._lock.release()
        return failed
