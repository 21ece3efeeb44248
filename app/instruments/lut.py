"""The LUT's instruments on the LUT page: viewer, health, coverage, and the smallest grid that will do."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.instruments.lutcover import CoverBox, SmallestGrid
from app.instruments.luthealth import HealthList
from app.instruments.lutmessages import LutFacts, LutRequest, SmallestFound, SmallestRequest
from app.instruments.lutviewer import MODES, LutViewer, LutWindow
from app.jobs import Lane
from app.panels.section import Section
from app.windows.feature import Feature
from app.windows.menus import Command, Menu
from mefcore.job import Job

if TYPE_CHECKING:
    from app.models.messages import Baked
    from app.windows.main_window import MainWindow

PAUSE_MS = 120
"""After the last change, before a lattice is looked over: one that is replaced at once need not be."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("LutInstruments", text)


def _look_over(request: LutRequest, job: Job) -> LutFacts:
    from app.instruments import lutwork

    return lutwork.look_over(request, job)


def _find_smallest(request: SmallestRequest, job: Job) -> SmallestFound:
    from app.instruments import lutwork

    return lutwork.find_smallest(request, job)


class LutInstruments(Feature):
    """Looks every lattice over that stays on screen for a moment, while somebody looks at the page or the window.

    Attributes:
        facts: of the lattice on screen; None while there is none, or it is being looked over.

    Signals:
        looked_over: :attr:`facts` are there.
    """

    looked_over = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._settings = window.settings
        self._baked: Baked | None = None
        self.facts: LutFacts | None = None
        self.large: LutWindow | None = None
        self.lane = Lane("lut", self)
        self.smallest_lane = Lane("smallest", self)
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._submit)
        self._fill_page()
        self._connect()

    # ---- putting together

    def _fill_page(self) -> None:
        page = self._window.look.lut
        self.viewer = LutViewer(page.body)
        self.health = HealthList(page.body)
        self.smallest = SmallestGrid(page.body)
        self.cover = CoverBox(page.body)
        column = page.column
        column.insertWidget(0, self.viewer)
        column.insertWidget(column.indexOf(self._window.look.readouts) + 1, self.smallest)
        self._headers: list[QWidget] = []
        for key, title, widget, name in (
            ("lut_health", self.tr("Health"), self.health, "repair"),
            ("lut_cover", self.tr("In this picture"), self.cover, "fade"),
        ):
            page.add_line()
            section = Section(title, page.body)
            section.add(widget)
            section.column.setSpacing(8)
            section.add(self._window.look.control(name))  # from where it stood among the others
            if widget is self.health:
                section.add(self.health.outcome)
            section.fold(self._settings.flag(f"folded-{key}", False))
            section.folded.connect(lambda closed, k=key: self._settings.set_flag(f"folded-{k}", closed))
            page.add(section)
            self._headers.append(section.header)
        self._order_tabs()
        self.viewer.set_mode(self._settings.choice("lut_view", MODES, MODES[0]))
        self.viewer.lines.setChecked(self._settings.flag("lut_lines", False))

    def _order_tabs(self) -> None:
        """Tab goes down the page, whatever was made first."""
        look, viewer = self._window.look, self.viewer
        views = (viewer.cloud, viewer.greys, viewer.slice)
        grid, repair, fade = (look.control(name) for name in ("grid", "repair", "fade"))
        for chain in (
            (self._window.sidebar.tabs, *viewer.buttons, *views),
            (grid.slider, self.smallest.button, self.smallest.limit),
            (look.control("interpolation").combo, *self._headers[:1], repair.combo),
            (repair.combo, *self._headers[1:], self.cover.show_used, fade.spin, fade.slider),
        ):
            for before, after in itertools.pairwise(chain):
                QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        window = self._window
        window.preview.baked.connect(self._take_baked)
        window.sidebar.page_changed.connect(lambda _: self._look_again())
        window.session.opened.connect(self._forget)
        window.session.recipe_changed.connect(lambda before, after: self._recipe_changed(before.grid, after.grid))
        self.lane.succeeded.connect(self._take)
        self.smallest_lane.succeeded.connect(self._take_smallest)
        for lane in (self.lane, self.smallest_lane):
            lane.failed.connect(lambda _, error: window.tell(error))
        window.status.progress.watch(self.smallest_lane)
        self.smallest_lane.ended.connect(lambda _: self.smallest.set_busy(False))
        self.smallest.requested.connect(self.find_smallest)
        self.cover.shown_changed.connect(self._show_coverage)
        self._wire(self.viewer)
        self.viewer.enlarge_requested.connect(self.enlarge)

    def _wire(self, viewer: LutViewer) -> None:
        viewer.mode_changed.connect(lambda mode: self._settings.set_text("lut_view", mode))
        viewer.lines_changed.connect(lambda on: self._settings.set_flag("lut_lines", on))

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "lut": (
                Command(
                    "lut_page",
                    _tr("&Look the LUT over"),
                    ("L",),
                    needs="prediction",
                    tip=_tr("Cloud, curves and health of the LUT, on the LUT page"),
                ),
                Command(
                    "lut_window",
                    _tr("LUT in its own &window"),
                    ("Shift+L",),
                    needs="prediction",
                    tip=_tr("Larger, beside the picture or on another screen"),
                ),
                Command(
                    "lut_repair",
                    _tr("&Repair the LUT"),
                    checkable=True,
                    needs="prediction",
                    tip=_tr("Mends greys that fall, folds and banding, and changes nothing else"),
                ),
                Command(
                    "lut_smallest",
                    _tr("&Smallest grid under the ΔE on the page"),
                    needs="prediction",
                    tip=_tr("The smallest lattice that stays as near to the continuous LUT"),
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "lut_page": self.show_page,
            "lut_window": self.enlarge,
            "lut_repair": self.repair,
            "lut_smallest": lambda: self.find_smallest(self.smallest.limit.value()),
        }

    def ready(self) -> None:
        self._session.recipe_changed.connect(self._mark_repair)
        self._session.opened.connect(self._mark_repair)

    def close(self) -> None:
        self._timer.stop()
        if self.large is not None:
            self.large.close()
        for lane in (self.lane, self.smallest_lane):
            lane.close()

    # ---- commands

    def show_page(self) -> None:
        """The LUT page, from its top."""
        if self._window.sidebar.isHidden():
            self._window.hide_panels(False)
        self._window.sidebar.show_page("lut")
        self._window.look.lut.ensureWidgetVisible(self.viewer)

    def repair(self, on: bool) -> None:
        """As an undo step."""
        text = self.tr("Repair LUT") if on else self.tr("Undo repair of LUT")
        self._session.edit(text=text, repair="on" if on else "off")

    def find_smallest(self, limit: float) -> None:
        """Set the grid to the smallest whose largest ΔE2000 is at most ``limit``, as an undo step."""
        prediction = self._session.prediction
        if prediction is None:
            return
        self.smallest.set_busy(True)
        request = SmallestRequest(prediction, self._session.recipe, limit)
        self.smallest_lane.submit(_find_smallest, request, self.tr("Smallest grid"))

    def enlarge(self) -> None:
        """The viewer in a window of its own, beside the editor."""
        if self.large is None:
            self.large = LutWindow(self._window)
            self.large.closed.connect(self._shrink)
            self._wire(self.large.viewer)
        viewer = self.large.viewer
        viewer.set_mode(self.viewer.mode)
        viewer.lines.setChecked(self.viewer.lines.isChecked())
        viewer.set_coverage(self.cover.show_used.isChecked())
        viewer.show_facts(self.facts)
        self.large.show()
        self.large.raise_()
        self.large.activateWindow()
        self._look_again()

    def _shrink(self) -> None:
        large, self.large = self.large, None
        if large is not None:
            large.deleteLater()

    # ---- following

    @property
    def watched(self) -> bool:
        """Whether anybody looks."""
        return self.large is not None or (self._window.sidebar.page == "lut" and not self._window.sidebar.isHidden())

    def _viewers(self) -> tuple[LutViewer, ...]:
        return (self.viewer,) if self.large is None else (self.viewer, self.large.viewer)

    def _forget(self) -> None:
        self._baked = None
        self.smallest.show_found(None)
        self._show(None)

    def _recipe_changed(self, before: int, after: int) -> None:
        if before != after:
            self.smallest.show_found(None)

    def _mark_repair(self) -> None:
        self._window.actions_by_name["lut_repair"].setChecked(self._session.recipe.repair != "off")

    def _take_baked(self, baked: Baked | None) -> None:
        self._baked = baked
        self.lane.cancel()
        if baked is None:
            self._timer.stop()
            self.health.set_pending()
            self.cover.set_pending()
        else:
            self._look_again()

    def _look_again(self) -> None:
        baked = self._baked
        known = self.facts is not None and baked is not None and self.facts.request.lut is baked.lut
        if baked is not None and not known and self.watched:
            self._timer.start()

    def _submit(self) -> None:
        if self._baked is not None:
            request = self._baked.request
            asked = LutRequest(request.prediction, request.recipe, self._baked.lut, self._baked.lattices)
            self.lane.submit(_look_over, asked)

    def _take(self, _: int, facts: LutFacts) -> None:
        if self._baked is not None and facts.request.lut is self._baked.lut:
            self._show(facts)
            self.looked_over.emit(facts)

    def _show(self, facts: LutFacts | None) -> None:
        self.facts = facts
        self.health.show_facts(facts)
        self.cover.show_facts(facts)
        for viewer in self._viewers():
            viewer.show_facts(facts)

    def _show_coverage(self, on: bool) -> None:
        for viewer in self._viewers():
            viewer.set_coverage(on)

    def _take_smallest(self, _: int, answer: SmallestFound) -> None:
        request = answer.request
        if request.prediction is not self._session.prediction:
            return
        if answer.found.size is not None:
            self._session.edit(text=self.tr("Smallest grid"), grid=answer.found.size)
        self.smallest.show_found(answer)
