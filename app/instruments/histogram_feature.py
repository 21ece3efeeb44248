"""Histogram and clipping marks in the window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor
from PySide6.QtWidgets import QMenu

from app import options
from app.instruments.clipping import KINDS, STYLES, Marks, Style
from app.instruments.histogram import HistogramView
from app.windows.feature import Feature
from app.windows.menus import Command, Menu
from app.windows.preferences import Preferences

if TYPE_CHECKING:
    from app.windows.main_window import MainWindow


def _tr(text: str) -> str:
    return QCoreApplication.translate("Instruments", text)


class Instruments(Feature):
    """Shows what :attr:`app.canvas.scene.Scene.looked_at` holds, and marks in the picture what is clipped of it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._settings = window.settings
        self._marks = Marks(style=self._settings.option("clipping"))
        self.view = HistogramView(window.sidebar)
        self.view.show_modes(self._settings.flag("histogram_luma", False), self._settings.flag("histogram_log", False))
        self.view.show_marks(self._marks)
        self.view.setVisible(self._settings.flag("histogram", True))
        window.sidebar.add_on_top(self.view)
        self.view.luma_wanted.connect(self._set_luma)
        self.view.log_wanted.connect(self._set_log)
        self.view.marks_wanted.connect(lambda kind: self.mark(**{kind: not getattr(self._marks, kind)}))
        window.canvas.compare_changed.connect(self._follow)
        window.session.opened.connect(self._follow)
        window.canvas.hovered.connect(self._hovered)

    @classmethod
    def menus(cls) -> Mapping[str, Menu]:
        return {
            "view": (
                Command(
                    "histogram",
                    _tr("H&istogram"),
                    ("H",),
                    checkable=True,
                    tip=_tr("Of what is shown, above the controls"),
                ),
                Command(
                    "histogram_luma", _tr("Histogram of luma"), checkable=True, tip=_tr("Instead of red, green, blue")
                ),
                Command(
                    "histogram_log",
                    _tr("Logarithmic histogram"),
                    checkable=True,
                    tip=_tr("Shows what few pixels have"),
                ),
                Command(
                    "clipping",
                    _tr("Mark &clipping"),
                    ("J",),
                    checkable=True,
                    needs="picture",
                    tip=_tr("Shadows that are black, and highlights with a channel at its end, at every zoom"),
                ),
                Command(
                    "clipped_shadows",
                    _tr("Mark clipped shadows"),
                    ("U",),
                    checkable=True,
                    needs="picture",
                    tip=_tr("Where every channel is 0"),
                ),
                Command(
                    "clipped_highlights",
                    _tr("Mark clipped highlights"),
                    ("O",),
                    checkable=True,
                    needs="picture",
                    tip=_tr("Where any channel is 255"),
                ),
            )
        }

    def handlers(self) -> Mapping[str, Callable[..., object]]:
        return {
            "histogram": self._set_visible,
            "histogram_luma": self._set_luma,
            "histogram_log": self._set_log,
            "clipping": lambda on: self.mark(shadows=on, highlights=on),
            "clipped_shadows": lambda on: self.mark(shadows=on),
            "clipped_highlights": lambda on: self.mark(highlights=on),
        }

    def ready(self) -> None:
        self._actions = self._window.actions_by_name
        # Here, so that the canvas has taken the picture before.
        self._window.preview.rendered.connect(lambda _: self._follow())
        self._add_menu()
        self._update_actions()
        for feature in self._window.features:
            if isinstance(feature, Preferences):
                feature.option_changed.connect(self._option_changed)

    @property
    def marks(self) -> Marks:
        """What is marked."""
        return self._marks

    def mark(self, shadows: bool | None = None, highlights: bool | None = None) -> None:
        """Mark clipped shadows or highlights, or no longer; None leaves them as they are."""
        now = self._marks
        self._set_marks(
            replace(
                now,
                shadows=now.shadows if shadows is None else shadows,
                highlights=now.highlights if highlights is None else highlights,
            )
        )

    def set_style(self, style: Style) -> None:
        """How marks look, from now on."""
        self._settings.set_option("clipping", style)
        self._set_marks(replace(self._marks, style=style))

    def _option_changed(self, name: str, value: Style) -> None:
        if name == "clipping":
            self.set_style(value)

    def _set_marks(self, marks: Marks) -> None:
        self._marks = marks
        self._window.canvas.set_marks(marks)
        self.view.show_marks(marks)
        self._update_actions()

    def _set_visible(self, on: bool) -> None:
        self._settings.set_flag("histogram", on)
        self.view.setVisible(on)
        self._update_actions()

    def _set_luma(self, on: bool) -> None:
        self._settings.set_flag("histogram_luma", on)
        self.view.show_modes(on, self.view.log)
        self._update_actions()

    def _set_log(self, on: bool) -> None:
        self._settings.set_flag("histogram_log", on)
        self.view.show_modes(self.view.luma, on)
        self._update_actions()

    def _update_actions(self) -> None:
        for name, on in (
            ("histogram", not self.view.isHidden()),
            ("histogram_luma", self.view.luma),
            ("histogram_log", self.view.log),
            ("clipping", self._marks.shadows and self._marks.highlights),
            *((f"clipped_{kind}", getattr(self._marks, kind)) for kind in KINDS),
        ):
            self._actions[name].setChecked(on)
        self._styles[self._marks.style].setChecked(True)

    def _add_menu(self) -> None:
        """The commands, where the histogram is clicked with the right button; in the menu bar how marks look, too."""
        self._menu = QMenu(self.tr("Colours of the marks"), self.view)
        group = QActionGroup(self._menu)
        names = dict(options.OPTIONS["clipping"].choices)
        self._styles: dict[Style, QAction] = {}
        for style in STYLES:
            action = self._menu.addAction(options.tr(names[style]))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, s=style: self.set_style(s))
            group.addAction(action)
            self._styles[style] = action
        last = self._actions["clipped_highlights"]
        menu = next(m for m in self._window.menuBar().findChildren(QMenu) if m.objectName() == "menu-view")
        after = menu.actions()[menu.actions().index(last) + 1 :]
        menu.insertMenu(after[0] if after else None, self._menu)  # type: ignore[arg-type]
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        names_shown = ("histogram_luma", "histogram_log", "", "clipping", "clipped_shadows", "clipped_highlights")
        for name in names_shown:
            if name:
                self.view.addAction(self._actions[name])
            else:
                line = QAction(self.view)
                line.setSeparator(True)
                self.view.addAction(line)
        self.view.addAction(self._menu.menuAction())

    # ---- following

    def _follow(self) -> None:
        picture = self._window.canvas.scene.looked_at
        self.view.show_histogram(None if picture is None else picture.histogram)

    def _hovered(self, _x: int, _y: int, seen: QColor | None) -> None:
        self.view.show_colour(seen)
