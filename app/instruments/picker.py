"""The colour picker: values of up to four places in every frame, the blend and the result; and white balance by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QPoint, QPointF
from PySide6.QtWidgets import QMenu

from app.instruments.picker_marks import Marks, PickTool
from app.instruments.picker_messages import MOST, SIZES, GreyRequest, Picked, PickRequest, Point, Sample, Seen
from app.instruments.picker_table import UNITS, SampleTable, Units
from app.jobs import Lane
from app.models.messages import Rendered
from app.windows.feature import Feature
from app.windows.menus import Command, Menu
from mefcore.job import Job

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow
    from mefcore.look.neutral import Neutral

Mode = Literal["", "pick", "grey"]
"""What a click does: nothing of ours; set a sample; make the place grey."""
_SIZE_NAMES = tuple(str(size) for size in SIZES)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Picker", text)


def _pick(request: PickRequest, job: Job) -> Picked:
    from app.instruments import picker_work

    return picker_work.pick(request, job)


def _neutral(request: GreyRequest, job: Job) -> Neutral:
    from app.instruments import picker_work

    return picker_work.neutral(request, job)


class Picker(Feature):
    """Samples follow the picture: whatever is rendered, their values are computed anew from the frames at full size."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._canvas = window.canvas
        self._session = window.session
        self._settings = window.settings
        self._mode: Mode = ""
        self._seen: Seen | None = None
        self._points: tuple[Point, ...] = ()
        self._current = -1
        self._samples: tuple[Sample, ...] = ()
        self._size = int(self._settings.choice("pick_size", _SIZE_NAMES, "5"))
        units: Units = self._settings.choice("pick_units", UNITS, "rgb")
        self.pick_lane, self.grey_lane = Lane("pick", self), Lane("grey", self)
        self.tool = PickTool(self._canvas)
        self.marks = Marks(self._canvas)
        self.table = SampleTable(units, self._size, window.sidebar)
        self.table.hide()
        window.sidebar.add_on_top(self.table)
        window.status.set_units(units)
        self._connect()

    def _connect(self) -> None:
        self.tool.picked.connect(self._picked)
        self.tool.moved.connect(lambda x, y: self._move(self._current, (x, y)))
        self.marks.chosen.connect(self._choose)
        self.marks.dragged.connect(self._drag)
        self.marks.stepped.connect(self._step)
        self.marks.removed.connect(self.remove)
        self.marks.removed.connect(lambda _: self._canvas.setFocus())
        self.marks.menu_wanted.connect(self._show_menu)
        self.table.chosen.connect(self._choose)
        self.table.units_chosen.connect(self.set_units)
        self.table.size_chosen.connect(self.set_size)
        self.table.grey_wanted.connect(lambda: self.make_grey(self._points[self._current]))
        self.table.remove_wanted.connect(lambda: self.remove(self._current))
        self.pick_lane.succeeded.connect(self._take_samples)
        self.pick_lane.failed.connect(lambda _, error: self._window.tell(error))
        self.grey_lane.succeeded.connect(self._take_grey)
        self.grey_lane.failed.connect(lambda _, error: self._window.tell(error))
        self._window.preview.rendered.connect(self._follow)
        self._window.tools.changed.connect(self._other_tool)
        self._session.opened.connect(self._forget)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "view": (
                Command(
                    "pick",
                    _tr("Colour p&icker"),
                    ("I",),
                    checkable=True,
                    needs="picture",
                    tip=_tr("Click on up to four places, or Ctrl+click at any time: their values in frames and result"),
                ),
                Command(
                    "unpick", _tr("Remove colour samples"), needs="samples", tip=_tr("All that were set on the picture")
                ),
            ),
            "edit": (
                Command(
                    "make_grey",
                    _tr("&White balance from a grey place"),
                    ("Shift+W",),
                    checkable=True,
                    needs="prediction",
                    tip=_tr("Click on something grey or white: temperature and tint are set so that it is neutral"),
                    after="unnudge",
                ),
            ),
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "pick": lambda on: self.set_mode("pick" if on else ""),
            "unpick": self.clear,
            "make_grey": lambda on: self.set_mode("grey" if on else ""),
        }

    def can(self) -> Mapping[str, bool]:
        return {"samples": bool(self._points)}

    def escape(self) -> bool:
        if not self._mode:
            return False
        self.set_mode("")
        return True

    def close(self) -> None:
        self._seen = None
        self.pick_lane.close()
        self.grey_lane.close()

    # ---- what there is

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def points(self) -> tuple[Point, ...]:
        return self._points

    @property
    def current(self) -> int:
        """The chosen point's index; -1 for none."""
        return self._current

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The points' values, for what was rendered last; fewer than points while they are computed."""
        return self._samples

    def set_mode(self, mode: Mode) -> None:
        """Take a tool in the hand, or put it away."""
        self._mode = mode
        if mode and self._window.tools.nudging:
            self._window.tools.set_nudging(False)
        self.tool.set_on(bool(mode))
        actions = self._window.actions_by_name
        actions["pick"].setChecked(mode == "pick")
        actions["make_grey"].setChecked(mode == "grey")
        hint = {
            "": "",
            "pick": self.tr("Click: a sample, up to four. Esc puts the picker away."),
            "grey": self.tr("Click on something grey or white. Esc puts the picker away."),
        }
        self._window.status.hint(hint[mode])

    def set_units(self, units: Units) -> None:
        self._settings.set_text("pick_units", units)
        self._window.status.set_units(units)
        self.table.set_units(units)

    def set_size(self, size: int) -> None:
        """Average so many pixels across."""
        self._size = size
        self._settings.set_text("pick_size", str(size))
        self.table.set_size(size)
        self._ask()

    # ---- points

    def add(self, point: Point) -> None:
        """A sample more; in the place of the chosen one where there are as many as there can be."""
        if len(self._points) == MOST:
            self._move(self._current, point)
        else:
            self._set_points((*self._points, point), len(self._points))

    def remove(self, index: int) -> None:
        rest = self._points[:index] + self._points[index + 1 :]
        self._set_points(rest, min(self._current, len(rest) - 1))

    def clear(self) -> None:
        self._set_points((), -1)

    def _move(self, index: int, point: Point) -> None:
        if 0 <= index < len(self._points):
            self._set_points((*self._points[:index], point, *self._points[index + 1 :]), index)

    def _choose(self, index: int) -> None:
        self._set_points(self._points, index)

    def _drag(self, index: int, at: QPointF) -> None:
        place = self._canvas.place(at)
        if place is not None:
            self._move(index, place)

    def _step(self, index: int, dx: int, dy: int) -> None:
        bracket = self._session.bracket
        if bracket is None:
            return
        (x, y), (width, height) = self._points[index], bracket.size
        column = min(max(int(x * width) + dx, 0), width - 1)
        row = min(max(int(y * height) + dy, 0), height - 1)
        self._move(index, ((column + 0.5) / width, (row + 0.5) / height))

    def _set_points(self, points: tuple[Point, ...], current: int) -> None:
        moved = points != self._points
        gone = len(points) < len(self._points)
        self._points, self._current = points, current
        if gone:
            self._samples = ()
            self.pick_lane.cancel()
        self.marks.show_points(points, current)
        self.table.show_points(len(points), current)
        self.table.setVisible(bool(points))
        if moved:
            self._ask()
            self.changed.emit()

    def _picked(self, x: float, y: float) -> None:
        if self._mode == "grey":
            self.make_grey((x, y))
        else:
            self.add((x, y))

    def _other_tool(self) -> None:
        if self._window.tools.nudging and self._mode:
            self.set_mode("")
            self._window.tools.nudger.tool.set_on(True)  # the cursor is its own again

    def _forget(self) -> None:
        self._seen = None
        self.pick_lane.cancel()
        self.grey_lane.cancel()
        self.clear()

    # ---- values

    def _follow(self, rendered: Rendered) -> None:
        request = rendered.request
        self._seen = Seen(request.loaded, request.prediction, request.recipe, rendered.lut)
        self._ask()

    def _ask(self) -> None:
        if self._seen is not None and self._points:
            self.pick_lane.submit(_pick, PickRequest(self._seen, self._points, self._size))

    def _take_samples(self, _: int, picked: Picked) -> None:
        self._samples = picked.samples
        self.table.show_samples(picked.samples)

    def make_grey(self, point: Point) -> None:
        """Set the white balance so that a place becomes neutral, as an undo step."""
        if self._seen is not None and self._seen.prediction is not None:
            self.grey_lane.submit(_neutral, GreyRequest(self._seen, point, self._size))

    def _take_grey(self, _: int, found: Neutral) -> None:
        if self._mode == "grey":
            self.set_mode("")
        self._session.edit(text=self.tr("White balance"), temperature=found.temperature, tint=found.tint)
        if not found.reached:
            self._window.notice.show_news(
                self.tr("Temperature and tint do not go far enough to make this place grey; it is as near as they get.")
            )

    def _show_menu(self, index: int, at: QPoint) -> None:
        menu = QMenu(self.table)
        menu.addAction(self.tr("Make this place grey"), lambda: self.make_grey(self._points[index])).setEnabled(
            self._session.prediction is not None
        )
        menu.addAction(self.tr("Copy values"), self.table.copy)
        menu.addSeparator()
        menu.addAction(self.tr("Remove"), lambda: self.remove(index))
        menu.addAction(self.tr("Remove all samples"), self.clear)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
