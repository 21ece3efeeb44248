"""From dropped files to a bracket being edited: look and decode in one worker, infer in another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.jobs import Lane
from app.keeping.folders import shoots_folder
from app.keeping.keeper import Keeper
from app.models.messages import InferRequest, Loaded, LoadRequest
from app.session import EditSession
from app.settings import Settings
from app.shoot.looks import SetLook
from app.shoot.messages import Content, Division, Preferences, RegroupRequest, Surveyed, SurveyRequest, spoiled
from app.shoot.shoot import Shoot, content
from app.windows.notice import sentence
from mefcore.errors import BracketError, GoneError, MefError
from mefcore.job import Job
from mefcore.recipe import SECTIONS, Recipe

if TYPE_CHECKING:
    from mefcore.grouping import Set
    from mefcore.pipeline import Prediction


LOCAL = 1.0
"""What a bracket is opened with until the person has chosen otherwise; a recipe's own default is the paper's mode."""


def _survey(request: SurveyRequest, job: Job) -> Surveyed:
    from app.shoot import work

    return work.survey(request, job)


def _load(request: LoadRequest, job: Job) -> Loaded:
    from app import work

    return work.load(request, job)


def _regroup(request: RegroupRequest, job: Job) -> Surveyed:
    from app.shoot import work

    return work.regroup(request, job)


def _infer(request: InferRequest, job: Job) -> tuple[Loaded, Prediction]:
    from app import work

    return request.loaded, work.infer(request, job)


def _warm_up(_: None, job: Job) -> None:
    from app import work
    from app.shoot import work as shoot

    shoot.warm_up(job)
    work.warm_up(None, job)


class Opener(QObject):
    """Opening another bracket cancels the one under way; what cannot be opened leaves the present one in place.

    What is done to a bracket is kept by :attr:`keeper`, and comes back when it is opened again.

    Signals:
        opened: the bracket is in the session.
        another: a single file that was to be opened is no picture: a sidecar or a recipe.
        failed: an exception from a worker.
        unfused: the person stopped the network; :meth:`fuse` asks it again.
        spoiled: one file of a set cannot be read, the others may do without it: an exception, and the file.
        lost: a file of a set that was asked for is not where it was: the set.
        recalled: the shoot that was opened is grouped as a person had corrected it.
    """

    opened = Signal()
    another = Signal(object)
    failed = Signal(object)
    unfused = Signal()
    spoiled = Signal(object, object)
    lost = Signal(object)
    recalled = Signal()

    def __init__(self, session: EditSession, shoot: Shoot, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shoot = shoot
        self._settings = settings
        self.keeper = Keeper(session, shoot, settings, self._start, self)
        self.load_lane = Lane("load", self)
        self.group_lane = Lane("group", self)
        self.infer_lane = Lane("infer", self)
        self._warming = self._inferring = 0
        self._asked: tuple[int, Content] = (0, frozenset())
        self._first: Content = frozenset()
        self._sources: dict[int, tuple[Path, ...]] = {}
        self.source: tuple[Path, ...] = ()
        """The files and folders that the shoot is made of."""
        self.load_lane.succeeded.connect(self._arrived)
        self.load_lane.failed.connect(self._load_failed)
        self.group_lane.succeeded.connect(self._grouped)
        self.group_lane.failed.connect(lambda _, error: self.failed.emit(error))
        self.infer_lane.succeeded.connect(self._inferred)
        self.infer_lane.failed.connect(self._infer_failed)
        self.infer_lane.ended.connect(self._infer_ended)
        shoot.regrouped.connect(self._follow_corrections)

    @property
    def busy(self) -> bool:
        return self.load_lane.busy or self.infer_lane.busy

    @property
    def instead(self) -> str:
        """The name of the set that stays on screen because the one asked for could not be opened; else empty."""
        number = self._shoot.numbered(self._shoot.open)
        if number is None or not self._shoot.why(self._shoot.asked):
            return ""
        return self._shoot.sets[number].paths[0].name

    @property
    def preferred(self) -> Preferences:
        """How the person had files grouped last."""
        return Preferences(*self._settings.grouping())

    def warm_up(self) -> None:
        """Get the network ready before it is needed."""
        self._warming = self.infer_lane.submit(_warm_up, None)

    def open(self, paths: Sequence[Path], add: bool = False, divided: Division | None = None) -> None:
        """Begin to look for brackets in files and folders, or ``add`` them to those of the shoot; ``divided`` says how
        they were divided before."""
        if not paths:
            return
        if len(paths) == 1 and paths[0].suffix.lower() == ".json":
            self.another.emit(paths[0])
            return
        name = paths[0].absolute().name if len(paths) == 1 else self.tr("{0} files").format(len(paths))
        known = frozenset(e.path for e in self._shoot.entries) if add else frozenset()
        request = SurveyRequest(
            tuple(paths),
            self.preferred,
            self._start(),
            known,
            recall=None if known else self.keeper.recall(),
            divided=divided,
            shoots=shoots_folder(),
        )
        lane, text = (self.group_lane, self.tr("Adding {0}")) if known else (self.load_lane, self.tr("Opening {0}"))
        self.group_lane.cancel()
        if not known:
            self._asked = 0, frozenset()
            self._first = frozenset(divided.open) if divided is not None else frozenset()
        job = lane.submit(_survey, request, text.format(name))
        self._sources = {job: tuple(paths)}

    def open_set(self, one: Set) -> None:
        """Begin to read a set of the shoot."""
        name = one.paths[0].name
        self._shoot.ask(content(one))
        request = LoadRequest(one.paths, self._start(), self.keeper.recall())
        job = self.load_lane.submit(_load, request, self.tr("Opening {0}").format(name))
        self._asked = job, content(one)

    def stay(self) -> None:
        """Keep the set on screen, whatever is being read instead of it."""
        self.load_lane.cancel()
        self._shoot.ask(self._shoot.open)

    def step(self, steps: int) -> None:
        """Open the next bracket of the shoot (1), or the one before (-1)."""
        one = self._shoot.next_to(steps)
        if one is not None:
            self.open_set(one)

    def regroup(self, preferences: Preferences) -> None:
        """Divide the files of the shoot anew."""
        self._settings.set_grouping(preferences.prefer, preferences.gap, preferences.count)
        if self._shoot.grouping is not None and preferences != self._shoot.preferences:
            request = RegroupRequest(self._shoot.candidates, preferences, self._shoot.prints)
            self.group_lane.submit(_regroup, request, self.tr("Grouping anew"))

    def group_anew(self) -> None:
        """Divide all files of the shoot as if nobody had corrected that or set any aside."""
        if self._shoot.grouping is not None:
            request = RegroupRequest(self._shoot.entries, self._shoot.preferences, self._shoot.prints)
            self.group_lane.submit(_regroup, request, self.tr("Grouping anew"))

    def close(self) -> None:
        for lane in (self.load_lane, self.group_lane, self.infer_lane):
            lane.close()
        self.keeper.close()

    def fuse(self) -> None:
        """Ask the network about the bracket being edited."""
        loaded = self._session.loaded
        if loaded is not None:
            text = self.tr("Finding weights and LUT")
            self._inferring = self.infer_lane.submit(_infer, InferRequest(loaded), text)

    def start_recipe(self) -> Recipe:
        """With which a bracket is opened that has none of its own."""
        return self._start()

    def _start(self) -> Recipe:
        return Recipe(local=self._settings.share("local", LOCAL))

    # ---- loading

    def _arrived(self, job_id: int, result: Surveyed | Loaded) -> None:
        if isinstance(result, Loaded):
            self._begin(result)
            return
        loaded = result.loaded
        self._keep()
        self.source = self._sources.get(job_id, ())
        self._shoot.replace(result)
        if result.recalled:
            self.recalled.emit()
        if loaded is not None:
            self._begin(loaded)
            return
        wanted = self._shoot.numbered(self._first)
        first = self._shoot.next_to(1) if wanted is None else self._shoot.sets[wanted]
        if first is not None:
            self.open_set(first)
        else:
            count = len(self._shoot.entries)
            told = self.tr("no two of these {0} pictures seem to be of one bracket").format(count)
            self.failed.emit(BracketError(told, hint=self.tr("select those that are, and merge them")))

    def _grouped(self, job_id: int, result: Surveyed) -> None:
        if result.added:
            self.source = (*self.source, *self._sources.get(job_id, ()))
        self._shoot.regroup(result)

    def _begin(self, loaded: Loaded) -> None:
        """Edit a bracket: as it was left, but so that resetting goes back to the beginning."""
        self._keep()
        # Reading takes a while, in which a person may have gone on.
        loaded = replace(loaded, recalled=self.keeper.newest(_content(loaded), loaded.recalled))
        self._session.open(loaded, self._start(), loaded.recalled.state)
        self._shoot.opened(_content(loaded))
        self.opened.emit()
        self.fuse()

    def _keep(self) -> None:
        loaded = self._session.loaded
        if loaded is None:
            return
        edited = self._session.recipe != self._session.start
        self._shoot.looks.set_recipe(_content(loaded), self._session.recipe if edited else None)

    def _load_failed(self, job_id: int, error: BaseException) -> None:
        asked, wanted = self._asked
        if job_id == asked and isinstance(error, MefError):
            self._shoot.failed(wanted, sentence(error))
            if isinstance(error, GoneError):
                self.lost.emit(wanted)
                return
            path = spoiled(error, wanted)
            if path is not None:
                self.spoiled.emit(error, path)
                return
        self.failed.emit(error)

    def open_without(self, path: Path) -> None:
        """Ignore a file of the set that was asked for last, and open what is left of that, with its look and stars."""
        wanted, looks = self._shoot.asked, self._shoot.looks
        known = looks.of(wanted)
        self._shoot.ignore([path])
        heir = self._shoot.successor(wanted - {path})
        if heir is None:
            return
        if looks.of(content(heir)) == SetLook():
            # Weights are of so many frames; all else is as good for one less.
            recipe = known.recipe and self._start().pasted(known.recipe, SECTIONS, len(heir))
            looks.put({content(heir): replace(known, recipe=recipe)})
        self.open_set(heir)

    def _follow_corrections(self) -> None:
        """Open again what is on screen, if it has other frames now; with as many it keeps its recipe."""
        if self.load_lane.busy and not self._asked[0]:
            return  # another shoot is on its way
        shown = self._shoot.asked if self.load_lane.busy else self._shoot.open
        if not shown or self._shoot.numbered(shown) is not None:
            return
        heir = self._shoot.successor(shown)
        loaded = self._session.loaded
        if heir is None or not heir.is_bracket:
            return
        if loaded is not None and _content(loaded) == shown and len(heir) == len(shown):
            edited = self._session.recipe != self._session.start
            if edited and self._shoot.looks.recipe(content(heir)) is None:
                self._shoot.looks.set_recipe(content(heir), self._session.recipe)
        self.open_set(heir)

    # ---- inferring

    def _inferred(self, job_id: int, answer: tuple[Loaded, Prediction] | None) -> None:
        if answer is not None:
            self._session.predict(*answer)

    def _infer_failed(self, job_id: int, error: BaseException) -> None:
        self._inferring = 0
        # A network that is not there is told when a bracket needs it, not before.
        if job_id != self._warming:
            self.failed.emit(error)

    def _infer_ended(self, job_id: int) -> None:
        if job_id == self._inferring and self._session.prediction is None:
            self.unfused.emit()


def _content(loaded: Loaded) -> Content:
    return frozenset(frame.path for frame in loaded.bracket.frames)
