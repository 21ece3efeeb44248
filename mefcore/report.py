"""What a fusion reports: the JSON of ``mef fuse --report``, the clock and the memory gauge behind it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec


class FrameReport(msgspec.Struct, frozen=True):
    """A frame's part.

    Attributes:
        ev: in stops from the middle exposure.
        weight: everywhere, or with local weights their mean over the picture.
        opacity: as a layer over those before it; None where weights are local, or the frames were changed before the
            blend: no opacity can say that.
        alignment: how it lay to the reference frame; None where nobody looked, or it was to stay as it is.
        ghosts: which part of it was replaced by the reference frame, 0…1; None where nobody looked.
    """

    path: str
    ev: float | None
    weight: float
    opacity: float | None
    alignment: AlignmentReport | None
    ghosts: float | None


class AlignmentReport(msgspec.Struct, frozen=True):
    """A frame's place: its ``kind`` of motion, how far its middle lies from that of the reference frame, in pixels to
    the right and down, and how sure that is, 0…1."""

    kind: str
    offset: tuple[float, float]
    confidence: float


class RefineReport(msgspec.Struct, frozen=True):
    """What refining did to its objective (lower is better), by how many percent that is nearer to what it was after,
    and the name of the picture that was matched, if any."""

    before: float
    after: float
    nearer: int
    look: str = ""


class Report(msgspec.Struct, frozen=True):
    """What was done, as written by ``--report``; fields are added, never renamed.

    Attributes:
        frames: dark to bright.
        reference: number of the frame that the others were aligned to, from 1.
        mode: ``global``, or ``local`` where weights follow place and brightness.
        local: how much they do, 0…1.
        refined: None if nothing was refined.
        size: width and height in pixels.
        cropped: the part of the reference frame that aligning cut off, 0…1.
        deghosted: the part of the picture where some frame was replaced, 0…1; None where nobody looked.
        milliseconds, cpu_milliseconds: per stage; time on the clock, and of all cores together.
        peak_mb: largest resident memory of the process so far, in MB (10⁶ bytes); None where the system does not say.
        look: the edits of the picture that are not at their defaults, by the names that ``mef look`` lists; of a
            creative LUT its name.
        auto: what the auto look found, by the same names; None where nobody asked.
        lut_error: ``mean`` and ``max`` ΔE2000 between the lattice and the continuous LUT.
    """

    luxcube: str
    model: str
    frames: list[FrameReport]
    reference: int
    size: tuple[int, int]
    cropped: float
    deghosted: float | None
    grid: int
    strength: float
    interpolation: str
    mode: str
    local: float
    refined: RefineReport | None
    look: dict[str, Any]
    auto: dict[str, float] | None
    bits: int
    device: str
    engine: str
    lut_error: dict[str, float]
    milliseconds: dict[str, float]
    cpu_milliseconds: dict[str, float]
    peak_mb: float | None
    outputs: dict[str, str]
    versions: dict[str, str]

    def to_json(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"


class Stopwatch:
    """Milliseconds of named stages, on the clock and on the CPU."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.cpu: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time spent inside the block to ``name``."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall[name] = round(self.wall.get(name, 0.0) + 1e3 * (time.perf_counter() - wall), 1)
        self.cpu[name] = round(self.cpu.get(name, 0.0) + 1e3 * (time.process_time() - cpu), 1)


def versions(*distributions: str) -> dict[str, str]:
    """Installed versions, Python's first, without importing anything; ``missing`` where there is none."""
    found = {"python": ".".join(map(str, sys.version_info[:3]))}
    for name in distributions:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "missing"
    return found


def peak_mb() -> float | None:
    """Largest resident memory of this process so far, in MB (10⁶ bytes); None where the system does not say."""
    try:
        # getrusage counts what the parent held when it started us; this does not.
        for line in Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) * 1024 / 1e6, 1)
    except OSError:
        pass
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)
