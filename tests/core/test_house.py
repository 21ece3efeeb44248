"""The rules that keep the house one can live in, checked on the running program; see CONTRIBUTING.md."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mefcore.io import load_bracket
from mefcore.recipe import STAGES, Parameter, Recipe, declared, parameters

LONG_FILES: frozenset[str] = frozenset()
"""Files allowed to be longer than the limit.  Keep it short, and say why beside each."""

LINES = 420
LIGHT = (
    *("", ".align", ".blend", ".bracket", ".cli", ".color", ".deghost", ".engine", ".export", ".found", ".grouping"),
    *(
        ".io",
        ".look.auto",
        ".look.compose",
        ".look.creative",
        ".look.parameters",
        ".lut",
        ".nudges",
        ".parameter",
        ".pipeline",
        ".prepare",
        ".recipe",
        ".tones",
    ),
)


def modules_after(code: str, root: Path) -> set[str]:
    """Names of the modules a fresh interpreter holds after running ``code``."""
    report = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], cwd=root, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def within(modules: set[str], *packages: str) -> list[str]:
    return sorted(m for m in modules if any(m == p or m.startswith(p + ".") for p in packages))


IMPORT_ALL = """
import importlib, pkgutil, mefcore
for module in pkgutil.walk_packages(mefcore.__path__, "mefcore."):
    if not module.name.endswith("._kernel"):  # a library for ctypes, not a Python module
        importlib.import_module(module.name)
"""


def test_no_module_of_the_core_imports_qt(root: Path) -> None:
    loaded = modules_after(IMPORT_ALL, root)
    assert "mefcore.pipeline" in loaded
    assert within(loaded, "PySide6", "shiboken6", "app") == []


def test_light_imports_bring_neither_torch_nor_training(root: Path) -> None:
    loaded = modules_after("\n".join(f"import mefcore{name}" for name in LIGHT), root)
    assert within(loaded, "torch", "mefcore.train", "mefcore.evaluate", "PySide6") == []


def test_fusing_does_not_need_training(root: Path, tmp_path: Path, sample: Path) -> None:
    out = tmp_path / "fused.jpg"
    code = f"""
import sys
from mefcore.cli import main
try:
    main(["fuse", {str(sample)!r}, "-o", {str(out)!r}])
except SystemExit as e:
    if e.code: raise
"""
    loaded = modules_after(code, root)
    assert out.is_file()
    assert within(loaded, "mefcore.train", "mefcore.evaluate", "PySide6") == []


def test_files_stay_small(root: Path) -> None:
    sources = [p for folder in ("app", "mefcore", "packaging", "tests") for p in (root / folder).rglob("*.py")]
    assert len(sources) > 20
    too_long = {}
    for path in sources:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        name = path.relative_to(root).as_posix()
        if lines > LINES and name not in LONG_FILES:
            too_long[name] = lines
    assert too_long == {}


@pytest.mark.parametrize("parameter", parameters(), ids=lambda p: p.name)
def test_every_parameter_explains_itself(parameter: Parameter) -> None:
    assert parameter.label
    assert parameter.help.endswith(".")
    assert parameter.stage in STAGES
    assert getattr(Recipe(), parameter.name) == parameter.default
    if parameter.choices:
        assert parameter.default in parameter.choices
    elif parameter.kind == "number":
        assert parameter.low <= parameter.default <= parameter.high
        assert all(parameter.low <= stop <= parameter.high for stop in parameter.stops)


def test_every_field_of_a_recipe_is_a_parameter() -> None:
    assert {"version", *(p.name for p in declared())} == set(Recipe.__struct_fields__)


def test_sample_is_a_bracket_worth_fusing(sample: Path) -> None:
    bracket = load_bracket([sample])
    assert [f.path.name for f in bracket.frames] == [f"garden-room-{i}.jpg" for i in (1, 2, 3)]
    assert bracket.reference == 1
    assert bracket.ev == pytest.approx((-3.0, 0.0, 3.0), abs=0.02)
    assert bracket.frames[0].brightness < bracket.frames[1].brightness < bracket.frames[2].brightness
    dark, _, bright = (f.pixels for f in bracket.frames)
    luma = [p.astype(np.float64) @ (0.299, 0.587, 0.114) for p in (dark, bright)]
    assert np.mean(luma[0] > 250) < 0.01, "the dark frame must hold the sky"
    assert np.mean(luma[1] < 8) < 0.01, "the bright frame must hold the shadows"
    assert sum(p.stat().st_size for p in sample.iterdir()) < 4_000_000
    assert (sample.parent / "CREDITS.md").is_file()
