"""A training run on stacks made here: it learns, it resumes exactly, it says what is wrong with its input."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from train_cases import make_data, write_config

from mefcore.errors import Cancelled, MefError
from mefcore.job import Job
from mefcore.nets.student import load_student
from mefcore.train import data
from mefcore.train.config import load_config
from mefcore.train.loop import run


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_data(tmp_path_factory.mktemp("data"))


def config(folder: Path, steps: int) -> Path:
    return write_config(folder, steps)


def test_it_writes_weights_that_say_where_they_come_from(root: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    weights = run(config(tmp_path, 4), data=root, out=tmp_path / "run", echo=lines.append)
    assert load_student(weights).model_id == "tiny"
    logged = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [row["step"] for row in logged] == [4]
    assert {"val_score", "val_psnr", "structure", "colour"} <= set(logged[0])
    assert list((tmp_path / "run").glob("events.*"))
    assert "2 scenes, 1 radiance pictures" in lines[0]


def test_a_resumed_run_equals_an_unbroken_one(root: Path, tmp_path: Path) -> None:
    whole = run(config(tmp_path, 6), data=root, out=tmp_path / "whole", echo=lambda _: None)
    stop = Job(lambda fraction, _: stop.cancel() if fraction >= 0.6 else None)
    with pytest.raises(Cancelled):
        run(config(tmp_path, 6), data=root, out=tmp_path / "broken", job=stop, echo=lambda _: None)
    lines: list[str] = []
    resumed = run(config(tmp_path, 6), data=root, out=tmp_path / "broken", echo=lines.append)
    assert lines[0] == "resumed at step 4"
    a, b = load_student(whole).state_dict(), load_student(resumed).state_dict()
    for name in a:
        torch.testing.assert_close(a[name], b[name], rtol=0, atol=1e-7)


def test_a_changed_config_is_followed_and_said(root: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    run(config(tmp_path, 2), data=root, out=tmp_path / "run", echo=lines.append)
    run(config(tmp_path, 4), data=root, out=tmp_path / "run", echo=lines.append)
    assert "resumed at step 2, with a changed config" in lines


def test_the_same_seed_gives_the_same_weights(root: Path, tmp_path: Path) -> None:
    first, second = (run(config(tmp_path, 3), data=root, out=tmp_path / name, echo=lambda _: None) for name in "ab")
    a, b = load_student(first).state_dict(), load_student(second).state_dict()
    assert all(torch.equal(a[name], b[name]) for name in a)
    other = write_config(tmp_path, 3, name="other", more="seed = 2")
    c = load_student(run(other, data=root, out=tmp_path / "c", echo=lambda _: None)).state_dict()
    assert not all(torch.equal(a[name], c[name]) for name in a)


@pytest.mark.parametrize(
    ("text", "words"),
    [("name = ", "not a training config"), ('name = "x"\nspeed = 1', "speed"), ('name = "x"\nsteps = "many"', "steps")],
)
def test_a_bad_config_says_why(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(MefError, match=words):
        load_config(path)


def test_missing_data_says_so(tmp_path: Path) -> None:
    with pytest.raises(MefError, match="not a data folder"):
        run(config(tmp_path, 2), data=tmp_path / "nowhere", out=tmp_path / "r")
    (tmp_path / "empty" / "train").mkdir(parents=True)
    with pytest.raises(MefError, match="no scene folders"):
        run(config(tmp_path, 2), data=tmp_path / "empty", out=tmp_path / "r")


def test_stack_and_label_are_cut_alike(root: Path) -> None:
    """A label equal to the first frame must stay equal to it through crop, turn, flip and tint."""
    scene = data.load_scene(root / "train" / "a", 96)
    same = data.Scene("same", scene.frames, scene.frames[0])
    sampler = data.Sampler([same], [], side=64, radiance_share=0, labelled_share=1)
    for seed in range(8):
        batch = sampler.batch(np.random.default_rng(seed), 2)
        assert batch.has_label.all()
        if batch.frames.shape[1] == 4:  # every frame, so the one that is the label must be there
            gap = (batch.frames - batch.label[:, None]).abs().flatten(2).amax(2).amin(1)
            assert float(gap.max()) == 0
        small = torch.nn.functional.avg_pool2d(batch.thumbs.flatten(0, 1), 2).unflatten(0, batch.thumbs.shape[:2])
        assert float((small - batch.frames).abs().mean()) < 0.02


def test_exposure_subsets_are_ordered_and_distinct() -> None:
    rng = np.random.default_rng(0)
    for n in range(2, 10):
        for k in range(2, n + 1):
            for _ in range(20):
                chosen = data.exposure_subset(rng, n, k)
                assert len(chosen) == k
                assert (np.diff(chosen) > 0).all()
                assert chosen[0] >= 0
                assert chosen[-1] < n


def test_brackets_from_radiance_are_exposures_of_it() -> None:
    radiance = np.linspace(0.01, 4, 64 * 96 * 3, dtype=np.float32).reshape(64, 96, 3)
    for seed in range(5):
        frames = data.make_bracket(radiance, 3, np.random.default_rng(seed))
        assert frames.dtype == np.uint8
        means = frames.reshape(3, -1).mean(1)
        assert means[0] < means[1] < means[2]


def test_the_digest_notices_a_changed_byte(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    before = data.digest(tmp_path)
    (tmp_path / "a").write_bytes(b"2")
    assert data.digest(tmp_path) != before
