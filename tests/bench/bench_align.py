"""Alignment measured on brackets whose motion is known, beside other programs doing the same in the same run.

    python tests/bench/bench_align.py DATA [--split test] [--stacks 120] [--seed 1] [--peers] [--speed] [--json OUT]

An error is the distance of the four corners from where they belong, in full-size pixels: the mean of the four, and the
largest.  Real brackets may have moved a little themselves before the planted motion was added, so radiance, whose
answer is exact, is also listed alone.  Still stacks must come back as they are.  Speed is CPU and wall time of finding
and warping three 24-megapixel frames, as a multiple of decoding them from JPEG in the same run.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from align_stacks import KINDS, Stack, inner_size, planted, stacks, still_stacks, taken

from mefcore.align import aligned, find
from mefcore.align.motion import corners, mapped
from mefcore.io import load_bracket

Method = Callable[[Stack], "list[np.ndarray] | None"]


def ours(stack: Stack) -> list[np.ndarray]:
    return [m.matrix for m in find(stack.frames, stack.reference).motions]


def nothing(stack: Stack) -> list[np.ndarray]:
    return [np.eye(3)] * len(stack.frames)


def median_threshold(stack: Stack) -> list[np.ndarray]:
    """cv2.createAlignMTB, shifts up to 2**6 pixels; its sign is that of the way back."""
    mtb = cv2.createAlignMTB(max_bits=6, exclude_range=4, cut=False)
    grays = [cv2.cvtColor(f, cv2.COLOR_RGB2GRAY) for f in stack.frames]
    found = []
    for gray in grays:
        dx, dy = mtb.calculateShift(grays[stack.reference], gray)
        found.append(np.array([[1, 0, -dx], [0, 1, -dy], [0, 0, 1.0]]))
    return found


def align_image_stack(stack: Stack) -> list[np.ndarray] | None:
    """Hugin's program with its defaults; None where it gives up.  Corners are followed through its project file."""
    order = [stack.reference, *(k for k in range(len(stack.frames)) if k != stack.reference)]
    square = corners(stack.size)
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{i}.png" for i in range(len(order))]
        for name, k in zip(names, order, strict=True):
            cv2.imwrite(str(Path(folder) / name), stack.frames[k][..., ::-1])

        def run(*command: str, text: str = "") -> str:
            done = subprocess.run(command, cwd=folder, input=text, capture_output=True, text=True, check=False)
            return done.stdout if done.returncode == 0 else ""

        run("align_image_stack", "-p", "out.pto", *names)
        if not (Path(folder) / "out.pto").is_file():
            return None
        points = "\n".join(f"{x} {y}" for x, y in square) + "\n"
        sphere = run("pano_trafo", "out.pto", "0", text=points)
        found = [np.eye(3)] * len(order)
        for i, k in enumerate(order[1:], 1):
            there = np.array(run("pano_trafo", "-r", "out.pto", str(i), text=sphere).split(), dtype=np.float64)
            if there.size != 8 or not np.isfinite(there).all():
                return None
            to = np.float32(there.reshape(4, 2))
            found[k] = cv2.getPerspectiveTransform(np.float32(square), to).astype(np.float64)
        return found


def errors(stack: Stack, found: list[np.ndarray] | None) -> list[tuple[float, float, float]]:
    """Mean and largest corner error of each frame but the reference, and the mean one without alignment."""
    square = corners(stack.size)
    rows = []
    for k, truth in enumerate(stack.truth):
        if k != stack.reference:
            place = mapped(truth, square)
            off = np.linalg.norm(mapped(found[k] if found else np.eye(3), square) - place, axis=-1)
            rows.append((float(off.mean()), float(off.max()), float(np.linalg.norm(square - place, axis=-1).mean())))
    return rows


def summary(rows: list[tuple[float, float, float]]) -> dict[str, float]:
    mean, largest, before = np.array(rows).T
    return {
        "frames": len(rows),
        "median": float(np.median(mean)),
        "median largest": float(np.median(largest)),
        "p95": float(np.quantile(mean, 0.95)),
        "<=0.5": float((mean <= 0.5).mean()),
        "<1.5": float((mean < 1.5).mean()),
        "largest <1.5": float((largest < 1.5).mean()),
        "worse": int((mean > before + 1e-9).sum()),
    }


def measure(root: Path, split: str, count: int, seed: int, methods: dict[str, Method]) -> dict[str, Any]:
    rows: dict[str, list[tuple[str, str, list[tuple[float, float, float]]]]] = {name: [] for name in methods}
    seconds = dict.fromkeys(methods, 0.0)
    for stack in stacks(root, split, count, seed):
        for name, method in methods.items():
            start = time.perf_counter()
            found = method(stack)
            seconds[name] += time.perf_counter() - start
            rows[name].append((stack.kind, "radiance" if stack.exact else "real", errors(stack, found)))
    table: dict[str, Any] = {}
    for name, results in rows.items():
        table[name] = summary([e for *_, r in results for e in r])
        table[name]["stacks <1.5"] = float(np.mean([np.mean([e[0] for e in r]) < 1.5 for *_, r in results]))
        table[name]["s/stack"] = seconds[name] / len(results)
    for part in (*KINDS, "radiance", "real"):
        of_part = [e for kind, source, r in rows["luxcube"] if part in (kind, source) for e in r]
        if of_part:
            table[f"  {part}"] = summary(of_part)
    return table


def still(root: Path, split: str, count: int, seed: int) -> dict[str, float]:
    moved = [find(s.frames, s.reference).moved for s in still_stacks(root, split, count, seed)]
    return {"stacks": len(moved), "left alone": float(1 - np.mean(moved))}


def speed(root: Path, seed: int) -> dict[str, float]:
    """Three 24-megapixel JPEGs: find and warp as multiples of decoding."""
    rng = np.random.default_rng(seed)
    sources = [cv2.imread(str(root / "uhd" / "sice_006" / f"{i}.jpg")) for i in (1, 2, 3)]
    sources = [cv2.resize(s, (6860, 4670), interpolation=cv2.INTER_CUBIC) for s in sources]
    size = inner_size(6860, 4670)
    motions = [planted(rng, size), np.eye(3), planted(rng, size)]
    frames = [np.ascontiguousarray(f[:4000, :6000]) for f in taken(sources, motions)]
    result: dict[str, float] = {"megapixels": frames[0].shape[0] * frames[0].shape[1] / 1e6}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{i}.jpg" for i in range(3)]
        for path, frame in zip(paths, frames, strict=True):
            cv2.imwrite(str(path), frame, [cv2.IMWRITE_JPEG_QUALITY, 95])
        runs = []
        for _ in range(3):
            marks = [(time.process_time(), time.perf_counter())]
            bracket = load_bracket(paths)
            marks.append((time.process_time(), time.perf_counter()))
            found = find(bracket.pixels, bracket.reference)
            marks.append((time.process_time(), time.perf_counter()))
            aligned(bracket.pixels, found)
            marks.append((time.process_time(), time.perf_counter()))
            runs.append(np.diff(np.array(marks), axis=0))
        middle = np.median(runs, axis=0)
    for i, clock in enumerate(("cpu", "wall")):
        decode, finding, warping = middle[:, i]
        result[f"decode {clock} s"] = decode
        result[f"find {clock} / decode"] = finding / decode
        result[f"warp {clock} / decode"] = warping / decode
        result[f"both {clock} / decode"] = (finding + warping) / decode
    return {name: float(value) for name, value in result.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with manifest.csv, hdr/ and uhd/")
    parser.add_argument("--split", default="test", choices=("train", "val", "test"))
    parser.add_argument("--stacks", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="AlignMTB, and align_image_stack if it is installed")
    parser.add_argument("--speed", action="store_true", help="24-megapixel frames beside decoding")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()

    methods: dict[str, Method] = {"luxcube": ours, "unaligned": nothing}
    if options.peers:
        methods["AlignMTB"] = median_threshold
        if shutil.which("align_image_stack") and shutil.which("pano_trafo"):
            methods["align_image_stack"] = align_image_stack
    report: dict[str, Any] = {"planted": measure(options.data, options.split, options.stacks, options.seed, methods)}
    report["still"] = still(options.data, options.split, max(10, options.stacks // 2), options.seed + 1)
    columns = list(report["planted"]["luxcube"])
    print(" " * 20 + "".join(f"{c:>16}" for c in columns))
    for name, row in report["planted"].items():
        print(f"{name:20}" + "".join(f"{row[c]:16.3f}" if c in row else " " * 16 for c in columns))
    print("still:", report["still"])
    if options.speed:
        report["speed"] = speed(options.data, options.seed)
        print("speed:", {k: round(v, 3) for k, v in report["speed"].items()})
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
