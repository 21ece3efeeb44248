"""The ``.cube`` file: written so that every program takes it, read in every dialect we have met.

Written: ASCII, LF, no byte order mark, provenance in ``#`` lines above the header only, then ``TITLE``,
``LUT_3D_SIZE``, ``DOMAIN_*`` only when it is not 0 … 1 (after the size: ffmpeg ignores it before), then one row per
node with red running fastest.  Never ``LUT_3D_INPUT_RANGE`` and never a comment on the size line: some readers stop
there.  Read: the Iridas/Adobe and the Resolve variant, strictly: a file that some programs would read differently
than its author meant is refused with the line that is wrong.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NoReturn

import numpy as np

from mefcore.errors import LutError
from mefcore.io.atomic import atomic_path
from mefcore.io.checks import is_file
from mefcore.job import SILENT, Job
from mefcore.lut.grid import MAX_SIZE, MIN_SIZE, Lut3D, Triple

LINE_LIMIT = 240
"""Longest comment line we write; readers with a fixed line buffer exist (ffmpeg: 512 bytes)."""

_TITLE_LIMIT = 120
_LINE_CUT = 4096
_MAX_BYTES = 1 << 30
_MAX_BYTES_PER_ROW = 256
_LARGEST = float(np.finfo(np.float32).max)
_HINT = "export it again as a 3D .cube"


# ---- writing -------------------------------------------------------------------------------------------------------


def write_cube(path: Path, lut: Lut3D, *, title: str = "", comments: Sequence[str] = (), job: Job = SILENT) -> None:
    """Write ``lut`` to ``path`` atomically; values are clamped to ``[0, 1]`` and rounded to six decimals.

    Args:
        title: any text; what is not plain ASCII is replaced.  The LUT's own title when empty.
        comments: lines for the top of the file, without ``#``; long ones are wrapped.

    Raises:
        LutError: the LUT holds NaN or infinity.
        WriteError: the file cannot be written.
        Cancelled: the job was cancelled.
    """
    if not np.isfinite(lut.table).all():
        raise LutError("the LUT holds values that are not finite numbers", path=path)
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        for chunk in cube_chunks(lut, title=title, comments=comments):
            job.check()
            file.write(chunk)


def cube_chunks(lut: Lut3D, *, title: str = "", comments: Sequence[str] = ()) -> Iterator[bytes]:
    """The file's bytes, header first, then one piece per slice of blue."""
    yield _header(lut, title or lut.title, comments).encode("ascii")
    for plane in lut.table:
        yield _rows(plane)


def plain_ascii(text: str) -> str:
    """``text`` on one line of printable ASCII: no accents, ``?`` for the rest, a space for control characters."""
    decomposed = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    spaced = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Zs") else c for c in decomposed)
    return " ".join(spaced.encode("ascii", "replace").decode("ascii").split())


def _header(lut: Lut3D, title: str, comments: Sequence[str]) -> str:
    lines = [line for comment in comments for line in _comment_lines(comment)]
    title = plain_ascii(title).replace('"', "'")[:_TITLE_LIMIT].strip()
    if title:
        lines.append(f'TITLE "{title}"')
    lines.append(f"LUT_3D_SIZE {lut.size}")
    if not lut.unit_domain:
        # repr of a float is the shortest decimal that reads back the same, in any locale.
        lines.append("DOMAIN_MIN " + " ".join(map(repr, lut.domain_min)))
        lines.append("DOMAIN_MAX " + " ".join(map(repr, lut.domain_max)))
    return "\n".join(lines) + "\n"


def _comment_lines(comment: str) -> Iterator[str]:
    text = plain_ascii(comment)
    lead = "# "
    while len(lead) + len(text) > LINE_LIMIT:
        room = LINE_LIMIT - len(lead)
        cut = text.rfind(" ", 1, room + 1)
        cut = cut if cut > 0 else room
        yield lead + text[:cut]
        text, lead = text[cut:].lstrip(), "#   "
    yield (lead + text).rstrip()


def _rows(values: np.ndarray) -> bytes:
    """``"%.6f %.6f %.6f\\n"`` of ``(…, 3)`` values clamped to ``[0, 1]``, byte for byte, thirty times as fast.

    A float32 times 10⁶ is exact in float64, so rounding half to even here is what printf does with the exact value.
    Digits made from integers cannot pick up a locale's decimal comma.
    """
    millionths = np.rint(np.clip(values.reshape(-1, 3), 0.0, 1.0).astype(np.float64) * 1e6).astype(np.uint32)
    text = np.empty((len(millionths), 3, 9), np.uint8)
    for place in range(7, 1, -1):
        millionths, digit = np.divmod(millionths, np.uint32(10))
        text[:, :, place] = digit + ord("0")
    text[:, :, 0] = millionths + ord("0")
    text[:, :, 1] = ord(".")
    text[:, :2, 8] = ord(" ")
    text[:, 2, 8] = ord("\n")
    return text.tobytes()


# ---- reading -------------------------------------------------------------------------------------------------------


def read_cube(path: Path) -> Lut3D:
    """Read a 3D ``.cube`` of either variant.

    Comments, blank lines, tabs, any line ending, a UTF-8 byte order mark, exponents and keywords in any case and order
    are fine.  Values outside 0 … 1 are kept.

    Raises:
        LutError: unreadable, not text, a 1D LUT or one with a 1D shaper, NaN or infinity, too few or too many rows, a
            number this format cannot hold; with the line where it has one.
    """
    path = Path(path)
    with _os_errors(path):
        length = _checked_length(path)
        header = _read_header(path)
        size = _checked_size(path, header)
        if length > size**3 * _MAX_BYTES_PER_ROW + (1 << 20):
            _refuse(path, f"is {length >> 20} MB long, far more than {size}³ rows can take")
        try:
            rows = np.loadtxt(_row_lines(path, header, size**3 + 1), np.float32, ndmin=2)
        except ValueError:
            _explain(path, header, size)
        if rows.shape != (size**3, 3) or not np.isfinite(rows).all():
            _explain(path, header, size)
        low, high = _domain(path, header)
    try:
        return Lut3D(rows.reshape(size, size, size, 3), low, high, header.title)
    except LutError as e:
        raise LutError(e.message, path=path, hint=_HINT) from e


@dataclass
class _Header:
    title: str = ""
    lines: int = 0
    """Lines before the first row."""
    integers: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, tuple[float, ...]] = field(default_factory=dict)


_SIZES = ("LUT_1D_SIZE", "LUT_3D_SIZE")
_RANGES = {"DOMAIN_MIN": 3, "DOMAIN_MAX": 3, "LUT_1D_INPUT_RANGE": 2, "LUT_3D_INPUT_RANGE": 2}
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)\b", re.IGNORECASE)


@contextmanager
def _os_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as e:
        raise LutError(f"cannot be read: {e.strerror or e}", path=path, hint="choose another file") from e


def _checked_length(path: Path) -> int:
    if not is_file(path):
        _refuse(path, "is no file", "choose a .cube, not a folder or a device")
    with path.open("rb") as file:
        length = file.seek(0, io.SEEK_END)
        file.seek(0)
        start = file.read(1 << 16)
    if length > _MAX_BYTES:
        _refuse(path, f"is {length >> 20} MB long; no .cube is")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        _refuse(path, "is UTF-16 text", "save it as plain ASCII text")
    if b"\0" in start:
        _refuse(path, "is not a text file")
    return length


def _lines(path: Path) -> Iterator[str]:
    """Lines with any ending, cut at 4096 characters; what is not UTF-8 becomes U+FFFD, which is no number."""
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        while line := file.readline(_LINE_CUT):
            yield line
            while line[-1] != "\n" and (line := file.readline(_LINE_CUT)):
                pass


def _row_lines(path: Path, header: _Header, limit: int) -> Iterator[str]:
    """Up to ``limit`` lines that hold something, from the first row on."""
    lines = islice(_lines(path), header.lines, None)
    return islice((line for line in lines if line.lstrip()[:1] not in ("", "#")), limit)


def _read_header(path: Path) -> _Header:
    header = _Header()
    for number, line in enumerate(_lines(path), start=1):
        text = line.strip()
        if _is_row(text):
            header.lines = number - 1
            return header
        if text and not text.startswith("#"):
            _read_keyword(path, header, number, text)
    if not header.integers:
        _refuse(path, "is not a .cube file: it holds neither a size nor a row")
    _refuse(path, "ends before its first row")


def _is_row(text: str) -> bool:
    return text[:1].isdigit() or text[:1] in tuple("+-.") or _NOT_FINITE.match(text) is not None


def _read_keyword(path: Path, header: _Header, number: int, text: str) -> None:
    keyword, *rest = text.split(None, 1)
    keyword = keyword.upper()
    value = rest[0] if rest else ""
    if keyword == "TITLE":
        quoted = re.match(r'"([^"]*)"', value)
        header.title = quoted[1] if quoted else value.strip('" ')
        return
    if keyword not in _SIZES and keyword not in _RANGES:
        _refuse(path, f"line {number}: {_shown(text)} is neither a keyword nor a row of numbers")
    if keyword in header.integers or keyword in header.numbers:
        _refuse(path, f"line {number}: {keyword} is there twice")
    fields = value.split("#", 1)[0].split()
    if keyword in _SIZES:
        if len(fields) != 1 or not re.fullmatch(r"[0-9]{1,6}", fields[0]):
            _refuse(path, f"line {number}: {keyword} needs one whole number, not {_shown(value)}")
        header.integers[keyword] = int(fields[0])
        return
    numbers = [_number(f) for f in fields]
    if len(numbers) != _RANGES[keyword] or not all(n is not None and np.isfinite(n) for n in numbers):
        _refuse(path, f"line {number}: {keyword} needs {_RANGES[keyword]} numbers, not {_shown(value)}")
    header.numbers[keyword] = tuple(n for n in numbers if n is not None)


def _checked_size(path: Path, header: _Header) -> int:
    size = header.integers.get("LUT_3D_SIZE")
    if "LUT_1D_SIZE" in header.integers or "LUT_1D_INPUT_RANGE" in header.numbers:
        what = "is a 1D LUT" if size is None else "puts a 1D LUT before the 3D one, which Luxcube does not read"
        _refuse(path, what, "export it again as a plain 3D .cube, without a shaper")
    if size is None:
        _refuse(path, f"line {header.lines + 1}: the rows begin before LUT_3D_SIZE says how many there are")
    if not MIN_SIZE <= size <= MAX_SIZE:
        _refuse(
            path,
            f"LUT_3D_SIZE is {size}; it must be {MIN_SIZE} to {MAX_SIZE}",
            "export it again with another number of points",
        )
    return size


def _domain(path: Path, header: _Header) -> tuple[Triple, Triple]:
    low = header.numbers.get("DOMAIN_MIN")
    high = header.numbers.get("DOMAIN_MAX")
    resolve = header.numbers.get("LUT_3D_INPUT_RANGE")
    if resolve is not None:
        if (low or resolve[:1] * 3) != resolve[:1] * 3 or (high or resolve[1:] * 3) != resolve[1:] * 3:
            _refuse(path, "DOMAIN_MIN/MAX and LUT_3D_INPUT_RANGE contradict each other", "remove one of them")
        low, high = resolve[:1] * 3, resolve[1:] * 3
    a, b = low or (0.0, 0.0, 0.0), high or (1.0, 1.0, 1.0)
    return (a[0], a[1], a[2]), (b[0], b[1], b[2])


def _explain(path: Path, header: _Header, size: int) -> NoReturn:
    """Find the first row that is wrong; slow, and only for files that were refused already."""
    wanted, found = size**3, 0
    for number, line in enumerate(_lines(path), start=1):
        text = line.split("#", 1)[0].strip()
        if number <= header.lines or not text:
            continue
        fields = text.split()
        values = [_number(f) for f in fields]
        if "," in text:
            _refuse(
                path,
                f"line {number}: {_shown(text)} has commas",
                "write decimals with a point and part numbers by spaces",
            )
        if None in values:
            _refuse(path, f"line {number}: {_shown(text)} is not a row of numbers")
        if len(fields) != 3:
            _refuse(path, f"line {number}: a row has three numbers, {_shown(text)} has {len(fields)}")
        if not all(v is not None and abs(v) <= _LARGEST for v in values):
            _refuse(path, f"line {number}: {_shown(text)} is not finite")
        found += 1
        if found > wanted:
            _refuse(path, f"line {number}: one row too many, LUT_3D_SIZE {size} has {wanted}")
    if found < wanted:
        _refuse(path, f"has {found} rows, LUT_3D_SIZE {size} needs {wanted}", "the file was cut short; export it again")
    _refuse(path, "holds a row that is not three plain numbers")


def _number(text: str) -> float | None:
    if not text.isascii() or "_" in text:
        return None
    try:
        return float(text)
    except ValueError:
        return None


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "…")


def _refuse(path: Path, message: str, hint: str = _HINT) -> NoReturn:
    raise LutError(message, path=path, hint=hint)
