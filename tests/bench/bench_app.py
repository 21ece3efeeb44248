"""How fast the editor is: CPU time to the first window, and from a step of the grid slider to the painted picture.

    python tests/bench/bench_app.py [--out out/bench_app.json] [--repeats 7]

The picture is a made-up 3840×2160 bracket of three 8-bit frames, fitted into a canvas of 1920×1080; the split is off.
Draft: the resampled lattice is on screen.  Exact: the lattice sampled from the continuous LUT is.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GRIDS = (17, 33, 65, 129)
CANVAS = (1920, 1080)

FIRST_WINDOW = """
import sys, time, json, tempfile
from pathlib import Path
from app.crash import CrashReporter
from app.main import make_application, make_window
from app.settings import Settings

folder = Path(tempfile.mkdtemp())
app = make_application(["luxcube"])
window = make_window([], Settings(folder / "s.ini"), CrashReporter(folder / "log"))
window.opener.warm_up = lambda: None
found = {}

def painted():
    found.update(cpu_ms=1000 * time.process_time(), torch="torch" in sys.modules, cv2="cv2" in sys.modules)
    app.quit()

window.first_painted.connect(painted)
window.show()
app.exec()
window.close()
print(json.dumps(found))
"""


def first_window(repeats: int) -> dict[str, float | bool]:
    """Median CPU milliseconds of a fresh process until its window is painted."""
    runs = []
    for _ in range(repeats + 1):  # the first one fills the disk cache
        done = subprocess.run(
            [sys.executable, "-c", FIRST_WINDOW], cwd=ROOT, capture_output=True, text=True, check=True
        )
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    if any(run["torch"] or run["cv2"] for run in runs):
        raise SystemExit("torch or cv2 was imported before the first window")
    return {"cpu_ms": statistics.median(run["cpu_ms"] for run in runs[1:]), "torch_imported": False}


def save_frames(folder: Path) -> list[Path]:
    """A 3840×2160 bracket with detail at every scale."""
    from PIL import Image

    rng = np.random.default_rng(7)
    light = np.ones((2160, 3840, 3), np.float32)
    for size in (9, 30, 120):
        noise = Image.fromarray(rng.integers(0, 256, (size, size * 16 // 9, 3), np.uint8))
        light *= 0.4 + np.asarray(noise.resize((3840, 2160), Image.Resampling.BICUBIC), np.float32) / 160
    paths = []
    for k, stop in enumerate((-2, 0, 2)):
        encoded = np.clip(0.4 * light * 2.0**stop, 0, 1) ** (1 / 2.2)
        paths.append(folder / f"frame_{k}.jpg")
        Image.fromarray((255 * encoded).astype(np.uint8)).save(paths[-1], quality=92)
    return paths


class Bench:
    """A window over the made-up bracket, and a clock that stops when the canvas has been painted."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtCore import QEvent, QObject

        from app.crash import CrashReporter
        from app.main import make_application, make_window
        from app.settings import Settings

        self.app = make_application(["luxcube"])
        crash = CrashReporter(folder / "log")
        self.window = window = make_window(save_frames(folder), Settings(folder / "s.ini"), crash)
        window.canvas.setFixedSize(*CANVAS)
        window.show()
        window.canvas.set_split(False)
        self.pending: list[tuple[int, bool]] = []
        self.painted: dict[tuple[int, bool], float] = {}
        window.preview.rendered.connect(self._rendered)

        class Watch(QObject):
            def eventFilter(_, watched: QObject, event: QEvent) -> bool:  # noqa: N802, N805
                if event.type() == QEvent.Type.Paint and self.pending:
                    # The picture is on screen when this event has been handled, which the next line makes happen.
                    watched.removeEventFilter(self.watch)
                    watched.event(event)
                    watched.installEventFilter(self.watch)
                    for key in self.pending:
                        self.painted.setdefault(key, time.perf_counter())
                    self.pending.clear()
                    return True
                return False

        self.watch = Watch()
        window.canvas.installEventFilter(self.watch)
        self.until(lambda: window.session.prediction is not None and window.preview.settled)

    def _rendered(self, rendered) -> None:
        source = rendered.request.source
        if source is not None:
            self.pending.append((source.size, source.exact))

    def until(self, condition: Callable[[], bool]) -> None:
        from PySide6.QtCore import QEventLoop

        while not condition():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def step(self, grid: int) -> tuple[float, float]:
        """Milliseconds from moving the slider to the painted draft, and to the painted exact picture."""
        window = self.window
        start_from = 32 if grid == 33 else 33
        window.session.edit(grid=start_from)
        self.until(lambda: window.preview.settled)
        for size in [n for n in window.preview._lattices if n != start_from]:
            del window.preview._lattices[size]
        self.painted.clear()
        start = time.perf_counter()
        window.look.control("grid").slider.setValue(grid)
        self.until(lambda: (grid, True) in self.painted)
        return tuple(1000 * (self.painted[(grid, exact)] - start) for exact in (False, True))

    def close(self) -> None:
        self.window.close()


def slider(repeats: int) -> list[dict[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        rows = []
        for grid in GRIDS:
            times = [bench.step(grid) for _ in range(max(3, repeats // 2) if grid > 100 else repeats)]
            draft, exact = (statistics.median(t[i] for t in times) for i in (0, 1))
            rows.append({"grid": grid, "draft_ms": round(draft, 1), "exact_ms": round(exact, 1)})
        bench.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--repeats", type=int, default=7)
    options = parser.parse_args()
    window = first_window(options.repeats)
    rows = slider(options.repeats)
    result = {"first_window": window, "canvas": CANVAS, "slider": rows, "load": os.getloadavg()[0]}
    print(f"first window   {window['cpu_ms']:.0f} ms CPU, torch not imported")
    print("grid     draft     exact    (slider step to painted, ms, median)")
    for row in rows:
        print(f"{row['grid']:4d}  {row['draft_ms']:8.1f}  {row['exact_ms']:8.1f}")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
