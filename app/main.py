"""The composition root of the editor.

The window is on screen before numpy, cv2, rawpy and torch are imported: they come in with the workers.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from app import language
from app.crash import CrashReporter
from app.settings import Settings
from app.stopping import StopSignals
from app.theme import apply_theme
from app.windows.main_window import MainWindow
from mefcore.heap import share_heaps
from mefcore.threads import share_the_cores, use_at_most

ICON = Path(__file__).resolve().parent.parent / "resources" / "icons" / "luxcube.svg"


def has_display(arguments: Sequence[str]) -> bool:
    """Whether Qt can open a window; it would abort the process otherwise."""
    named = "-platform" in arguments or any(
        os.environ.get(k) for k in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    )
    return named or not sys.platform.startswith("linux")


def prepare(settings: Settings) -> None:
    """What must be known before there is an application: how large its texts are, and what its threads share."""
    scale = settings.option("scale")
    if scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{scale / 100:g}")
    share_the_cores()
    share_heaps()
    use_at_most(settings.option("threads"))


def make_application(argv: Sequence[str]) -> QApplication:
    """The QApplication, named and themed."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(list(argv))
    app.setApplicationName("luxcube")
    app.setApplicationDisplayName("Luxcube")
    app.setDesktopFileName("luxcube")
    app.setWindowIcon(QIcon(str(ICON)))
    apply_theme(app)
    return app


def make_window(paths: Sequence[Path], settings: Settings, crash: CrashReporter) -> MainWindow:
    """The window, which begins to open ``paths`` and to load the network as soon as it is painted."""
    window = MainWindow(settings, crash)

    def begin() -> None:
        if window.isHidden():  # closed before it was painted
            return
        window.opener.warm_up()
        window.open_paths(paths)

    window.first_painted.connect(begin)
    return window


def main(argv: Sequence[str] | None = None) -> int:
    """``luxcube [FILES|FOLDERS]``; returns the exit status."""
    arguments = list(sys.argv if argv is None else ["luxcube", *argv])
    if any(a in ("-h", "--help") for a in arguments[1:]):
        print("luxcube [FILES|FOLDERS]   open the editor, on the bracket in these files and folders")
        return 0
    if "--version" in arguments[1:]:
        from mefcore import __version__

        print(f"luxcube {__version__}")
        return 0
    if not has_display(arguments):
        print("luxcube: there is no display here; `mef fuse` works without one", file=sys.stderr)
        return 2
    settings = Settings()
    prepare(settings)
    app = make_application(arguments)
    language.install(app, settings.option("language"))
    crash = CrashReporter()
    crash.install()
    # Qt has taken its own options (-platform, -style, …) out of these.
    paths = [Path(a) for a in app.arguments()[1:]]
    window = make_window(paths, settings, crash)
    window.show()
    window.canvas.setFocus()
    signals = StopSignals(window.stop)
    status = app.exec()
    signals.restore()
    crash.uninstall()
    return status


if __name__ == "__main__":
    sys.exit(main())
