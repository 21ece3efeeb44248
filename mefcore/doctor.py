"""``mef doctor``: what is installed, what it found, and whether it works here."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from mefcore import __version__
from mefcore.engine import available, select
from mefcore.errors import MefError
from mefcore.fuse import FuseRequest, fuse
from mefcore.io import load_frame
from mefcore.lut.formats.cube import read_cube
from mefcore.lut.grid import Lut3D, lattice
from mefcore.report import versions

if TYPE_CHECKING:
    from mefcore.engine import Engine

PACKAGES = (
    *("torch", "numpy", "opencv-python-headless"),
    *("Pillow", "rawpy", "tifffile", "imagecodecs", "pi-heif", "OpenEXR"),
    "PySide6-Essentials",
)


@dataclass(frozen=True)
class Finding:
    """One line of the examination; ``ok`` is None where there is nothing to judge."""

    topic: str
    text: str
    ok: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "OK      ", False: "FAILED  ", None: ""}[self.ok]
        return f"{self.topic + ':':<24}{verdict}{self.text}"


def examine() -> Iterator[Finding]:
    """Look at everything and yield findings one by one; a failed check does not keep the later ones from running."""
    found = versions(*PACKAGES)
    yield Finding("Luxcube", f"{__version__}, Python {found.pop('python')}, {platform.platform()}")
    for name, version in found.items():
        # The window's toolkit may be absent on a server; everything else is needed.
        needed = name != "PySide6-Essentials"
        yield Finding(name, version, False if needed and version == "missing" else None)
    yield from _devices()
    yield from _engines()
    yield _tried("weights", _weights)
    yield _tried("engine", _engine_is_right)
    yield _tried(".cube", _cube_round_trip)
    yield _tried("fuse", _small_fuse)


def _tried(topic: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(topic, check(), True)
    except MefError as e:
        return Finding(topic, str(e), False)
    except Exception as e:  # the doctor reports what is broken, whatever it is
        return Finding(topic, f"{type(e).__name__}: {e}", False)


def _devices() -> Iterator[Finding]:
    from mefcore.io.convert import cpu_count

    yield Finding("CPU", f"{platform.machine()}, {cpu_count()} cores")
    try:
        import torch

        for k in range(torch.cuda.device_count()):
            yield Finding(f"CUDA {k}", torch.cuda.get_device_name(k))
        if not torch.cuda.is_available():
            yield Finding("CUDA", "none")
        yield Finding("MPS", "yes" if torch.backends.mps.is_available() else "none")
    except Exception as e:
        yield Finding("torch", f"cannot be used: {e}", False)


def _engines() -> Iterator[Finding]:
    try:
        yield Finding("engines", ", ".join(engine.name for engine in available()))
        yield Finding("in use", select("auto").name)
    except Exception as e:
        yield Finding("engines", str(e), False)


def _weights() -> str:
    from mefcore.nets.student import load_model

    student = load_model("cpu")
    return f"{student.model_id}, {sum(p.numel() for p in student.parameters()):,} parameters"


def _engine_is_right() -> str:
    """Every engine against float64, on a picture with an odd size."""
    from mefcore.engine import reference

    frames, weights, lut = _bracket(np.uint16), (0.2, 0.3, 0.5), _look(17)
    exact = np.clip(reference.apply(frames, weights, lut), 0, 1) * 65535
    worst = {e.name: _distance(e, frames, weights, lut, exact) for e in available()}
    text = ", ".join(f"{name} within {error:.3f}" for name, error in worst.items())
    # Rounding alone costs half a step; GPUs add their own arithmetic.
    if max(worst.values()) > 1.0:
        raise MefError(f"{text} of 65535", hint="set LUXCUBE_ENGINE=torch, and please report this")
    return f"{text} of 65535"


def _distance(
    engine: Engine, frames: list[np.ndarray], weights: tuple[float, ...], lut: Lut3D, exact: np.ndarray
) -> float:
    return float(np.abs(engine.apply(frames, weights, lut).astype(np.float64) - exact).max())


def _cube_round_trip() -> str:
    from mefcore.lut.formats.cube import write_cube

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "look.cube"
        lut = _look(33)
        write_cube(path, lut, title="doctor")
        error = float(np.abs(read_cube(path).table - lut.table).max())
    if error > 1e-6:
        raise MefError(f"comes back {error:.1e} off")
    return f"comes back within {error:.0e}"


def _small_fuse() -> str:
    """The whole way through files: the LUT applied to the base must give the picture."""
    import cv2

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for k, pixels in enumerate(_bracket(np.uint8)):
            cv2.imwrite(str(folder / f"frame{k}.png"), pixels[..., ::-1])
        out, base, cube = (folder / n for n in ("out.tif", "base.tif", "look.cube"))
        done = fuse(FuseRequest(tuple(folder.glob("frame*.png")), out, cube, base))
        looked_up = read_cube(cube).evaluate(load_frame(base).pixels / 65535)
        error = float(np.abs(looked_up - load_frame(out).pixels / 65535).max())
    if error > 1 / 255:
        raise MefError(f"the LUT on the base is {255 * error:.2f}/255 away from the picture", hint="please report this")
    return f"{done.engine}, {done.milliseconds['total'] / 1000:.1f} s, LUT on base within {255 * error:.3f}/255"


def _bracket(dtype: type[np.generic]) -> list[np.ndarray]:
    """Three exposures ``(97, 131, 3)`` of a made-up scene."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[0:97, 0:131] / 131
    scene = np.stack([x, y, 1 - x * y], axis=-1) + rng.normal(0, 0.02, (97, 131, 3))
    full = np.iinfo(np.dtype(dtype).name).max
    return [np.rint(np.clip(scene * gain, 0, 1) ** 0.5 * full).astype(dtype) for gain in (0.3, 1.0, 3.0)]


def _look(n: int) -> Lut3D:
    rgb = lattice(n).astype(np.float64)
    return Lut3D((0.9 * rgb**0.8 + 0.1 * rgb[..., ::-1]).astype(np.float32))
