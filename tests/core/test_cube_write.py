"""The ``.cube`` we write: byte for byte what every reader takes, in any locale."""

from __future__ import annotations

import ast
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mefcore.errors import Cancelled, LutError, WriteError
from mefcore.job import Job
from mefcore.lut.formats import cube
from mefcore.lut.formats.cube import cube_chunks, plain_ascii, read_cube, write_cube
from mefcore.lut.grid import Lut3D


def random_lut(n: int, **options: object) -> Lut3D:
    return Lut3D(np.random.default_rng(n).random((n, n, n, 3), dtype=np.float32), **options)  # type: ignore[arg-type]


def written(lut: Lut3D, **options: object) -> str:
    return b"".join(cube_chunks(lut, **options)).decode("ascii")  # type: ignore[arg-type]


def test_the_whole_file() -> None:
    lut = Lut3D.identity(2)
    assert written(lut, title="A look", comments=["made by us"]) == (
        '# made by us\nTITLE "A look"\nLUT_3D_SIZE 2\n'
        "0.000000 0.000000 0.000000\n1.000000 0.000000 0.000000\n"
        "0.000000 1.000000 0.000000\n1.000000 1.000000 0.000000\n"
        "0.000000 0.000000 1.000000\n1.000000 0.000000 1.000000\n"
        "0.000000 1.000000 1.000000\n1.000000 1.000000 1.000000\n"
    )


@settings(max_examples=30)
@given(st.lists(st.floats(-0.5, 1.5, width=32), min_size=24, max_size=24))
def test_rows_are_correctly_rounded(values: list[float]) -> None:
    lut = Lut3D(np.array(values, np.float32).reshape(2, 2, 2, 3))
    expected = "".join(
        f"{row[0]:.6f} {row[1]:.6f} {row[2]:.6f}\n" for row in np.clip(lut.table, 0, 1).reshape(-1, 3).tolist()
    )
    assert written(lut).split("\n", 1)[1] == expected.replace("-0.000000", "0.000000")


def test_rounding_where_halves_are_exact() -> None:
    # k/64 has six decimals; k/128 ends in an exact half of the last digit.
    values = (np.arange(24) * 5 / 128).astype(np.float32).reshape(2, 2, 2, 3)
    expected = "".join(f"{row[0]:.6f} {row[1]:.6f} {row[2]:.6f}\n" for row in values.reshape(-1, 3).tolist())
    assert written(Lut3D(values)).split("\n", 1)[1] == expected


@pytest.mark.parametrize("n", [2, 3, 8, 16, 17, 32, 33, 64, 65, 128, 129])
def test_round_trip_is_exact_to_the_digits_written(tmp_path: Path, n: int) -> None:
    lut = random_lut(n)
    write_cube(tmp_path / "a.cube", lut, title="x")
    back = read_cube(tmp_path / "a.cube")
    assert back.size == n
    assert np.array_equal(back.table, (np.rint(lut.table.astype(np.float64) * 1e6) / 1e6).astype(np.float32))
    if n <= 33:
        write_cube(tmp_path / "b.cube", back)
        assert (tmp_path / "b.cube").read_bytes() == (tmp_path / "a.cube").read_bytes()


def test_domain_comes_after_the_size_and_only_when_needed(tmp_path: Path) -> None:
    lut = random_lut(2, domain_min=(-0.1, 0.0, 0.0), domain_max=(1.0, 1.0, 1 / 3))
    head = written(lut).splitlines()[:3]
    assert head == ["LUT_3D_SIZE 2", "DOMAIN_MIN -0.1 0.0 0.0", "DOMAIN_MAX 1.0 1.0 0.3333333333333333"]
    write_cube(tmp_path / "a.cube", lut)
    back = read_cube(tmp_path / "a.cube")
    assert (back.domain_min, back.domain_max) == (lut.domain_min, lut.domain_max)
    assert "DOMAIN" not in written(random_lut(2))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Plain", "Plain"),
        ('The "look"\nof\r\nit', "The 'look' of it"),
        ("Café Ünïcode 😀", "Cafe Unicode ?"),
        ("a\u2028LUT_3D_SIZE 9", "a LUT_3D_SIZE 9"),
        ("tab\there\x00nul", "tab here nul"),
    ],
)
def test_titles_stay_on_one_ascii_line(tmp_path: Path, title: str, expected: str) -> None:
    write_cube(tmp_path / "a.cube", random_lut(2), title=title)
    assert read_cube(tmp_path / "a.cube").title == expected


@given(title=st.text(max_size=300), comments=st.lists(st.text(max_size=600), max_size=3))
def test_no_text_breaks_the_header(title: str, comments: list[str]) -> None:
    header = next(cube_chunks(random_lut(2), title=title, comments=comments)).decode("ascii").splitlines()
    assert header[-1] == "LUT_3D_SIZE 2"
    assert all(len(line) <= cube.LINE_LIMIT and line.isprintable() for line in header)
    rest = [line for line in header[:-1] if not line.startswith("#")]
    assert len(rest) <= 1
    assert all(line.startswith('TITLE "') and line.endswith('"') and line.count('"') == 2 for line in rest)


def test_long_comments_are_wrapped_whole() -> None:
    words = [f"word{i}" for i in range(200)]
    header = next(cube_chunks(random_lut(2), comments=[" ".join(words)])).decode("ascii")
    assert header.replace("#", " ").split()[:200] == words


def test_plain_ascii_keeps_what_it_can() -> None:
    assert plain_ascii("ﬁne 1/2 Å.jpg") == "fine 1/2 A.jpg"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_refused(tmp_path: Path, bad: float) -> None:
    table = np.zeros((2, 2, 2, 3), np.float32)
    table[1, 0, 1, 2] = bad
    with pytest.raises(LutError, match="finite"):
        write_cube(tmp_path / "a.cube", Lut3D(table))
    assert list(tmp_path.iterdir()) == []


def test_a_cancelled_write_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.cube"
    target.write_text("old")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        write_cube(target, random_lut(9), job=job)
    assert [p.name for p in tmp_path.iterdir()] == ["a.cube"]
    assert target.read_text() == "old"


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="folder"):
        write_cube(tmp_path / "no" / "a.cube", random_lut(2))


CHILD = """
import locale, sys
from pathlib import Path
import numpy as np
from mefcore.lut.formats.cube import read_cube, write_cube
from mefcore.lut.grid import Lut3D
if sys.argv[2] == "comma":
    locale.setlocale(locale.LC_ALL, "")
    if locale.localeconv()["decimal_point"] != ",":
        sys.exit("the locale has no decimal comma")
table = np.random.default_rng(5).random((5, 5, 5, 3), dtype=np.float32)
lut = Lut3D(table, (-0.5, 0.0, 0.0), (1.5, 1.0, 1.0))
path = Path(sys.argv[1])
write_cube(path, lut, title="x")
back = read_cube(path)
if back.domain_max != lut.domain_max or abs(back.table - table).max() > 6e-7:
    sys.exit("read back differently")
"""


def run_child(path: Path, kind: str, **environment: str) -> None:
    command = [sys.executable, "-c", CHILD, str(path), kind]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_decimal_comma_locale_changes_no_byte(tmp_path: Path) -> None:
    compiler = shutil.which("localedef")
    if compiler is None or not Path("/usr/share/i18n/locales/de_DE").exists():
        pytest.skip("this machine cannot compile a locale; test_nothing_formats_by_locale still holds")
    folder = tmp_path / "locales"
    folder.mkdir()
    subprocess.run([compiler, "-i", "de_DE", "-f", "UTF-8", str(folder / "de_DE.UTF-8")], check=True)
    run_child(tmp_path / "c.cube", "plain", LC_ALL="C")
    run_child(tmp_path / "de.cube", "comma", LC_ALL="de_DE.UTF-8", LOCPATH=str(folder))
    assert (tmp_path / "c.cube").read_bytes() == (tmp_path / "de.cube").read_bytes()


def test_nothing_formats_by_locale() -> None:
    tree = ast.parse(inspect.getsource(cube))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "locale" not in imported
    specs = [ast.unparse(n.format_spec) for n in ast.walk(tree) if isinstance(n, ast.FormattedValue) and n.format_spec]
    assert not any(spec.rstrip("'\"").endswith("n") for spec in specs)
