"""Takes pictures of every part of the window, on the sample and on a small shoot, in a font that is everywhere alike.

QT_QPA_PLATFORM=offscreen python tests/app/screens.py out/screens 1280 800
QT_QPA_PLATFORM=offscreen QT_SCALE_FACTOR=2 python tests/app/screens.py out/screens-4k 1920 1080
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from cards import shoot
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from waiting import pause, until

from app.crash import CrashReporter
from app.instruments.lut import LutInstruments
from app.main import make_application, make_window
from app.settings import Settings
from app.windows.main_window import MainWindow
from app.windows.samples import sample_frames

Scene = Callable[[MainWindow], "QWidget | None"]
"""Brings the window where the picture is to be taken; returns another window to take instead, or None."""


def calm(window: MainWindow) -> None:
    until(lambda: window.session.prediction is not None and window.preview.settled and not window.opener.busy)
    pause(150)


def page(name: str) -> Scene:
    return lambda window: window.sidebar.show_page(name)


def lut_page(window: MainWindow) -> None:
    window.sidebar.show_page("lut")
    until(lambda: window.findChild(LutInstruments).facts is not None)


def unfolded(window: MainWindow) -> None:
    window.sidebar.show_page("look")
    window.session.edit(exposure=0.3, curve=((0.0, 0.0), (0.25, 0.2), (0.75, 0.82), (1.0, 1.0)), saturation_blue=0.3)
    for section in window.look.sections.values():
        section.fold(False)


def side_by_side(window: MainWindow) -> None:
    window.actions_by_name["side_by_side"].trigger()


def dialog(action: str, name: str, ready: Callable[[QWidget], bool] = lambda _: True) -> Scene:
    """The window that a command opens, once it is ``ready``."""

    def show(window: MainWindow) -> QWidget | None:
        window.actions_by_name[action].trigger()
        found: list[QWidget] = []

        def there() -> bool:
            found[:] = [w for w in window.findChildren(QWidget) if w.objectName() == name and w.isVisible()]
            return bool(found) and ready(found[0])

        until(there)
        return found[0]

    return show


def typed(palette: QWidget) -> bool:
    """Something that has no name of a folder in it."""
    palette.findChild(QLineEdit).setText("zoom")
    return True


def placeless(dialog: QWidget) -> bool:
    """Without the folder of this run."""
    for line in dialog.findChildren(QLineEdit):
        if "/" in line.text():
            line.setText("~/Pictures/card")
    return True


def told(dialog: QWidget) -> bool:
    """Whether nothing in it is still being worked out."""
    return not any(label.text() == "…" for label in dialog.findChildren(QLabel))


ON_SAMPLE: dict[str, Scene] = {
    "look": page("look"),
    "blend": page("blend"),
    "lut": lut_page,
    "unfolded": unfolded,
    "history": page("history"),
    "side-by-side": side_by_side,
    "palette": dialog("palette", "palette", typed),
    "shortcuts": dialog("shortcuts", "shortcuts"),
    "preferences": dialog("preferences", "preferences"),
    "export-lut": dialog("export_lut", "lut_export", told),
}
ON_SHOOT: dict[str, Scene] = {
    "shoot": lambda window: None,
    "batch": dialog("export_sets", "batch", placeless),
    "series": dialog("series", "series", lambda window: window.apply.isEnabled()),
}


def take(window: MainWindow, scenes: dict[str, Scene], folder: Path) -> None:
    for name, scene in scenes.items():
        other = scene(window)
        calm(window)
        pause(150)
        (other or window).grab().save(str(folder / f"{name}.png"))
        if other is not None:
            other.close()


def main() -> int:
    folder, width, height = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as own:
        for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = own
        app = make_application(["luxcube"])
        import font_source_sans_pro

        for style in ("Regular", "Bold", "It"):
            QFontDatabase.addApplicationFont(
                str(Path(font_source_sans_pro.__path__[0]) / "files" / f"SourceSansPro-{style}.ttf")
            )
        app.setFont(QFont("Source Sans Pro", 10))
        settings = Settings(Path(own) / "s.ini")
        settings.set_option("hints", False)
        window = make_window([], settings, CrashReporter(Path(own) / "log"))
        window.resize(width, height)
        window.show()
        window.grab().save(str(folder / "empty.png"))
        window.open_paths(list(sample_frames()))
        calm(window)
        take(window, ON_SAMPLE, folder)
        for i in range(6):
            shoot(Path(own) / "card", 1 + 3 * i, 60 * i, turned=i)
        window.open_paths([Path(own) / "card"])
        until(lambda: len(window.shoot.sets) == 6)
        calm(window)
        until(lambda: window.desk.thumbnails.settled and window.desk.fused.settled)
        take(window, ON_SHOOT, folder)
        window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
