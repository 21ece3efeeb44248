"""LUT files by OpenColorIO: .3dl, .csp and CLF out; those, and whatever else it reads, in.

OpenColorIO is imported when the first such file is touched; everything else in Luxcube does without it.
"""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from mefcore.errors import LutError, MefError
from mefcore.io.atomic import atomic_path
from mefcore.io.checks import is_file
from mefcore.job import SILENT, Job
from mefcore.lut.error import probe_points
from mefcore.lut.formats.cube import plain_ascii
from mefcore.lut.grid import Lut3D, lattice

LARGEST = 129
"""Points per axis; OpenColorIO's own limit for 3D LUTs."""

_MAX_BYTES = 1 << 29
_RESAMPLED = (65, 129)
"""What a file that is not one plain 3D LUT becomes; the larger one where the smaller is off by more than 1/255."""
_DARK_3DL = 2047.5 / 4095
_AGAIN = "export it again as a .cube"
_PATIENCE = 30.0
"""Seconds; the largest file we know of takes five."""
_MEMORY = 6 << 30
"""Bytes of address space for reading one; a LUT of 129 points takes a tenth of it."""


def available() -> bool:
    """Whether OpenColorIO is installed."""
    import importlib.util

    return importlib.util.find_spec("PyOpenColorIO") is not None


def write_3dl(path: Path, lut: Lut3D, *, title: str = "", comments: Sequence[str] = (), job: Job = SILENT) -> None:
    """Write a Flame .3dl, 12-bit integers; it holds no text.

    Raises:
        LutError: nothing in the LUT is brighter than a half; readers find the number of bits from the largest value,
            and would take this one for a LUT of fewer bits.
    """
    if lut.table.max() <= _DARK_3DL:
        raise LutError("is too dark for .3dl, whose readers would brighten it", path=path, hint="choose .cube or CLF")
    _bake(path, lut, "flame", job)


def write_csp(path: Path, lut: Lut3D, *, title: str = "", comments: Sequence[str] = (), job: Job = SILENT) -> None:
    """Write a Cinespace .csp, six decimals, without pre-LUTs; it holds no text."""
    _bake(path, lut, "cinespace", job)


def write_clf(path: Path, lut: Lut3D, *, title: str = "", comments: Sequence[str] = (), job: Job = SILENT) -> None:
    """Write a Common LUT Format file (SMPTE ST 2136-1), 32-bit float values; comments become descriptions."""
    ocio = library()
    group = ocio.GroupTransform()
    group.appendTransform(_transform(ocio, lut))
    metadata = group.getFormatMetadata()
    if title:
        metadata.setName(plain_ascii(title))
    for comment in comments:
        metadata.addChildElement("Description", plain_ascii(comment))
    job.check()
    text = group.write("Academy/ASC Common LUT Format", ocio.Config.CreateRaw())
    _write(path, text, job)


class Through(NamedTuple):
    """A LUT that OpenColorIO read.

    Attributes:
        lut: over 0 … 1, with the title that the file gives it.
        error: the largest one of resampling, in parts of 1; 0 where the file is one plain 3D LUT, whose nodes are taken
            over as they are.
        parts: what the file holds, in the order in which colours go through it, such as
            ``("1D LUT of 4096 entries", "3D LUT of 17 points per axis")``; none of one plain 3D LUT.
    """

    lut: Lut3D
    error: float
    parts: tuple[str, ...]


def read_through(path: Path, *, trusted: bool = False) -> Through:
    """Read a LUT of any kind that OpenColorIO knows, 1D ones and shapers included.

    It does so in a process of its own: on some broken files it searches without end and takes all the memory there is.

    Args:
        trusted: we wrote the file, so that it may be read here.

    Raises:
        LutError: it is none, or it is damaged, or it is not a LUT but some other transform.
        MefError: OpenColorIO is not installed.
        OSError: from the operating system.
    """
    library()
    if not is_file(path) or path.stat().st_size > _MAX_BYTES:
        raise LutError("is no LUT file", path=path, hint="choose a LUT, not a folder, a device or a film")
    if trusted:
        return _read(path)
    command = [sys.executable, "-c", f"from {__name__} import child; child()", str(path.resolve())]
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=True, creationflags=flags)
        with io.BytesIO(done.stdout) as file:
            table, error, words = (np.load(file, allow_pickle=False) for _ in range(3))
    except (subprocess.SubprocessError, ValueError, EOFError) as e:
        raise LutError("is not a LUT that OpenColorIO reads", path=path, hint=_AGAIN) from e
    title, *parts = words.tolist()
    return Through(Lut3D(table, title=title), float(error), tuple(parts))


def child() -> None:
    """What the process of :func:`read_through` does: table, error, title and parts to its standard output."""
    with contextlib.suppress(ImportError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        found = _read(Path(sys.argv[1]))
    except LutError:
        sys.exit(2)
    for array in (found.lut.table, np.float64(found.error), np.array([found.lut.title, *found.parts], np.str_)):
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        sys.stdout.buffer.write(buffer.getvalue())


def evaluated(path: Path, points: np.ndarray, interpolation: str) -> np.ndarray:
    """What OpenColorIO makes of colours ``(n, 3)`` with a LUT file: ``(n, 3)`` float32; a second opinion.

    Raises:
        LutError, MefError: as :func:`read_through`.
    """
    ocio = library()
    kind = ocio.INTERP_LINEAR if interpolation == "trilinear" else ocio.INTERP_TETRAHEDRAL
    ocio.ClearAllCaches()
    try:
        transform = ocio.FileTransform(str(path.resolve()), interpolation=kind)
        processor = ocio.Config.CreateRaw().getProcessor(transform)
        return _evaluator(ocio, processor)(points)
    except (ocio.Exception, ValueError, MemoryError) as e:
        raise LutError("is not a LUT that OpenColorIO reads", path=path, hint=_AGAIN) from e


def library() -> Any:
    """The module.

    Raises:
        MefError: it is not installed.
    """
    try:
        import PyOpenColorIO
    except ImportError as e:
        raise MefError("this kind of LUT needs OpenColorIO", hint="pip install opencolorio") from e
    PyOpenColorIO.SetLoggingLevel(PyOpenColorIO.LOGGING_LEVEL_NONE)  # it would print to stderr what we tell better
    return PyOpenColorIO


def _read(path: Path) -> Through:
    ocio = library()
    ocio.ClearAllCaches()  # it knows files by name, and this one may have changed
    try:
        transform = ocio.FileTransform(str(path.resolve()), interpolation=ocio.INTERP_TETRAHEDRAL)
        processor = ocio.Config.CreateRaw().getProcessor(transform)
        steps = processor.createGroupTransform()
        plain = _plain(ocio, steps)
        evaluate = _evaluator(ocio, processor)
    except (ocio.Exception, ValueError, MemoryError) as e:  # ValueError: its message quotes bytes that are no text
        raise LutError("is not a LUT that OpenColorIO reads", path=path, hint=_AGAIN) from e
    title = plain_ascii(steps.getFormatMetadata().getName())
    if plain is not None:
        return Through(Lut3D(plain, title=title), 0.0, ())
    points = probe_points()
    wanted = evaluate(points)
    for size in _RESAMPLED:
        found = Lut3D(evaluate(lattice(size)), title=title)
        error = float(np.abs(found.evaluate(points, "tetrahedral") - wanted).max())
        if error <= 1 / 255:
            break
    return Through(found, error, tuple(_told(ocio, step) for step in steps))


def _told(ocio: Any, step: Any) -> str:
    if isinstance(step, ocio.Lut1DTransform):
        return f"1D LUT of {step.getLength()} entries"
    if isinstance(step, ocio.Lut3DTransform):
        return f"3D LUT of {step.getGridSize()} points per axis"
    return type(step).__name__.removesuffix("Transform").lower()


def _plain(ocio: Any, group: Any) -> np.ndarray | None:
    """The table of what is one 3D LUT over 0 … 1 and nothing else."""
    steps = list(group)
    if len(steps) != 1 or not isinstance(steps[0], ocio.Lut3DTransform):
        return None
    if steps[0].getDirection() != ocio.TRANSFORM_DIR_FORWARD:
        return None
    size = steps[0].getGridSize()
    data = np.asarray(steps[0].getData(), np.float32).reshape(size, size, size, 3)
    return np.ascontiguousarray(data.transpose(2, 1, 0, 3))


def _evaluator(ocio: Any, processor: Any) -> Any:
    compute = processor.getOptimizedCPUProcessor(ocio.OPTIMIZATION_NONE)

    def evaluate(rgb: np.ndarray) -> np.ndarray:
        values = np.array(rgb, np.float32).reshape(-1, 3)
        compute.applyRGB(values)
        return values.reshape(rgb.shape)

    return evaluate


def _transform(ocio: Any, lut: Lut3D) -> Any:
    transform = ocio.Lut3DTransform(lut.size)
    # Blue runs fastest there.
    table = np.clip(lut.table, 0.0, 1.0).transpose(2, 1, 0, 3)
    transform.setData(np.ascontiguousarray(table, np.float32).ravel())
    return transform


def _bake(path: Path, lut: Lut3D, name: str, job: Job) -> None:
    ocio = library()
    config = ocio.Config()
    # Not a "data" space, which OpenColorIO would leave unchanged without a word.
    config.addColorSpace(ocio.ColorSpace(name="in"))
    out = ocio.ColorSpace(name="out")
    out.setTransform(_transform(ocio, lut), ocio.COLORSPACE_DIR_FROM_REFERENCE)
    config.addColorSpace(out)
    baker = ocio.Baker()
    baker.setConfig(config)
    baker.setFormat(name)
    baker.setInputSpace("in")
    baker.setTargetSpace("out")
    baker.setCubeSize(lut.size)
    job.check()
    _write(path, baker.bake(), job)


def _write(path: Path, text: str, job: Job) -> None:
    job.check()
    with atomic_path(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))
