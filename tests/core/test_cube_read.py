"""The ``.cube`` reader: every dialect, and one clear sentence for everything else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mefcore.errors import LutError
from mefcore.lut.formats import cube
from mefcore.lut.formats.cube import read_cube
from mefcore.lut.grid import Lut3D

NODES = [(r, g, b) for b in (0, 1) for g in (0, 1) for r in (0, 1)]
ROWS = "".join(f"{0.9 * r + 0.05:g} {0.8 * g + 0.1:g} {0.7 * b + 0.2:g}\n" for r, g, b in NODES)
TABLE = np.array([[0.9 * r + 0.05, 0.8 * g + 0.1, 0.7 * b + 0.2] for r, g, b in NODES], np.float32).reshape(2, 2, 2, 3)
PLAIN = "LUT_3D_SIZE 2\n" + ROWS


def read(folder: Path, content: str | bytes) -> Lut3D:
    path = folder / "look.cube"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_cube(path)


DIALECTS = {
    "plain": PLAIN,
    "title": 'TITLE "a look"\n' + PLAIN,
    "no newline at the end": PLAIN.rstrip("\n"),
    "blank lines at the end": PLAIN + "\n\n  \n",
    "CRLF": PLAIN.replace("\n", "\r\n"),
    "CR": PLAIN.replace("\n", "\r"),
    "tabs": PLAIN.replace(" ", "\t"),
    "indented": "".join(f"  {line} \n" for line in PLAIN.splitlines()),
    "byte order mark": "\ufeff" + PLAIN,
    "byte order mark, title": '\ufeffTITLE "x"\n' + PLAIN,
    "comments": "# one\n" + PLAIN.replace("\n", "\n# two\n\n", 4),
    "comment on the size line": PLAIN.replace("SIZE 2", "SIZE 2 # points"),
    "comment on a row": PLAIN.replace("\n", " # row\n", 5),
    "lower case": PLAIN.lower(),
    "exponents": PLAIN.replace("0.05 ", "5.0e-2 ").replace("0.1 ", "1E-01 ").replace("0.2\n", "+.2e+0\n"),
    "unit domain": "LUT_3D_SIZE 2\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n" + ROWS,
    "unit domain before": "DOMAIN_MIN 0.0 0.0 0.0\nDOMAIN_MAX 1.0 1.0 1.0\n" + PLAIN,
    "Resolve": "LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE 0.0 1.0\n\n" + ROWS,
    "Resolve, range first": "LUT_3D_INPUT_RANGE 0 1\n" + PLAIN,
    "Photoshop": '#Created by: X\nTITLE "x"\n\n#LUT size\nLUT_3D_SIZE 2\n\n#data domain\nDOMAIN_MIN 0.0 0.0 0.0\n'
    "DOMAIN_MAX 1.0 1.0 1.0\n\n#LUT data points\n" + ROWS,
    "foreign letters in a comment": b"# caf\xe9 \xff\n" + PLAIN.encode(),
    "a very long comment": "# " + "0 0 0 " * 5000 + "\n" + PLAIN,
}


@pytest.mark.parametrize("name", DIALECTS)
def test_dialects(tmp_path: Path, name: str) -> None:
    lut = read(tmp_path, DIALECTS[name])
    assert np.array_equal(lut.table, TABLE)
    assert lut.unit_domain


@pytest.mark.parametrize(
    "header",
    [
        "LUT_3D_SIZE 2\nDOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 2 2 2\n",
        "DOMAIN_MAX 2 2 2\nDOMAIN_MIN -1 -1 -1 # both first\nLUT_3D_SIZE 2\n",
        "LUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE -1 2\n",
        "TITLE x\nLUT_3D_INPUT_RANGE -1.0 2e0\nLUT_3D_SIZE 2\n",
        "LUT_3D_INPUT_RANGE -1 2\nLUT_3D_SIZE 2\nDOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 2 2 2\n",
    ],
)
def test_domains(tmp_path: Path, header: str) -> None:
    lut = read(tmp_path, header + ROWS)
    assert (lut.domain_min, lut.domain_max) == ((-1, -1, -1), (2, 2, 2))


@pytest.mark.parametrize(
    ("line", "title"),
    [('TITLE "a # b"', "a # b"), ('title "x" # c', "x"), ("TITLE bare words", "bare words"), ("TITLE", "")],
)
def test_titles(tmp_path: Path, line: str, title: str) -> None:
    assert read(tmp_path, f"{line}\n{PLAIN}").title == title


def test_values_outside_the_unit_range_are_kept(tmp_path: Path) -> None:
    lut = read(tmp_path, PLAIN.replace("0.05 0.1 0.2", "-0.25 1e0 3.5"))
    assert lut.table[0, 0, 0].tolist() == [-0.25, 1.0, 3.5]


BAD = {
    "decimal commas": (PLAIN.replace("0.05 0.1 0.2", "0,05 0,1 0,2"), r"line 2: '0,05 0,1 0,2' has commas"),
    "comma between": (PLAIN.replace("0.05 0.1 0.2", "0.05, 0.1, 0.2"), "line 2: .* commas"),
    "NaN": (PLAIN.replace("0.95 0.1 0.2", "nan 0.1 0.2"), "line 3: .* not finite"),
    "NaN first": (PLAIN.replace("0.05 0.1 0.2", "nan nan nan"), "line 2: .* not finite"),
    "infinity": (PLAIN.replace("0.95 0.1 0.2", "-inf 0.1 0.2"), "line 3: .* not finite"),
    "too big for a float": (PLAIN.replace("0.95 0.1 0.2", "1e39 0.1 0.2"), "line 3: .* not finite"),
    "a word": (PLAIN.replace("0.95 0.1 0.2", "0.95 zero 0.2"), "line 3: .* not a row of numbers"),
    "a word, after comments": ("# a\n\n" + PLAIN.replace("0.95 0.1 0.2", "x"), "line 5: .* not a row"),
    "two numbers": (PLAIN.replace("0.95 0.1 0.2", "0.95 0.1"), "line 3: .* has 2"),
    "four numbers": (PLAIN.replace("0.95 0.1 0.2", "0.95 0.1 0.2 1"), "line 3: .* has 4"),
    "four numbers everywhere": (PLAIN.replace("\n", " 1\n").replace("2 1", "2", 1), "line 2: .* has 4"),
    "short": (PLAIN.rsplit("\n", 2)[0], "has 7 rows, LUT_3D_SIZE 2 needs 8"),
    "long": (PLAIN + "0 0 0\n", "line 10: one row too many"),
    "keyword after the rows": (ROWS + "LUT_3D_SIZE 2\n", "line 1: the rows begin before"),
    "keyword among the rows": (PLAIN + "DOMAIN_MAX 2 2 2\n", "line 10: .* not a row"),
    "1D": ("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n", "is a 1D LUT"),
    "shaper": ("LUT_1D_SIZE 2\nLUT_3D_SIZE 2\n0 0 0\n1 1 1\n" + ROWS, "1D LUT before the 3D"),
    "no rows": ("LUT_3D_SIZE 2\n", "ends before its first row"),
    "empty": ("", "not a .cube"),
    "only comments": ("# nothing\n", "not a .cube"),
    "size 1": ("LUT_3D_SIZE 1\n0 0 0\n", "must be 2 to 256"),
    "size 257": ("LUT_3D_SIZE 257\n0 0 0\n", "must be 2 to 256"),
    "size in words": ("LUT_3D_SIZE two\n0 0 0\n", "line 1: .* whole number"),
    "size with a point": ("LUT_3D_SIZE 2.0\n" + ROWS, "line 1: .* whole number"),
    "size with other digits": ("LUT_3D_SIZE ２\n" + ROWS, "line 1: .* whole number"),
    "negative size": ("LUT_3D_SIZE -2\n" + ROWS, "line 1: .* whole number"),
    "size twice": ("LUT_3D_SIZE 2\n" + PLAIN, "line 2: .* twice"),
    "empty domain": ("DOMAIN_MAX 0 1 1\n" + PLAIN, "empty"),
    "short domain": ("DOMAIN_MAX 1 1\n" + PLAIN, "line 1: .* 3 numbers"),
    "NaN domain": ("DOMAIN_MAX 1 1 nan\n" + PLAIN, "line 1: .* 3 numbers"),
    "contradiction": ("LUT_3D_INPUT_RANGE 0 2\nDOMAIN_MAX 1 1 1\n" + PLAIN, "contradict"),
    "unknown keyword": ("GAMMA 2.2\n" + PLAIN, "line 1: 'GAMMA 2.2' is neither"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file"),
    "UTF-16": (PLAIN.encode("utf-16"), "UTF-16"),
    "prose": ("Dear all,\nhere is the look.\n", "line 1: .* neither"),
    "NUL among the rows": (PLAIN.encode() + b"#" * 70000 + b"\n0 0 \0\n", "line 11"),
}


@pytest.mark.parametrize("name", BAD)
def test_refusals_say_what_and_where(tmp_path: Path, name: str) -> None:
    content, message = BAD[name]
    with pytest.raises(LutError, match=message) as caught:
        read(tmp_path, content)
    text = str(caught.value)
    assert text.startswith(str(tmp_path / "look.cube"))
    assert "\n" not in text
    assert caught.value.hint


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "is no file"), (tmp_path / "none.cube", "cannot be read")):
        with pytest.raises(LutError, match=words):
            read_cube(path)


def test_huge_files_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "look.cube"
    path.write_text(PLAIN + "#" * (2 << 20))
    with pytest.raises(LutError, match="far more than 2³ rows"):
        read_cube(path)
    monkeypatch.setattr(cube, "_MAX_BYTES", 1 << 20)
    with pytest.raises(LutError, match=r"no \.cube is"):
        read_cube(path)


mutations = st.lists(
    st.tuples(
        st.sampled_from(["replace", "insert", "delete", "cut", "repeat"]), st.floats(0, 1), st.binary(max_size=6)
    ),
    min_size=1,
    max_size=4,
)
pieces = st.sampled_from(
    [b"nan", b"inf", b"1e999", b"LUT_3D_SIZE 3\n", b"#", b'"', b"\r", b"\0", b",", b"\xff", b"-", b"1_0"]
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(start=st.sampled_from(sorted(DIALECTS)), changes=mutations, piece=pieces)
def test_a_damaged_file_is_a_lut_or_a_lut_error(tmp_path: Path, start: str, changes: list, piece: bytes) -> None:
    content = DIALECTS[start]
    data = content.encode() if isinstance(content, str) else content
    for kind, where, extra in changes:
        at = int(where * len(data))
        extra = extra or piece
        if kind == "replace":
            data = data[:at] + extra + data[at + len(extra) :]
        elif kind == "insert":
            data = data[:at] + extra + data[at:]
        elif kind == "delete":
            data = data[:at] + data[at + 3 :]
        elif kind == "cut":
            data = data[:at]
        else:
            data = data[:at] + data[at // 2 :]
    try:
        lut = read(tmp_path, data)
    except LutError:
        return
    assert np.isfinite(lut.table).all()
