"""How the editor copes with a large shoot: event-loop latency, memory and time, for a folder of hundreds of brackets.

    python tests/bench/bench_shoot.py [--sets 500] [--out out/bench_shoot.json]

Makes tiny JPEGs with EXIF, drops their folder on a real window, and measures how late a timer of 10 ms comes: while
files are looked at and grouped and the first bracket is opened, while the list is scrolled from end to end, and while
settings are given to all sets at once.  The second run finds its fused pictures on disk.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

TICK = 0.010
STOPS = (0, -2, 2)


def make_card(folder: Path, sets: int) -> None:
    """Brackets of three frames, 180×120, a minute apart."""
    import numpy as np
    from PIL import Image
    from PIL.TiffImagePlugin import IFDRational

    y, x = np.mgrid[0:120, 0:180] / 180
    for number in range(sets):
        light = 0.02 + 0.3 * np.roll(x, 7 * number, axis=1) * (1 - 0.5 * y)
        light[(x > 0.5) & (x < 0.8) & (y < 0.4)] += 5.0 * ((number % 7) + 1) / 7
        colour = light[..., None] * [1.0 + 0.1 * (number % 3), 1.0, 1.1 - 0.1 * (number % 4)]
        for k, stop in enumerate(STOPS):
            moment = datetime(2024, 5, 6, 6) + timedelta(seconds=60 * number + 0.5 * k)
            exif = Image.Exif()
            exif[0x010F], exif[0x0110] = "Acme", "Mark I"
            exif.get_ifd(0x8769).update(
                {
                    0x829A: IFDRational(round(100 * 2.0**stop), 6000),
                    0x829D: IFDRational(8),
                    0x8827: 100,
                    0x9003: f"{moment:%Y:%m:%d %H:%M:%S}",
                    0x9291: f"{moment.microsecond // 10_000:02d}",
                }
            )
            data = io.BytesIO()
            pixels = np.round(255 * np.clip(colour * 2.0**stop, 0, 1) ** (1 / 2.2)).astype(np.uint8)
            Image.fromarray(pixels).save(data, "JPEG", exif=exif, quality=85)
            (folder / f"IMG_{3 * number + k:05d}.JPG").write_bytes(data.getvalue())


class Latency:
    """How late a timer comes that should come every :data:`TICK` seconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._gaps: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=int(1000 * TICK))
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last)
        self._last = now

    def take(self) -> dict[str, float]:
        """Since the last time, in milliseconds late."""
        late = sorted(1000 * max(0.0, gap - TICK) for gap in self._gaps) or [0.0]
        self._gaps = []
        found = {"median": statistics.median(late), "p99": late[int(0.99 * (len(late) - 1))], "max": late[-1]}
        return {name: round(value, 1) for name, value in found.items()} | {"ticks": len(late)}


def run(card: Path, home: Path, sets: int) -> dict[str, object]:
    """Drop the folder on a window that has nothing in it."""
    for kind in ("DATA", "STATE", "CACHE", "CONFIG"):
        os.environ[f"XDG_{kind}_HOME"] = str(home / kind.lower())
    from PySide6.QtCore import QEventLoop, QTimer

    from app.crash import CrashReporter
    from app.main import make_application, make_window
    from app.settings import Settings

    app = make_application(["luxcube"])
    window = make_window([], Settings(home / "s.ini"), CrashReporter(home / "log"))
    window.resize(1280, 800)
    window.show()

    def wait(done: Callable[[], bool], seconds: float = 300) -> float:
        """In a real event loop, which sleeps when there is nothing to do."""
        start, loop = time.perf_counter(), QEventLoop()

        def look() -> None:
            if done():
                loop.quit()
            elif time.perf_counter() - start > seconds:
                raise SystemExit("this takes too long")

        timer = QTimer(interval=5)
        timer.timeout.connect(look)
        timer.start()
        if not done():
            loop.exec()
        timer.stop()
        return round(time.perf_counter() - start, 2)

    def pause(seconds: float) -> None:
        until = time.perf_counter() + seconds
        wait(lambda: time.perf_counter() > until)

    wait(lambda: not window.opener.infer_lane.busy)
    found: dict[str, object] = {}
    latency = Latency()
    window.open_paths([card])
    found["seconds_to_list"] = wait(lambda: len(window.shoot.sets) >= sets)
    found["seconds_to_picture"] = wait(lambda: window.session.prediction is not None and window.preview.settled)
    found["late_ms_while_opening"] = latency.take()
    found["seconds_to_fused_in_view"] = wait(lambda: window.desk.fused.settled)
    bar = window.desk.view.verticalScrollBar()
    for step in range(100):
        bar.setValue(bar.maximum() * step // 99)
        pause(0.03)
    found["late_ms_while_scrolling"] = latency.take()
    found["seconds_to_fused_at_the_end"] = wait(lambda: window.desk.fused.settled)
    contents = [frozenset(one.paths) for one in window.shoot.sets if one.is_bracket]
    from mefcore.recipe import SECTIONS, Recipe

    start = time.perf_counter()
    window.desk.editor.paste(Recipe(contrast=0.3), contents, SECTIONS)
    found["ms_to_paste_to_all"] = round(1000 * (time.perf_counter() - start), 1)
    pause(2.0)
    found["late_ms_after_pasting"] = latency.take()
    window.shoot.undo_stack.undo()
    found["fused_mb"] = round(window.desk.fused.nbytes / 2**20, 1)
    found["frames_mb"] = round(window.desk.thumbnails.nbytes / 2**20, 1)
    found["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    window.stop()
    window.deleteLater()
    app.processEvents()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=int, default=500)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        card, home = Path(name, "card"), Path(name, "home")
        card.mkdir()
        make_card(card, options.sets)
        found = {"sets": options.sets, "first": run(card, home, options.sets), "again": run(card, home, options.sets)}
    print(json.dumps(found, indent=2))
    if options.out is not None:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
