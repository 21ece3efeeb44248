"""A real window over the real engine and network, with settings and log of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cards import card
from makers import save_bracket
from once import remember
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app import language
from app.crash import CrashReporter
from app.main import make_application, make_window
from app.settings import Settings
from app.windows.main_window import MainWindow

WAIT = 60_000
"""Milliseconds; a busy machine imports torch slowly."""


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    from PySide6.QtWidgets import QApplication

    return QApplication


@pytest.fixture(scope="session", autouse=True)
def known_brackets() -> Iterator[None]:
    """The same frames are lined up, and shown to the network, once in a process."""
    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        yield


@pytest.fixture(autouse=True)
def no_dangling_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t.name for t in threading.enumerate() if t not in before and t.is_alive()]
    assert not left, f"threads still running: {left}"


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept outside of the settings goes where it can harm nobody."""
    for kind in ("DATA", "STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / "home" / kind.lower()))


@pytest.fixture
def bracket(tmp_path: Path) -> list[Path]:
    """Three frames, 360×240, with exposure times two stops apart."""
    return save_bracket(tmp_path / "bracket")


@pytest.fixture
def card_sets(tmp_path: Path) -> list[list[Path]]:
    """The files of a memory card: three brackets, and third among them a single picture."""
    return card(tmp_path / "card")


@pytest.fixture
def sets(card_sets: list[list[Path]]) -> list[list[Path]]:
    """The three brackets of the card."""
    return [one for one in card_sets if len(one) > 1]


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    """The window speaks German."""
    assert language.install(qapp, "de") == "de"
    yield
    language.install(qapp, "en")


@pytest.fixture
def make(qtbot, tmp_path: Path) -> Iterator[Callable[..., MainWindow]]:
    """Makes windows, and closes them."""
    windows: list[MainWindow] = []
    crash = CrashReporter(tmp_path / "log" / "luxcube.log")
    make_application(["luxcube"])

    def build(*paths: Path) -> MainWindow:
        window = make_window(list(paths), Settings(tmp_path / "luxcube.ini"), crash)
        windows.append(window)
        if not (tmp_path / "luxcube.ini").exists():
            window.resize(1280, 770)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        window.canvas.setFocus()
        return window

    yield build
    for window in windows:
        window.exporter.queue.cancel()
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not crash.path.exists(), crash.path.read_text()


@pytest.fixture
def window(make: Callable[..., MainWindow]) -> MainWindow:
    """An empty window."""
    return make()


@pytest.fixture
def settled(qtbot) -> Callable[[MainWindow], None]:
    """Waits until the exact picture is on screen."""

    def wait(window: MainWindow) -> None:
        qtbot.waitUntil(lambda: window.session.prediction is not None and window.preview.settled, timeout=WAIT)

    return wait


@pytest.fixture
def read(qtbot) -> Callable[[MainWindow], None]:
    """Waits until a bracket is open; that asks for no network."""

    def wait(window: MainWindow) -> None:
        done = lambda: window.session.bracket is not None and not window.opener.load_lane.busy  # noqa: E731
        qtbot.waitUntil(done, timeout=WAIT)

    return wait


@pytest.fixture
def opened(make: Callable[..., MainWindow], bracket: list[Path], settled: Callable[[MainWindow], None]) -> MainWindow:
    """A window with the bracket in it, its exact picture on screen."""
    window = make(*bracket)
    settled(window)
    return window


@pytest.fixture
def again(make: Callable[..., MainWindow], settled: Callable[[MainWindow], None]) -> Callable[..., MainWindow]:
    """Opens files in another window, once the one before is closed."""

    def open_again(before: MainWindow, *paths: Path) -> MainWindow:
        before.close()
        window = make(*paths)
        if paths:
            settled(window)
        return window

    return open_again
