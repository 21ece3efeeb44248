"""Series: the look of one set for many, or looks that change calmly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from app.jobs import Lane
from app.series.messages import Gathered, GatherRequest, OneOf, Options, Planned, PlanRequest
from app.windows.feature import Feature
from app.windows.menus import Command, Menu, tr
from mefcore.job import Job

if TYPE_CHECKING:
    from app.series.dialog import SeriesDialog
    from app.windows.main_window import MainWindow
    from mefcore.grouping import Set


def _gather(request: GatherRequest, job: Job) -> Gathered:
    from app.series import work

    return work.gather(request, job)


def _plan(request: PlanRequest, job: Job) -> Planned:
    from app.series import work

    return work.plan(request, job)


class SeriesDesk(Feature):
    """About the selected sets where there are several, or else about all of the shoot that are not rejected."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._shoot = window.shoot
        self._editor = window.desk.editor
        self._gathered: Gathered | None = None
        self.dialog: SeriesDialog | None = None
        self.gathering = Lane("series", self)
        self.planning = Lane("series-plan", self)
        self.gathering.succeeded.connect(self._take)
        self.planning.succeeded.connect(self._planned)
        self.gathering.failed.connect(self._failed)
        self.gathering.cancelled.connect(lambda _: self._close_dialog())
        self.planning.failed.connect(lambda _, error: self._tell(error))
        window.status.progress.watch(self.gathering)
        window.desk.come_first((self.gathering, self.planning))
        self._shoot.replaced.connect(self._close_dialog)
        self._shoot.regrouped.connect(self._close_dialog)
        self._could = self.can()
        for signal in (self._shoot.replaced, self._shoot.regrouped, self._shoot.looks.changed):
            signal.connect(lambda *_: self._follow())

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "shoot": (
                Command(
                    "series",
                    tr("Seri&es…"),
                    ("Ctrl+Alt+S",),
                    needs="series",
                    tip=tr("One look for a house, a time-lapse without flicker: of the selected sets, or of all"),
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {"series": self.open}

    def can(self) -> Mapping[str, bool]:
        return {"series": len(self._members()) > 1}

    def _follow(self) -> None:
        if self.can() != self._could:  # looks change with every step of a slider
            self._could = self.can()
            self.changed.emit()

    def open(self) -> None:
        """Look at the sets, and show the window meanwhile."""
        members = tuple(self._one(one) for one in self._members())
        shown = self._editor.open
        hero = next((i for i, one in enumerate(members) if shown and one.content == shown), None)
        self._gathered = None
        if self.dialog is None:
            from app.series.dialog import SeriesDialog  # for the first question, not for the start

            self.dialog = SeriesDialog(self._window)
            self.dialog.changed.connect(self._options_changed)
            self.dialog.applied.connect(self._apply)
            self.dialog.finished.connect(self._closed)
        self.dialog.show_gathered(None)
        self.dialog.show()
        self.dialog.raise_()
        self.gathering.submit(
            _gather, GatherRequest(members, hero), self.tr("Looking at {0} sets").format(len(members))
        )

    def close(self) -> None:
        for lane in (self.gathering, self.planning):
            lane.close()

    def _members(self) -> list[Set]:
        """As exporting does: those a person selected, whatever they are, or all that are kept."""
        brackets = [one for one in self._shoot.sets if one.is_bracket]
        chosen = set(self._window.desk.chosen)
        if len(chosen) > 1:
            return [one for one in brackets if frozenset(one.paths) in chosen]
        kept = [one for one in brackets if not self._shoot.looks.of(frozenset(one.paths)).rejected]
        return kept or brackets

    def _one(self, one: Set) -> OneOf:
        content = frozenset(one.paths)
        return OneOf(content, tuple(one.entries), self._editor.recipe_of(content), one.paths[0].name)

    def _take(self, _: int, gathered: Gathered) -> None:
        self._gathered = gathered
        if self.dialog is not None:
            self.dialog.show_gathered(gathered)

    def _options_changed(self, options: Options) -> None:
        if self._gathered is not None:
            self.planning.submit(_plan, PlanRequest(self._gathered, options))

    def _planned(self, _: int, planned: Planned) -> None:
        if self.dialog is not None and planned.request.gathered is self._gathered:
            self.dialog.show_planned(planned)

    def _apply(self, planned: Planned) -> None:
        sets = planned.request.gathered.sets
        recipes = {one.content: recipe for one, recipe in zip(sets, planned.recipes, strict=True)}
        count = self._editor.give(recipes, self.tr("Series of {0} sets").format(len(recipes)))
        self._close_dialog()
        told = self.tr("{0} sets have another look now.") if count else self.tr("The series is as it was.")
        undo = (self.tr("Undo"), self._window.history.undo) if count else ()
        self._window.notice.show_news(told.format(count), *undo)

    def _failed(self, _: int, error: BaseException) -> None:
        self._close_dialog()
        self._tell(error)

    def _tell(self, error: BaseException) -> None:
        self._window.tell(error)

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.close()

    def _closed(self, _: int = 0) -> None:
        for lane in (self.gathering, self.planning):
            lane.cancel()
        self._gathered = None
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
