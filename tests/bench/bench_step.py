"""What a step of a slider costs: process CPU time from the slider to the painted picture.

    QT_QPA_PLATFORM=offscreen python tests/bench/bench_step.py [--out out/bench_step.json] [--steps 30]

A made-up 3840×2160 bracket of three 8-bit frames in a canvas of 1920×1080 device pixels, lattice 33, split off; in
global and in fully local mode.  ``strength`` and ``exposure`` change the LUT only, ``local`` the weights, too;
``grid`` is another lattice, counted until its draft is painted.  CPU time is that of all threads of the process.
Beside it: wall time, and the CPU time that measuring the lattice takes once the hand rests.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "bench"))
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_app import Bench  # noqa: E402

from app.models.messages import Rendered  # noqa: E402


class Steps(Bench):
    """Moves one slider after the other."""

    def settle(self) -> None:
        self.until(lambda: self.window.preview.settled)

    def painted_steps(self, name: str, values: list[float]) -> list[tuple[float, float]]:
        """``(CPU, wall)`` milliseconds of each step."""
        session = self.window.session
        self.settle()
        times = []
        for value in values:
            done: list[Rendered] = []
            hold = self.window.preview.rendered.connect(done.append)
            self.pending.clear()
            self.painted.clear()
            cpu, wall = time.process_time(), time.perf_counter()
            self.window.look.edited.emit(name, value, 1)  # as the panel's slider does
            wanted = getattr(session.recipe, name)
            self.until(lambda: self.painted and done and getattr(done[-1].request.recipe, name) == wanted)  # noqa: B023
            times.append((1000 * (time.process_time() - cpu), 1000 * (time.perf_counter() - wall)))
            self.window.preview.rendered.disconnect(hold)
        return times

    def measuring(self) -> float:
        """CPU milliseconds from a painted step until all is quiet."""
        self.settle()
        self.painted_steps("strength", [0.83])
        start = time.process_time()
        self.settle()
        return 1000 * (time.process_time() - start)


def run(steps: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        bench = Steps(Path(folder))
        session = bench.window.session
        for local in (0.0, 1.0):
            session.edit(local=local, grid=33, strength=1.0)
            bench.settle()
            mode = "local" if local else "global"
            plan = {
                "strength": [0.3 + 0.02 * i for i in range(steps)],
                "exposure": [-1.0 + 0.05 * i for i in range(steps)],
                "local": [0.9 - 0.02 * i for i in range(steps)],
                "grid": list(range(34, 34 + steps)),
            }
            for name, values in plan.items():
                times = bench.painted_steps(name, values)[2:]
                session.edit(local=local, grid=33, strength=1.0)
                cpu, wall = (statistics.median(t[i] for t in times) for i in (0, 1))
                rows.append({"mode": mode, "slider": name, "cpu_ms": round(cpu, 1), "wall_ms": round(wall, 1)})
            rows.append({"mode": mode, "slider": "(at rest)", "cpu_ms": round(bench.measuring(), 1), "wall_ms": None})
        bench.close()
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path)
    parser.add_argument("--steps", type=int, default=30)
    options = parser.parse_args()
    rows = run(options.steps)
    print("mode     slider       CPU ms   wall ms    (median)")
    for row in rows:
        print(f"{row['mode']:8s} {row['slider']:10s} {row['cpu_ms']:8}  {row['wall_ms'] or '':>8}")
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(json.dumps({"rows": rows, "load": os.getloadavg()[0]}, indent=2) + "\n")


if __name__ == "__main__":
    main()
