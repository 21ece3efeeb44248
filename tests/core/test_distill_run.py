"""Teacher, student and ablations from their configs: each trains, resumes, and says what it is missing."""

import json
import shutil
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from train_cases import make_data, write_config

from mefcore import train
from mefcore.errors import Cancelled, MefError, ModelError
from mefcore.job import Job
from mefcore.nets.rivals import load_rival
from mefcore.nets.student import load_student
from mefcore.nets.teacher import load_teacher
from mefcore.nets.weights import read_weights
from mefcore.train.config import Config, kind_of, load_config
from mefcore.train.distributed import Ranks
from mefcore.train.loop import make_sampler, run, validation_scenes
from mefcore.train.state import Run

TEACHER = """
[teacher]
predictor_width = 4
implicit_width = 4
bottleneck = 4
random_basis = {seed}
"""
DISTILL = """
[distill]
teacher = "{teacher}"
lattice = 9
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("data"))


def quiet(_: str) -> None:
    pass


def teacher_config(folder: Path, seed: int = 0, steps: int = 4) -> Path:
    tables = TEACHER.format(seed=seed)
    return write_config(folder, steps, name=f"teacher{seed}", more='kind = "teacher"', tables=tables, labelled=1.0)


@pytest.fixture(scope="module")
def teacher(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("teacher")
    return run(teacher_config(folder), data=data, out=folder / "run", echo=quiet)


def last_row(out: Path) -> dict[str, float]:
    return json.loads((out / "log.jsonl").read_text().splitlines()[-1])


def test_a_teacher_learns_from_l1_alone(teacher: Path) -> None:
    assert teacher.name == "teacher.safetensors"
    row = last_row(teacher.parent)
    assert row["total"] == row["label"]
    assert row["val_score"] == row["val_psnr"] > 0
    info = read_weights(teacher, kind="teacher")[1]
    assert info.shape == {"predictor_width": 4, "implicit_width": 4, "bottleneck": 4, "random_basis": 0}
    assert load_teacher(teacher).model_id == "teacher0"


def test_it_gets_nearer_to_the_label(data: Path, tmp_path: Path) -> None:
    """With steps enough to see it, from random grids, which start far away."""
    steps = 16
    run(teacher_config(tmp_path, seed=3, steps=steps), data=data, out=tmp_path / "r", echo=quiet)
    rows = [json.loads(line) for line in (tmp_path / "r" / "log.jsonl").read_text().splitlines()]
    assert rows[-1]["val_psnr"] > rows[0]["val_psnr"]


def test_the_student_distils_and_resumes_exactly(data: Path, teacher: Path, tmp_path: Path) -> None:
    """The tokeniser that trains along is part of the checkpoint, and of the random numbers."""
    tables = DISTILL.format(teacher=teacher) + "nodes = 100\nperceptual = 0.1\n"
    path = write_config(tmp_path, 6, tables=tables)
    whole = run(path, data=data, out=tmp_path / "whole", echo=quiet)
    assert {"paired", "unpaired", "grid", "long_range", "perceptual", "structure"} <= set(last_row(tmp_path / "whole"))
    stop = Job(lambda fraction, _: stop.cancel() if fraction >= 0.6 else None)
    with pytest.raises(Cancelled):
        run(path, data=data, out=tmp_path / "broken", job=stop, echo=quiet)
    resumed = run(path, data=data, out=tmp_path / "broken", echo=quiet)
    a, b = load_student(whole).state_dict(), load_student(resumed).state_dict()
    for name in a:
        torch.testing.assert_close(a[name], b[name], rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("table", "absent"),
    [
        ("grid = 0\nlong_range = 0\nperceptual = 0.1", {"grid", "long_range"}),
        ('teacher = "{teacher}"\nlattice = 9\nlong_range = 0', {"long_range", "perceptual"}),
    ],
)
def test_ablations_leave_their_term_out(
    data: Path, teacher: Path, tmp_path: Path, table: str, absent: set[str]
) -> None:
    path = write_config(tmp_path, 1, tables="[distill]\n" + table.format(teacher=teacher))
    run(path, data=data, out=tmp_path / "r", echo=quiet)
    terms = {"paired", "unpaired", "grid", "long_range", "perceptual"}
    assert terms - set(last_row(tmp_path / "r")) == absent


def test_distilling_starts_from_the_same_student(tmp_path: Path, teacher: Path) -> None:
    """What else is trained does not disturb the first weights, nor the batches."""
    plain, distilled = (
        Run(load_config(write_config(tmp_path, 5, name=name, tables=tables)), tmp_path, Ranks("cpu"))
        for name, tables in (("a", ""), ("b", DISTILL.format(teacher=teacher)))
    )
    for x, y in zip(plain.task.network.parameters(), distilled.task.network.parameters(), strict=True):
        assert torch.equal(x, y)
    np.testing.assert_array_equal(plain.rng().random(5), distilled.rng().random(5))


def test_the_plain_student_has_no_new_terms() -> None:
    config = Config("x")
    assert config.kind == "student"
    assert config.distill is None


@pytest.mark.parametrize(
    ("more", "tables", "words"),
    [
        ("", "[distill]", "none is given"),
        ('kind = "teacher"', "[distill]", "a teacher is not distilled"),
        ('kind = "parrot"', "", "parrot"),
        ("", "[distill]\nwarmth = 1", "warmth"),
    ],
)
def test_a_config_that_contradicts_itself_says_so(
    data: Path, tmp_path: Path, more: str, tables: str, words: str
) -> None:
    with pytest.raises(MefError, match=words):
        run(write_config(tmp_path, 1, more=more, tables=tables), data=data, out=tmp_path / "r", echo=quiet)


def test_a_missing_or_wrong_teacher_says_so(data: Path, teacher: Path, tmp_path: Path) -> None:
    path = write_config(tmp_path, 1, tables=DISTILL.format(teacher=tmp_path / "nobody.safetensors"))
    with pytest.raises(ModelError, match=r"nobody\.safetensors.*not there yet"):
        run(path, data=data, out=tmp_path / "r", echo=quiet)


def test_a_checkpoint_of_another_kind_is_not_resumed(data: Path, teacher: Path, tmp_path: Path) -> None:
    with pytest.raises(MefError, match="another config"):
        run(write_config(tmp_path, 8), data=data, out=teacher.parent, echo=quiet)


@pytest.mark.parametrize("kind", ["hdrnet", "laplacian"])
def test_rivals_train_on_the_same_data(data: Path, tmp_path: Path, kind: str) -> None:
    path = write_config(tmp_path, 1, more=f'kind = "{kind}"')
    weights = run(path, data=data, out=tmp_path / "r", echo=quiet)
    assert load_rival(weights, kind).model_id == "tiny"
    row = last_row(tmp_path / "r")
    assert row["structure"] > 0
    assert "roughness" not in row


def test_every_kind_of_data_at_once(data: Path, tmp_path: Path) -> None:
    """Pseudo-labels, a further folder, exact brackets with their reference, tone jitter."""
    pseudo = tmp_path / "pseudo"
    pseudo.mkdir()
    (pseudo / "b.png").write_bytes((data / "train" / "a" / "label.png").read_bytes())
    path = tmp_path / "c.toml"
    path.write_text(
        f"""
name = "all"
[data]
longest = 96
side = 64
also = ["{data}"]
pseudo_labels = "{pseudo}"
exact_brackets = true
radiance_share = 0.5
tone_jitter = 0.2
"""
    )
    sampler = make_sampler(load_config(path), data)
    assert [scene.name for scene in sampler.scenes] == ["a", "b", "a", "b"]
    assert [scene.trust for scene in sampler.scenes if scene.label is not None] == [1, 0.5, 1]
    batch = sampler.batch(np.random.default_rng(1), 8)
    assert set(batch.has_label.tolist()) <= {0, 0.5, 1}
    assert batch.has_label.sum() > 3
    # A teacher is measured against them too, a student is not.
    config = load_config(path)
    (pseudo / "c.png").write_bytes((data / "train" / "a" / "label.png").read_bytes())
    (data_copy := tmp_path / "copy").mkdir()
    shutil.copytree(data / "val", data_copy / "val", ignore=shutil.ignore_patterns("label*"))
    assert [s.label is None for s in validation_scenes(config, data_copy)] == [True]
    config = msgspec.structs.replace(config, kind="teacher")
    assert [s.label is None for s in validation_scenes(config, data_copy)] == [False]


def test_a_cyclegan_trains_in_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.toml"
    path.write_text('name = "x"\nkind = "cyclegan"\nepochs = 3')
    with pytest.raises(MefError, match="not a data folder"):
        train.run(path, data=tmp_path / "nowhere")
    monkeypatch.setenv("WORLD_SIZE", "2")
    with pytest.raises(MefError, match="one process"):
        train.run(path, data=tmp_path / "nowhere")


def test_a_teacher_without_labels_says_so(data: Path, tmp_path: Path) -> None:
    scene = tmp_path / "data" / "train" / "b"
    scene.mkdir(parents=True)
    for file in (data / "train" / "b").iterdir():
        (scene / file.name).write_bytes(file.read_bytes())
    with pytest.raises(MefError, match="no scene with a label"):
        run(teacher_config(tmp_path), data=tmp_path / "data", out=tmp_path / "r", echo=quiet)


def test_tensorboard_gets_pictures(teacher: Path) -> None:
    events = EventAccumulator(str(teacher.parent), size_guidance={"images": 0})
    events.Reload()
    (image,) = events.Images("val/blend, result, label")
    assert image.step == 4
    # Two views of a 96×72 stack, each a row of three pictures 160 high.
    assert (image.height, image.width) == (2 * 160, 3 * 213)
    assert "val/psnr" in events.Tags()["scalars"]


def test_committed_configs_are_read(request: pytest.FixtureRequest) -> None:
    folder = request.config.rootpath / "configs"
    configs = {path.stem: load_config(path) for path in folder.glob("*.toml") if kind_of(path) != "cyclegan"}
    assert {"student", "teacher", "student-distilled", "no-teacher", "no-lr", "random-basis"} <= set(configs)
    names = [config.name for config in configs.values()]
    assert len(set(names)) == len(names)
    whole = configs["student-distilled"].distill
    assert whole is not None
    assert (whole.grid, whole.lattice, whole.long_range) == (0.05, 64, 0.09)
    assert (whole.lambda_paired, whole.lambda_unpaired) == (0.9, 0.1)
    without = configs["no-lr"]
    assert without.distill == msgspec.structs.replace(whole, long_range=0.0)
    assert without.loss == configs["student-distilled"].loss == configs["no-teacher"].loss
    alone = configs["no-teacher"].distill
    assert alone is not None
    assert (alone.grid, alone.long_range, alone.teacher) == (0, 0, "")
    assert alone.perceptual > 0
    assert configs["random-basis"].teacher.random_basis > 0
