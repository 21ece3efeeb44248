"""CPU time of the engines beside others doing the same work, or part of it, in the same run.

    python tests/bench/bench_engine.py [--json OUT] [--runs 7] [--height 2160 --width 3840]

Three 8-bit frames to one 16-bit picture through a 33-point LUT.  Milliseconds depend on the machine and on what else it
does; ratios to ``engine native-avx2 trilinear`` (or the first engine there is) travel better.  Time is the calling
thread's CPU time, every contender on one thread.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import PyOpenColorIO
import torch

from mefcore.engine import available
from mefcore.lut.grid import Lut3D, lattice

WEIGHTS = (0.2, 0.3, 0.5)


def scene(height: int, width: int) -> list[np.ndarray]:
    """Three exposures of soft shapes with a little noise.

    As in a photograph, neighbouring pixels are alike and colours are mostly muted: both decide how much of a large
    LUT is touched.
    """
    rng = np.random.default_rng(1)
    light = np.zeros((height, width, 3), np.float32)
    for cells, amount in ((8, 0.5), (64, 0.3), (512, 0.1)):
        coarse = rng.random((cells * height // width + 2, cells, 3), dtype=np.float32)
        light += amount * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    grey = light.mean(axis=-1, keepdims=True)
    light = grey + 0.4 * (light - grey)
    light += rng.normal(0, 0.01, light.shape).astype(np.float32)
    return [(light * gain * 255).clip(0, 255).astype(np.uint8) for gain in (0.5, 1.0, 1.5)]


def look(n: int) -> Lut3D:
    c = lattice(n)
    return Lut3D(c**0.8 + 0.02 * np.sin(6 * c[..., ::-1]))


def cpu_ms(work: Callable[[], object], runs: int) -> float:
    """Median CPU time of the calling thread, in milliseconds."""
    work()
    times = []
    for _ in range(runs):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return 1000 * statistics.median(times)


def ocio_lookup(lut: Lut3D, blend: np.ndarray, out: np.ndarray, interpolation: int) -> Callable[[], object]:
    """OpenColorIO's LUT alone, 16 to 16 bits; the blend is not counted."""
    transform = PyOpenColorIO.Lut3DTransform(gridSize=lut.size)
    transform.setInterpolation(interpolation)
    transform.setData(np.ascontiguousarray(lut.table.transpose(2, 1, 0, 3)).ravel())
    processor = PyOpenColorIO.Config.CreateRaw().getProcessor(transform)
    depth = PyOpenColorIO.BIT_DEPTH_UINT16
    cpu = processor.getOptimizedCPUProcessor(depth, depth, PyOpenColorIO.OPTIMIZATION_DEFAULT)
    height, width = blend.shape[:2]
    size = blend.itemsize

    def image(pixels: np.ndarray) -> PyOpenColorIO.PackedImageDesc:
        return PyOpenColorIO.PackedImageDesc(pixels, width, height, 3, depth, size, 3 * size, 3 * size * width)

    return lambda: cpu.apply(image(blend), image(out))


def grid_sample(frames: list[np.ndarray], lut: Lut3D) -> Callable[[], object]:
    """The few lines one would write with PyTorch: float blend, ``grid_sample``, back to 16 bits."""
    table = torch.from_numpy(lut.table.copy()).permute(3, 0, 1, 2)[None]
    tensors = [torch.from_numpy(f) for f in frames]

    def run() -> np.ndarray:
        blend = sum(w / 255 * t.float() for w, t in zip(WEIGHTS, tensors, strict=True))
        grid = (blend * 2 - 1)[None, None]
        found = torch.nn.functional.grid_sample(table, grid, align_corners=True, padding_mode="border")
        return found[0, :, 0].permute(1, 2, 0).mul(65535).round().numpy().astype(np.uint16)

    return run


def contenders(height: int, width: int) -> dict[str, Callable[[], object]]:
    frames, out = scene(height, width), np.zeros((height, width, 3), np.uint16)
    small, usual, large = look(17), look(33), look(129)
    five, weights_of_five = [*frames, *frames[:2]], (0.1, 0.2, 0.3, 0.2, 0.2)
    table: dict[str, Callable[[], object]] = {}
    for engine in available():
        if engine.device != "cpu":
            continue
        for interpolation in ("trilinear", "tetrahedral"):
            table[f"engine {engine.name} {interpolation}"] = lambda e=engine, i=interpolation: e.apply(
                frames, WEIGHTS, usual, interpolation=i, out=out, threads=1
            )
        if engine.name == "torch-cpu":
            continue
        for name, lut in (("17-point", small), ("129-point", large), ("no LUT", None)):
            table[f"engine {engine.name} trilinear, {name}"] = lambda e=engine, x=lut: e.apply(
                frames, WEIGHTS, x, out=out, threads=1
            )
        table[f"engine {engine.name} trilinear, 5 frames"] = lambda e=engine: e.apply(
            five, weights_of_five, usual, out=out, threads=1
        )
    blend = sum(w * 257 * f for w, f in zip(WEIGHTS, frames, strict=True)).astype(np.uint16)
    table["OpenColorIO tetrahedral, LUT only"] = ocio_lookup(usual, blend, out, PyOpenColorIO.INTERP_TETRAHEDRAL)
    table["OpenColorIO trilinear, LUT only"] = ocio_lookup(usual, blend, out, PyOpenColorIO.INTERP_LINEAR)
    table["torch grid_sample, untiled"] = grid_sample(frames, usual)
    mertens = cv2.createMergeMertens()
    table["OpenCV Mertens"] = lambda: mertens.process(frames)
    table["numpy copy of inputs and result (memory floor)"] = lambda: (
        [np.copyto(scratch, f) for scratch, f in zip(copies, frames, strict=True)],
        np.copyto(copy_out, out),
    )
    copies, copy_out = [np.zeros_like(f) for f in frames], np.zeros_like(out)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the figures here, too")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--height", type=int, default=2160)
    parser.add_argument("--width", type=int, default=3840)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    times: dict[str, float] = {}
    for name, work in contenders(given.height, given.width).items():
        times[name] = cpu_ms(work, given.runs if "Mertens" not in name and "torch" not in name else 3)
        one = next(iter(times.values()))
        print(f"{times[name]:9.1f} ms {times[name] / one:8.2f} ×   {name}", flush=True)
    if given.json:
        one = next(iter(times.values()))
        figures = {name: {"cpu_ms": round(ms, 2), "ratio": round(ms / one, 3)} for name, ms in times.items()}
        size = {"height": given.height, "width": given.width, "frames": 3, "in": "uint8", "out": "uint16", "lut": 33}
        given.json.write_text(json.dumps({"work": size, "cpu": figures}, indent=1) + "\n")


if __name__ == "__main__":
    main()
