"""Bugs go to a log file and to one dialog; the window stays alive."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QMessageBox

_log = logging.getLogger("luxcube")


def default_log() -> Path:
    from platformdirs import user_log_path

    return user_log_path("luxcube", appauthor=False) / "luxcube.log"


class CrashReporter(QObject):
    """Takes over ``sys.excepthook`` and ``threading.excepthook`` while installed.

    Args:
        path: the log file; its folder is made when the first bug is written.
    """

    _bug = Signal(str, str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path or default_log()
        self._handler: logging.Handler | None = None
        self._dialog: QMessageBox | None = None
        self._hooks = (sys.excepthook, threading.excepthook)
        self._bug.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self.report(args.exc_value)

    def uninstall(self) -> None:
        sys.excepthook, threading.excepthook = self._hooks
        if self._handler is not None:
            _log.removeHandler(self._handler)
            self._handler.close()
            self._handler = None

    def report(self, error: BaseException | None) -> None:
        """Log a bug and tell of it; from any thread."""
        if error is None:
            return
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        logged = self._write(text)
        self._bug.emit(f"{type(error).__name__}: {error}", str(logged) if logged else "")
        print(text, file=sys.stderr)

    def log(self, text: str) -> None:
        """Write down what no window can tell any more."""
        self._write(text)
        print(text, file=sys.stderr)

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            app = QApplication.instance()
            if app is not None:
                app.quit()
            return
        self.report(error)

    def _write(self, text: str) -> Path | None:
        try:
            if self._handler is None:
                from logging.handlers import RotatingFileHandler

                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._handler = RotatingFileHandler(self.path, maxBytes=1 << 20, backupCount=2, encoding="utf-8")
                self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
                _log.addHandler(self._handler)
                _log.propagate = False
            from mefcore import __version__

            _log.error("Luxcube %s, Python %s\n%s", __version__, sys.version.split()[0], text)
        except OSError:
            return None
        return self.path

    @Slot(str, str)
    def _show(self, summary: str, log: str) -> None:
        if self._dialog is not None:  # one dialog, however many bugs
            return
        box = QMessageBox(QApplication.activeWindow())
        box.setObjectName("crash")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("Luxcube"))
        box.setText(self.tr("Something went wrong inside Luxcube. You can go on working."))
        where = self.tr("The details are in {0}.").format(log) if log else self.tr("The log could not be written.")
        box.setInformativeText(f"{summary}\n\n{where}")
        go_on = box.addButton(self.tr("Continue"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        if log:
            button = box.addButton(self.tr("Open the log"), QMessageBox.ButtonRole.ActionRole)
            button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(log)))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(self._closed)
        self._dialog = box
        box.open()

    @Slot(int)
    def _closed(self, _: int) -> None:
        self._dialog = None
