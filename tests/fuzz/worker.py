"""The process in which hostile files are opened: it may crash, hang or run out of memory, and its parent will tell.

Reads one case per line of JSON from stdin and answers each with one line of JSON on the descriptor given as its first
argument.  What anything writes to stdout or stderr meanwhile counts against the case.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ADDRESS_SPACE = 6 << 30
"""Bytes; keeps the machine alive when a decoder asks for everything.  What is judged is resident memory."""


def main() -> None:
    answers = os.fdopen(int(sys.argv[1]), "w", encoding="ascii")
    said = Path(sys.argv[2])
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 1)
    os.dup2(1, 2)
    with Path(sys.argv[3]).open("w") as stack:
        faulthandler.enable(stack)
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _import_everything()
        print(json.dumps({"ready": _peak()}), file=answers, flush=True)
        for line in sys.stdin:
            answer = _judged(json.loads(line), stack)
            heard = said.stat().st_size
            if heard:
                answer["said"] = said.read_bytes()[:2000].decode("utf-8", "replace")
                os.truncate(said, 0)
            print(json.dumps(answer), file=answers, flush=True)


def _judged(case: dict[str, Any], stack: Any) -> dict[str, Any]:
    from mefcore.errors import MefError

    _forget_peak()
    longest = 0.0

    def timed(step: Step, path: Path) -> str:
        """Every step has its own time, as a person waits for one thing at a time."""
        nonlocal longest
        start = time.perf_counter()
        faulthandler.dump_traceback_later(case["limit"], file=stack, exit=True)
        try:
            return step(path)
        finally:
            faulthandler.cancel_dump_traceback_later()
            longest = max(longest, time.perf_counter() - start)

    answer: dict[str, Any] = {}
    try:
        for step in ENTRIES[case["entry"]]:
            answer = {"outcome": timed(step, Path(case["path"]))}
    except MefError as e:
        answer = {"outcome": type(e).__name__, "message": str(e)}
        complaint = _against(e, case["path"])
        if complaint:
            answer["bug"] = complaint
    except BaseException:
        answer = {"outcome": "bug", "bug": traceback.format_exc()}
    return {**answer, "seconds": longest, "peak": _peak()}


def _against(error: Any, path: str) -> str:
    """What is wrong with an error; nothing if it is one line, names the file and says what to do."""
    text = str(error)
    if "\n" in text or len(text) > 400 + len(path):
        return f"not one short line: {text!r}"
    if error.path != path:
        return f"names {error.path!r} instead of {path!r}: {text!r}"
    if not error.hint:
        return f"has no way out: {text!r}"
    return ""


def _peak() -> int:
    """MB that were resident at most since :func:`_forget_peak`."""
    try:
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) >> 10
    except (OSError, IndexError):
        kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return kilobytes >> (20 if sys.platform == "darwin" else 10)


def _forget_peak() -> None:
    with contextlib.suppress(OSError):  # Linux only; elsewhere the peak is that of all cases so far
        Path("/proc/self/clear_refs").write_text("5")


def _import_everything() -> None:
    import cv2
    import exifread
    import imagecodecs
    import rawpy
    import tifffile

    import mefcore.grouping
    import mefcore.io.preview
    import mefcore.io.raster
    import mefcore.io.raw
    import mefcore.io.tiff
    import mefcore.lut.formats.cube
    import mefcore.recipe

    assert all((exifread, imagecodecs, rawpy, tifffile, mefcore))
    cv2.setNumThreads(1)


# ---- what is done with a file; each gives the name of a good outcome or raises ------------------------------------


def _check_picture(pixels: np.ndarray, *dtypes: type) -> None:
    assert pixels.ndim == 3, pixels.shape
    assert pixels.shape[2] == 3, pixels.shape
    assert min(pixels.shape) > 0, pixels.shape
    assert pixels.dtype in dtypes, pixels.dtype
    if pixels.dtype == np.float32:
        assert np.isfinite(pixels).all()


def picture(path: Path) -> str:
    from mefcore.io import load_frame

    frame = load_frame(path)
    _check_picture(frame.pixels, np.uint8, np.uint16, np.float32)
    exposure = frame.metadata.exposure
    for value in (exposure.time, exposure.f_number, exposure.iso, frame.metadata.focal_length):
        assert value is None or (0 < value < float("inf")), value
    return "picture"


def preview(path: Path) -> str:
    """A thumbnail, or an error of its own kind, which does not keep the next step from being tried."""
    from mefcore.errors import ReadError
    from mefcore.io import read_preview

    small: Any = None
    complaint = ""
    try:
        small = read_preview(path, 64)
    except ReadError as e:
        complaint = _against(e, str(path))
    assert not complaint, complaint
    if small is None:
        return "ReadError"
    _check_picture(small, np.uint8)
    assert max(small.shape[:2]) <= 64, small.shape
    return "preview"


def grouped(path: Path) -> str:
    """One entry, whether there is a problem with it or not."""
    from mefcore.grouping import fingerprint, group, scan

    entries = scan([path])
    assert len(entries) == 1, entries
    assert entries[0].path == path
    problem = entries[0].problem
    assert "\n" not in problem, problem
    fingerprint(entries[0])
    found = group(entries)
    assert len(found.entries) == 1
    return "ignored" if found.ignored else "single"


def pile(folder: Path) -> str:
    """A folder in which ``good-*`` are one bracket, whatever lies beside them."""
    from mefcore.grouping import group_files

    found = group_files([folder])
    good = sorted(p.name for p in folder.iterdir() if p.name.startswith("good-"))
    sets = [sorted(p.name for p in s.paths) for s in found.sets]
    assert good in sets, (good, sets)
    return f"{len(found.entries)} files"


def among(path: Path) -> str:
    """As the third frame of a bracket whose others stand beside it."""
    from mefcore.io import load_bracket

    good = sorted(p for p in path.parent.iterdir() if p.name.startswith("good-"))
    bracket = load_bracket([*good, path])
    assert len(bracket.frames) == len(good) + 1
    return "bracket"


def cube(path: Path) -> str:
    from mefcore.lut.formats.cube import read_cube

    lut = read_cube(path)
    assert np.isfinite(lut.table).all()
    assert lut.table.shape == (lut.size, lut.size, lut.size, 3)
    assert "\n" not in lut.title
    return "LUT"


def recipe(path: Path) -> str:
    from mefcore.recipe import Recipe, declared

    found = Recipe.load(path)
    assert found.with_() == found
    for parameter in declared():
        value = getattr(found, parameter.name)
        if parameter.kind == "number":
            assert parameter.low <= value <= parameter.high, (parameter.name, value)
    if found.found is not None:
        found.found.arrays()
    if found.creative is not None:
        found.creative.lut()
    return "recipe"


Step = Callable[[Path], str]

ENTRIES: dict[str, tuple[Step, ...]] = {
    "picture": (grouped, preview, picture),
    "pile": (pile,),
    "among": (among,),
    "cube": (cube,),
    "recipe": (recipe,),
}

if __name__ == "__main__":
    main()
