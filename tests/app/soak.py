"""A hand that does anything at all, for long: what it must not bring about is a crash, a leak or a thread that stays.

    python tests/app/soak.py --actions 2000 --seed 1

Every action is one of a person's: a command of the menus or the palette, a slider dragged, a number typed, the picture
zoomed and dragged, a set chosen, a section folded, the window resized.  It uses a real window, engine and network, on a
small shoot of its own; only what asks for a file gets its answers from here.

Memory is that of the process as the system counts it, and nothing here helps to make it less.  What is open decides
how much is needed, so every hundred actions the hand goes home, and only there it is measured: the same set, as it was
shot, the whole picture in a window of the same size, and the program has given back what it does not need.  The first
quarter of the actions fills caches, imports libraries and makes dialogs, which stay.  Of what was measured after it,
the median of the last third may be at most a tenth above the median of the first third.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from cards import shoot
from hands import move, scroll
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QFileDialog, QTabBar, QWidget
from shiboken6 import isValid
from waiting import pause, until

from app.crash import CrashReporter
from app.main import make_application, make_window, prepare
from app.panels.groove import GrooveSlider
from app.panels.slider import StopSlider
from app.settings import Settings
from app.windows import dialogs
from app.windows.batching import Batching
from app.windows.main_window import MainWindow
from app.windows.thrift import Thrift

LEAVE = frozenset({"quit", "full_screen", "about"})
"""Commands that end the soak, or belong to the window manager."""
WARM_UP = 0.25
"""The part of the actions after which caches have their size."""
SETTLE_EVERY = 25
"""Actions between two pauses until everything has come to rest."""
MEASURE_EVERY = 100
"""Actions between two measures of memory."""
SIZE = (1100, 720)


@dataclass
class Soaked:
    """What came of it.  Memory is that of the process, in MB, at home; widgets are all there are then.

    Missed is how often the hand wanted what was not there just then, such as a slider of a page that was not shown; it
    is not counted as an action.
    """

    actions: int
    seed: int
    seconds: float = 0.0
    memory: list[float] = field(default_factory=list)
    widgets: list[int] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)
    missed: int = 0
    bugs: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)

    @property
    def growth(self) -> float:
        """From the median of the first third after warming up to that of the last third."""
        steady = (
            sorted(self.memory[: max(1, len(self.memory) // 3)]),
            sorted(self.memory[-max(1, len(self.memory) // 3) :]),
        )
        first, last = (values[len(values) // 2] for values in steady)
        return last / first - 1


class Hand:
    """Chooses and does one thing after the other."""

    def __init__(self, window: MainWindow, files: list[Path], seed: int) -> None:
        self.window = window
        self.files = files
        self.random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.missed = 0
        self.last: deque[str] = deque(maxlen=40)
        self._ways: tuple[tuple[int, Callable[[], str]], ...] = (
            (30, self._command),
            (30, self._slider),
            (8, self._type),
            (14, self._canvas),
            (6, self._tab),
            (6, self._undo),
            (4, self._resize),
            (4, self._key),
            (3, self._wait),
        )

    def act(self) -> None:
        """Do one thing; where there is nothing to do it to, another."""
        ways = [way for weight, way in self._ways for _ in range(weight)]
        while not (name := self.random.choice(ways)()):
            self.missed += 1
        self.done[name] += 1
        self.last.append(name)

    def _command(self) -> str:
        able = [a for n, a in self.window.actions_by_name.items() if a.isEnabled() and n not in LEAVE]
        action = self.random.choice(able)
        name = action.objectName()
        action.trigger()
        return name

    def _visible(self, *kinds: type[QWidget]) -> list[QWidget]:
        found = [w for kind in kinds for w in self.window.findChildren(kind)]
        return [w for w in found if w.isVisible() and w.isEnabled()]

    def _slider(self) -> str:
        sliders = self._visible(StopSlider, GrooveSlider)
        if not sliders:
            return ""
        slider = self.random.choice(sliders)
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
        for _ in range(self.random.randint(1, 6)):
            if not isValid(slider):  # a frame's, and another bracket has come
                return "slider"
            move(slider, slider.handle_position(self.random.randint(slider.minimum(), slider.maximum())))
            pause(10)
        if isValid(slider):
            QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=slider.handle_position().toPoint())
        return "slider"

    def _type(self) -> str:
        spins = self._visible(QAbstractSpinBox)
        if not spins:
            return ""
        box = self.random.choice(spins)
        box.setFocus()
        box.selectAll()
        QTest.keyClicks(box, self.random.choice(("0", "7", "-20", "33", "100", "1.5", "x")))
        QTest.keyClick(box, Qt.Key.Key_Return)
        return "number"

    def _canvas(self) -> str:
        canvas = self.window.canvas
        here = self._place(canvas)
        way = self.random.randrange(5)
        if way == 0:
            scroll(canvas, here, self.random.choice((-3, -1, 1, 3)))
        elif way == 1:
            QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=here)
        elif way == 2:
            QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=here)
        else:
            QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=here)
            for _ in range(3):
                move(canvas, QPointF(self._place(canvas)))
                pause(10)
            QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=self._place(canvas))
        return "picture"

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(self.random.randrange(max(1, widget.width())), self.random.randrange(max(1, widget.height())))

    def _tab(self) -> str:
        tabs = [t for t in self._visible(QTabBar) if t.count()]
        if not tabs:
            return ""
        bar = self.random.choice(tabs)
        QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(self.random.randrange(bar.count())).center())
        return "tab"

    def _undo(self) -> str:
        done = ""
        for _ in range(self.random.randint(1, 5)):
            action = self.window.actions_by_name[self.random.choice(("undo", "undo", "redo"))]
            if action.isEnabled():
                action.trigger()
                done = "undo"
        return done

    def _resize(self) -> str:
        self.window.resize(self.random.randint(760, 1300), self.random.randint(520, 900))
        return "resize"

    def _key(self) -> str:
        keys = (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backslash, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_Down)
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, self.random.choice((*keys, Qt.Key.Key_Delete, Qt.Key.Key_Right)))
        return "key"

    def _wait(self) -> str:
        settle(self.window)
        return "wait"


def settle(window: MainWindow) -> None:
    """Until the picture is exact and nothing is loaded, prepared, refined or exported any more.

    Raises:
        TimeoutError: something never comes to an end.
    """
    try:
        until(lambda: not _busy(window))
    except TimeoutError as error:
        raise TimeoutError(f"never came to rest: {_busy(window)}") from error


def _busy(window: MainWindow) -> str:
    """What is under way; empty where nothing is."""
    parts = {
        "opening": window.opener.busy,
        "preparing": window.preparer.busy,
        "refining": window.refiner.lane.busy,
        "rendering": not window.preview.settled,
        "exporting": bool(window.exporter.queue.waiting),
    }
    return ", ".join(name for name, is_so in parts.items() if is_so)


def go_home(window: MainWindow, card: Path) -> None:
    """To the first set of the card, as it was shot, all of it in a window as large as at first, with its panels."""
    window.hide_panels(False)
    window.open_paths([card])
    pause(100)
    settle(window)
    for name in ("reset", "compare_off", "fit"):
        if window.actions_by_name[name].isEnabled():
            window.actions_by_name[name].trigger()
    window.resize(*SIZE)
    pause(100)
    settle(window)
    batching = next(feature for feature in window.features if isinstance(feature, Batching))
    until(lambda: not batching.queue.busy)
    gc.collect()
    thrift = next(feature for feature in window.features if isinstance(feature, Thrift))
    until(lambda: not thrift.busy)


def memory() -> float:
    """Resident, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def told(hand: Hand) -> Iterator[None]:
    """Say what was done last, if it ends badly."""
    try:
        yield
    except BaseException:
        print("last:", " ".join(hand.last))
        raise


@contextmanager
def answered(folder: Path, files: list[Path], chance: random.Random) -> Iterator[None]:
    """Whatever asks for a file is told one; whatever else waits for an answer is sent away."""
    kept = {n: getattr(dialogs, n) for n in ("ask_files", "ask_file", "ask_folder", "ask_target")}
    count = iter(range(10**9))
    dialogs.ask_files = lambda *_: chance.sample(files, 3)
    dialogs.ask_file = lambda *_, **__: chance.choice(files)
    dialogs.ask_folder = lambda *_: files[0].parent
    dialogs.ask_target = lambda _p, _t, suggested, *_: folder / f"out-{next(count) % 4}{suggested.suffix}"
    timer = QTimer(interval=40)
    timer.timeout.connect(_send_away)
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        for name, function in kept.items():
            setattr(dialogs, name, function)


def _send_away() -> None:
    modal = QApplication.activeModalWidget()
    if modal is not None:
        modal.close()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QFileDialog) and widget.isVisible():
            widget.reject()


def soak(actions: int, seed: int, folder: Path) -> Soaked:
    """Do so many things to a window on a shoot of four sets in ``folder``."""
    start, soaked = time.monotonic(), Soaked(actions, seed)
    settings = Settings(folder / "luxcube.ini")
    prepare(settings)
    before = {t.ident for t in threading.enumerate()}
    app = make_application(["luxcube"])
    files = [p for i in range(4) for p in shoot(folder / "card", 1 + 3 * i, 60 * i, turned=i)]
    (folder / "out").mkdir()
    crash = CrashReporter(folder / "log" / "luxcube.log")
    crash.install()
    window = make_window([folder / "card"], settings, crash)
    window.resize(*SIZE)
    window.show()
    hand = Hand(window, files, seed)
    settle(window)
    with answered(folder / "out", files, random.Random(seed + 1)), told(hand):
        for i in range(actions):
            hand.act()
            pause(10)
            if i % SETTLE_EVERY == 0:
                settle(window)
                print(f"{i} of {actions}", end="\r", flush=True)
            last = i == actions - 1
            if last or (i % MEASURE_EVERY == 0 and i >= WARM_UP * actions):
                settle(window)
                go_home(window, folder / "card")
                soaked.memory.append(round(memory(), 1))
                soaked.widgets.append(len(QApplication.allWidgets()))
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    crash.uninstall()
    if crash.path.exists():
        soaked.bugs.append(crash.path.read_text())
    soaked.threads = [t.name for t in threading.enumerate() if t.ident not in before and t.is_alive()]
    soaked.missed = hand.missed
    soaked.done, soaked.seconds = dict(hand.done.most_common()), round(time.monotonic() - start, 1)
    return soaked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("CONFIG", "STATE", "CACHE", "DATA"):
            os.environ[f"XDG_{kind}_HOME"] = folder
        soaked = soak(given.actions, given.seed, Path(folder))
    if given.out:
        given.out.write_text(json.dumps(asdict(soaked), indent=1))
    print(f"{soaked.actions} actions (seed {soaked.seed}) in {soaked.seconds:.0f} s")
    print(f"memory {soaked.memory[0]:.0f} … {soaked.memory[-1]:.0f} MB, {100 * soaked.growth:+.1f} %")
    print(f"widgets {soaked.widgets[0]} … {soaked.widgets[-1]}; threads left: {soaked.threads or 'none'}")
    print("\n".join(soaked.bugs) or "no bug was reported")
    return int(bool(soaked.bugs or soaked.threads or soaked.growth > 0.1))


if __name__ == "__main__":
    sys.exit(main())
