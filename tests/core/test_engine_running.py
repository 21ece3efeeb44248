"""How engines are chosen, built, cancelled and what they cost, rather than what they compute."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import numpy as np
import pytest
from engine_cases import ENGINES, frames, named, smooth_grid, smooth_lut

import mefcore
from mefcore.blend import WeightGrid
from mefcore.engine import Engine, available, native, select
from mefcore.errors import Cancelled, MefError
from mefcore.job import Job
from mefcore.lut.grid import Lut3D

ROOT = Path(mefcore.__file__).parent.parent
every = pytest.mark.parametrize("engine", ENGINES, ids=named)
needs_compiler = pytest.mark.skipif(
    shutil.which("cc") is None or sys.platform == "win32", reason="there is no C compiler"
)
needs_native = pytest.mark.skipif(not native.variants(), reason="the native engine is not built")


def python(code: str, *, root: Path = ROOT, **env: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(root), **env},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def source_tree(tmp_path: Path) -> Path:
    """The package as it is before anything was compiled."""
    shutil.copytree(
        ROOT / "mefcore", tmp_path / "mefcore", ignore=shutil.ignore_patterns("_kernel*", "__pycache__", "weights")
    )
    return tmp_path


# ---------------------------------------------------------------------------------------------------- choosing


@needs_native
def test_auto_is_native_and_torch_stays_out() -> None:
    code = """
import sys, numpy as np
from mefcore.engine import select
from mefcore.lut.grid import Lut3D
engine = select()
engine.apply([np.zeros((4, 5, 3), np.uint8)] * 2, [0.5, 0.5], Lut3D.identity(5))
print(engine.name, engine.device, "torch" in sys.modules)
"""
    assert python(code, LUXCUBE_ENGINE="") == f"{native.variants()[0]} cpu False"


def test_without_the_library_torch_takes_over(source_tree: Path) -> None:
    code = """
import numpy as np
from mefcore.engine import native, select
engine = select("cpu")
out = engine.apply([np.full((2, 3, 3), 255, np.uint8)], [1.0], None)
print(native.variants(), engine.name, int(out.min()))
"""
    assert python(code, root=source_tree, LUXCUBE_ENGINE="") == "[] torch-cpu 65535"


def test_a_broken_library_is_ignored(source_tree: Path) -> None:
    (source_tree / "mefcore" / "engine" / f"_kernel{EXTENSION_SUFFIXES[0]}").write_bytes(b"not a library")
    assert python("from mefcore.engine import native; print(native.variants())", root=source_tree) == "[]"


def test_the_environment_forces_an_implementation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUXCUBE_ENGINE", "torch")
    assert select("cpu").name == "torch-cpu"
    monkeypatch.setenv("LUXCUBE_ENGINE", "abacus")
    with pytest.raises(MefError, match="native or torch"):
        select()
    monkeypatch.setenv("LUXCUBE_ENGINE", "native")
    monkeypatch.setattr(native, "_library", lambda: None)
    with pytest.raises(MefError, match="C compiler"):
        select("cpu")


def test_a_missing_device_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    for device in ("cuda", "mps"):
        with pytest.raises(MefError, match="--device"):
            select(device)
    with pytest.raises(MefError, match="auto, cpu, cuda or mps"):
        select("abacus")  # type: ignore[arg-type]


def test_available_lists_each_once() -> None:
    names = [e.name for e in available()]
    assert len(set(names)) == len(names)
    assert "torch-cpu" in names
    assert {e.device for e in available()} <= {"cpu", "cuda", "mps"}


# ----------------------------------------------------------------------------------------------------- running


@every
@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("weights", [[1.0], smooth_grid(1)], ids=["global", "local"])
def test_cancelling_stops_midway(engine: Engine, threads: int, weights: list[float] | WeightGrid) -> None:
    seen: list[float] = []

    def report(fraction: float, text: str) -> None:
        seen.append(fraction)
        if fraction > 0.2:
            job.cancel()

    # Many tiles: on a busy machine several are done before the thread that counts them is heard.
    job, size = Job(report), 3000
    pictures = frames(np.random.default_rng(0), 1, size, size, np.uint8)
    out = np.full((size, size, 3), 12345, np.uint16)
    with pytest.raises(Cancelled):
        engine.apply(pictures, weights, smooth_lut(5), out=out, threads=threads, job=job)
    assert 0.2 < seen[-1] < 0.9
    assert (out == 12345).all(axis=(1, 2)).any()


@every
def test_progress_ends_at_one(engine: Engine) -> None:
    seen: list[float] = []
    pictures = frames(np.random.default_rng(0), 2, 600, 700, np.uint8)
    engine.apply(pictures, [0.5, 0.5], None, job=Job(lambda fraction, text: seen.append(fraction)))
    assert seen == sorted(seen)
    assert seen[0] < 0.5
    assert seen[-1] == 1.0


@every
def test_out_is_used(engine: Engine) -> None:
    pictures = frames(np.random.default_rng(0), 2, 30, 400, np.uint8)
    whole = np.zeros((40, 500, 3), np.uint8)
    out = whole[5:35, 50:450]
    assert engine.apply(pictures, [0.5, 0.5], None, dtype=np.uint8, out=out) is out
    np.testing.assert_array_equal(out, engine.apply(pictures, [0.5, 0.5], None, dtype=np.uint8))
    whole[5:35, 50:450] = 0
    assert not whole.any()
    skipping = np.zeros((60, 800, 3), np.uint8)[::2, ::-2]
    np.testing.assert_array_equal(engine.apply(pictures, [0.5, 0.5], None, dtype=np.uint8, out=skipping), skipping)
    assert skipping.any()


PICTURE = np.zeros((4, 5, 3), np.uint8)


@every
@pytest.mark.parametrize(
    "call",
    [
        lambda e: e.apply([], [], None),
        lambda e: e.apply([PICTURE], [], None),
        lambda e: e.apply([PICTURE], [np.nan], None),
        lambda e: e.apply([PICTURE], WeightGrid.of([0.5, 0.5]), None),
        lambda e: e.apply([PICTURE, PICTURE], smooth_grid(3), None),
        lambda e: e.apply([PICTURE, PICTURE[:3]], [0.5, 0.5], None),
        lambda e: e.apply([PICTURE, PICTURE.astype(np.uint16)], [0.5, 0.5], None),
        lambda e: e.apply([PICTURE.astype(np.float64)], [1.0], None),
        lambda e: e.apply([PICTURE.astype(">u2")], [1.0], None),
        lambda e: e.apply([PICTURE[..., :2]], [1.0], None),
        lambda e: e.apply([PICTURE[..., 0]], [1.0], None),
        lambda e: e.apply([PICTURE], [1.0], None, dtype=np.int16),
        lambda e: e.apply([PICTURE], [1.0], None, interpolation="cubic"),
        lambda e: e.apply([PICTURE], [1.0], None, out=np.zeros((4, 5, 3), np.uint8)),
        lambda e: e.apply([PICTURE], [1.0], None, out=np.zeros((5, 5, 3), np.uint16)),
        lambda e: e.apply([PICTURE], [1.0], None, dtype=np.uint8, out=PICTURE),
        lambda e: e.apply([PICTURE], [1.0], None, dtype=np.uint8, out=np.broadcast_to(np.uint8(0), (4, 5, 3))),
    ],
)
def test_what_does_not_fit_is_refused(engine: Engine, call: Callable[[Engine], np.ndarray]) -> None:
    with pytest.raises(ValueError, match=r"."):
        call(engine)


@needs_native
def test_the_padded_table_follows_the_lut() -> None:
    """Two LUTs in turn, and a new one at the address of a dead one, never get each other's table."""
    engine = native.NativeEngine(native.variants()[0])
    grey = np.full((1, 1, 3), 128, np.uint8)
    for value in (0.25, 0.75, 0.25, 0.5):
        lut = Lut3D(np.full((3, 3, 3, 3), value, np.float32))
        assert engine.apply([grey], [1.0], lut, dtype=np.float32).tolist() == [[[value] * 3]]
        del lut


# ------------------------------------------------------------------------------------------------------ memory

PEAK = """
import sys
import numpy as np
from mefcore.blend import WeightGrid
from mefcore.engine import available
from mefcore.lut.grid import Lut3D

def peak():
    try:
        # Not getrusage: there a child starts from its parent's peak.
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 1024
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

engine = next(e for e in available() if e.name == sys.argv[1])
height, n = int(sys.argv[2]), int(sys.argv[3])
frames = [np.full((height, 6000, 3), 60 * k, np.uint8) for k in range(3)]
out = np.ones((height, 6000, 3), np.uint16)
lut = Lut3D.identity(n)
weights = [0.2, 0.3, 0.5]
if sys.argv[4] == "local":
    guide = np.array(weights, np.float32)
    weights = WeightGrid(np.tile(guide[:, None, None, None], (1, 8, 16, 16)), guide)
engine.apply([f[:64, :64] for f in frames], weights, Lut3D.identity(2))  # what torch loads on first use
before = peak()
engine.apply(frames, weights, lut, out=out, threads=4)
print(peak() - before)
"""


@every
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no peak this way")
@pytest.mark.parametrize(("n", "weights"), [(33, "global"), (129, "global"), (33, "local")])
def test_peak_memory(engine: Engine, n: int, weights: str) -> None:
    """24 megapixels, three frames, 8 to 16 bits: at most 64 MB beyond inputs and result.

    torch tiles the same way whatever the height, so a quarter of the picture shows as much, sooner.
    """
    height = 4000 if engine.name.startswith("native") else 1000
    done = subprocess.run(
        [sys.executable, "-c", PEAK, engine.name, str(height), str(n), weights],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert float(done.stdout) <= 64


# ---------------------------------------------------------------------------------------------------- building


def _build(root: Path, **env: str) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("setuptools")
    for name in ("setup.py", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, root)
    (root / "LICENSE").touch()
    return subprocess.run(
        [sys.executable, "setup.py", "build_ext", "--inplace"],
        cwd=root,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_no_compiler_is_no_obstacle(source_tree: Path) -> None:
    done = _build(source_tree, CC="no-such-compiler")
    assert done.returncode == 0, done.stderr
    assert "the native engine was not built" in done.stdout
    assert python("from mefcore.engine import native; print(native.variants())", root=source_tree) == "[]"


@needs_compiler
def test_a_kernel_of_another_version_is_ignored(source_tree: Path) -> None:
    """One that was built before an update and not since: its ``Job`` is not ours."""
    library = source_tree / "mefcore" / "engine" / f"_kernel{EXTENSION_SUFFIXES[0]}"
    (source_tree / "old.c").write_text(f"int luxcube_abi(void) {{ return {native._ABI - 1}; }}\n")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source_tree / "old.c"], check=True, timeout=60)
    code = "from mefcore.engine import native, select; print(native.variants(), select('cpu').name)"
    assert python(code, root=source_tree, LUXCUBE_ENGINE="") == "[] torch-cpu"


@needs_compiler
def test_a_compiler_builds_the_kernel(source_tree: Path) -> None:
    done = _build(source_tree)
    assert done.returncode == 0, done.stderr
    found = python("from mefcore.engine import native; print(*native.variants())", root=source_tree)
    assert found.split()[-1] == "native"
