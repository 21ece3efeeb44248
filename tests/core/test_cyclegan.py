"""The CycleGAN: its losses by hand, its measure on known noise, its run, and its use on documents."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from mefcore.errors import Cancelled, MefError, ModelError
from mefcore.job import Job
from mefcore.nets.weights import WeightsInfo, write_weights
from mefcore.train.cyclegan import (
    Discriminator,
    Generator,
    add_noise,
    load_cycle_config,
    load_generator,
    noise_distance,
    noise_profile,
    run_cyclegan,
)
from mefcore.train.cyclegan.apply import translate
from mefcore.train.cyclegan.config import CycleConfig
from mefcore.train.cyclegan.losses import Fakes, adversarial, difference, discriminator_loss, generator_loss
from mefcore.train.cyclegan.nets import REACH, local_mean
from mefcore.train.cyclegan.run import CycleRun
from mefcore.train.data.documents import make_documents

CONFIG = """
name = "tiny"
kind = "cyclegan"
epochs = {epochs}
batch = 2
side = 32
width = 8
blocks = 1
discriminator_width = 8
documents = 2
longest = 300
checkpoint_every = 1
threads = 1
"""


def noisy(level: float, deviation: float, seed: int = 0, side: int = 256) -> np.ndarray:
    """A gentle slope with white noise, the same in each channel."""
    rng = np.random.default_rng(seed)
    ramp = np.linspace(level - 10, level + 10, side)[None, :, None]
    grain = rng.normal(0, deviation, (side, side, 1))
    return np.clip(np.round(ramp + grain), 0, 255).astype(np.uint8).repeat(3, axis=2)


def config(folder: Path, epochs: int) -> Path:
    path = folder / f"c{epochs}.toml"
    path.write_text(CONFIG.format(epochs=epochs))
    return path


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    for split, scenes in (("train", 3), ("val", 2)):
        for scene in range(scenes):
            where = folder / split / f"s{scene}"
            where.mkdir(parents=True)
            for i, level in enumerate((40, 120, 210)):
                cv2.imwrite(str(where / f"{i}.png"), noisy(level, 4.0, seed=scene * 10 + i, side=96))
    return folder


def test_adversarial_loss_by_hand() -> None:
    verdict = torch.tensor([0.0, 0.5, 1.0, 2.0])
    assert float(adversarial(verdict, True)) == pytest.approx((1 + 0.25 + 0 + 1) / 4)
    assert float(adversarial(verdict, False)) == pytest.approx((0 + 0.25 + 1 + 4) / 4)


def test_small_differences_count_by_their_square() -> None:
    zero = torch.zeros(4)
    assert float(difference(torch.full((4,), 0.01), zero)) == pytest.approx(0.01**2 / 0.1)
    assert float(difference(torch.full((4,), -0.3), zero)) == pytest.approx(0.3 - 0.025)


class _Adds(Generator):
    """A generator that adds a constant."""

    def __init__(self, amount: float) -> None:
        super().__init__(4, 1)
        self.amount = torch.nn.Parameter(torch.tensor(amount))

    def forward(self, picture: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        return picture + self.amount + 0 * noise


class _Mean(Discriminator):
    """Judges a picture by its mean."""

    def forward(self, picture: torch.Tensor) -> torch.Tensor:
        return picture.mean((1, 2, 3), keepdim=True)


def test_generator_and_discriminator_losses_by_hand() -> None:
    """Generators that add 0.1 and take 0.2 from constant pictures of 0.3 and 0.6; every part follows by arithmetic."""
    a, b = torch.full((2, 3, 16, 16), 0.3), torch.full((2, 3, 16, 16), 0.6)
    settings = CycleConfig("x", cycle=10.0, identity=5.0)
    total, parts, fakes = generator_loss(
        _Adds(0.1), _Adds(-0.2), _Mean(), _Mean(), a, b, torch.zeros(3, 2, 1, 16, 16), settings
    )
    expected = {
        "adversarial_real": 0.6**2,
        "adversarial_clean": 0.6**2,
        "cycle_a": 0.1 - 0.025,
        "cycle_b": 0.1 - 0.025,
        "identity_a": 0.2 - 0.025,
        "identity_b": 0.1 - 0.025,
    }
    assert parts == pytest.approx(expected, abs=1e-6)
    assert float(total.detach()) == pytest.approx(0.72 + 10 * 0.15 + 5 * 0.25, abs=1e-5)
    torch.testing.assert_close(fakes.b, torch.full_like(b, 0.4))
    judged = discriminator_loss(_Mean(), _Mean(), a, b, Fakes(fakes.a, fakes.b))
    assert float(judged) == pytest.approx(0.5 * (0.4**2 + 0.4**2 + 0.7**2 + 0.4**2), abs=1e-5)


def test_noise_may_change_but_brightness_may_not() -> None:
    """The cycle of a real frame is blind to zero-mean grain of the 5×5 means, and not to a shift."""
    b = torch.full((1, 3, 20, 20), 0.5)
    grain = torch.zeros_like(b)
    grain[..., ::2, :] = 0.1
    grain[..., 1::2, :] = -0.1
    assert float((local_mean(b + grain) - b).abs().mean()) < 0.021
    assert float((local_mean(b + 0.1) - b).abs().mean()) == pytest.approx(0.1, abs=1e-6)


def test_networks_are_small_and_bounded() -> None:
    settings = CycleConfig("x")
    generator, judge = Generator(settings.width, settings.blocks), Discriminator(settings.discriminator_width)
    assert sum(p.numel() for p in generator.parameters()) <= 1_000_000
    assert sum(p.numel() for p in judge.parameters()) <= 1_000_000
    picture = torch.rand(1, 3, 24, 28)
    with torch.no_grad():
        for p in generator.parameters():
            p.mul_(30)
        assert float((generator(picture, torch.randn(1, 1, 24, 28)) - picture).abs().max()) <= REACH + 1e-6
    assert judge(torch.rand(2, 3, 48, 48)).shape == (2, 1, 12, 12)


def test_a_pixel_depends_on_its_neighbourhood_only() -> None:
    torch.manual_seed(0)
    generator = Generator(8, 2)
    picture = torch.rand(1, 3, 41, 41, requires_grad=True)
    generator(picture, torch.zeros(1, 1, 41, 41))[0, 0, 20, 20].backward()
    assert picture.grad is not None
    rows = np.flatnonzero(picture.grad.abs().sum((0, 1, 3)).numpy())
    assert 20 - rows[0] == rows[-1] - 20 == generator.radius


def test_noise_is_measured_in_levels() -> None:
    """White noise of deviation σ: what the coarse part takes away is little, rounding adds a twelfth."""
    for deviation in (2.0, 6.0):
        profile = noise_profile([noisy(120, deviation, seed) for seed in range(3)])
        assert profile.deviation == pytest.approx(np.hypot(deviation, 12**-0.5), rel=0.06)
        assert profile.blocks > 50


def test_distance_is_zero_for_the_same_noise_and_six_for_twice_as_much() -> None:
    one, same, double = (noise_profile([noisy(120, d, s) for s in seeds]) for d, seeds in
                         ((4.0, range(4)), (4.0, range(4, 8)), (8.0, range(4))))  # fmt: skip
    assert noise_distance(one, one) == 0
    assert noise_distance(one, same) < 0.5
    assert noise_distance(one, double) == pytest.approx(6.0, abs=0.5)


def test_edges_are_not_noise() -> None:
    """Letters on paper must not count: only flat blocks do."""
    page = noisy(200, 2.0)
    plain = noise_profile([page]).deviation
    cv2.putText(page, "Luxcube", (10, 140), cv2.FONT_HERSHEY_SIMPLEX, 2, (30, 30, 30), 6)
    assert noise_profile([page]).deviation == pytest.approx(plain, rel=0.15)


def test_tiles_make_the_same_picture_as_one_piece() -> None:
    torch.manual_seed(1)
    generator = Generator(8, 2).eval()
    picture = np.random.default_rng(0).integers(0, 256, (70, 90, 3)).astype(np.uint8)
    whole = translate(generator, picture, np.random.default_rng(4), tile=1000)
    tiled = translate(generator, picture, np.random.default_rng(4), tile=32)
    # A tile that ends at its own border mirrors there; inside the picture nothing may differ.
    np.testing.assert_allclose(tiled, whole, atol=1e-5)


def test_only_fine_changes_are_kept() -> None:
    """A generator that darkens the whole picture changes nothing."""
    picture = noisy(120, 3.0)
    np.testing.assert_array_equal(add_noise(_Adds(-0.2), picture, np.random.default_rng(0)), picture)


def test_a_run_makes_documents_noisier_and_says_by_how_much(root: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    weights = run_cyclegan(config(tmp_path, 2), data=root, out=tmp_path / "run", echo=lines.append)
    assert "6 real frames, 2 documents, 6 steps" in lines[0]
    found = json.loads((tmp_path / "run" / "noise.json").read_text())
    assert set(found) == {"dark", "bright"}
    assert found["dark"]["real_deviation"] == pytest.approx(4.0, rel=0.15)
    assert found["dark"]["before_db"] > 3, "documents have no noise yet"
    assert list((tmp_path / "run").glob("events.*"))
    make_documents(tmp_path / "med", count=1, seed=1, longest=300, suffix="png", noise=weights)
    make_documents(tmp_path / "plain", count=1, seed=1, longest=300, suffix="png")
    (label,), (plain_label,) = (list((tmp_path / d).rglob("label.png")) for d in ("med", "plain"))
    assert label.read_bytes() == plain_label.read_bytes(), "the clean page stays clean"
    assert cv2.imread(str(label.with_name("0.png"))).shape == cv2.imread(str(label)).shape


def test_a_resumed_run_equals_an_unbroken_one(root: Path, tmp_path: Path) -> None:
    whole = run_cyclegan(config(tmp_path, 2), data=root, out=tmp_path / "whole", echo=lambda _: None)
    stop = Job(lambda fraction, _: stop.cancel() if fraction >= 0.5 else None)
    with pytest.raises(Cancelled):
        run_cyclegan(config(tmp_path, 2), data=root, out=tmp_path / "broken", job=stop, echo=lambda _: None)
    lines: list[str] = []
    resumed = run_cyclegan(config(tmp_path, 2), data=root, out=tmp_path / "broken", echo=lines.append)
    assert lines[0] == "resumed at step 4"
    a, b = load_generator(whole).state_dict(), load_generator(resumed).state_dict()
    for name in a:
        torch.testing.assert_close(a[name], b[name], rtol=0, atol=1e-7)


def test_the_rate_falls_at_half_and_at_three_quarters(tmp_path: Path) -> None:
    run = CycleRun(CycleConfig("x", lr=1e-3), tmp_path, "cpu")
    rates = []
    for run.step in (0, 49, 50, 74, 75, 99):
        rates.append(run.rate(100))
    assert rates == pytest.approx([1e-3, 1e-3, 1e-4, 1e-4, 1e-5, 1e-5])


def test_it_learns_to_add_grain(tmp_path: Path) -> None:
    """A few seconds' worth of steps on plain grain: the distance to real noise must fall."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    from mefcore.train.cyclegan.domains import Domain

    clean = Domain([noisy(60, 0.0, s) for s in range(2)], [noisy(190, 0.0, s) for s in range(2)])
    grainy = Domain([noisy(60, 6.0, s) for s in range(4)], [noisy(190, 6.0, s) for s in range(4)])
    run = CycleRun(CycleConfig("x", width=8, blocks=1, discriminator_width=16, batch=4, side=32), tmp_path, "cpu")
    for _ in range(70):
        parts = run.advance(clean, grainy, 240)
    assert all(np.isfinite(v) for v in parts.values())
    target = noise_profile(grainy.dark + grainy.bright)
    made = [add_noise(run.to_real, p, np.random.default_rng(i)) for i, p in enumerate(clean.dark + clean.bright)]
    before = noise_distance(noise_profile(clean.dark + clean.bright), target)
    assert noise_distance(noise_profile(made), target) < 0.5 * before


@pytest.mark.parametrize(
    ("text", "words"), [("name = ", "not a config of a CycleGAN"), ('name = "x"\nspeed = 1', "speed")]
)
def test_a_bad_config_says_why(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text)
    with pytest.raises(MefError, match=words):
        load_cycle_config(path)
    with pytest.raises(MefError, match="cannot be read"):
        load_cycle_config(tmp_path / "nowhere.toml")


def test_the_shipped_config_is_the_papers_schedule(root: Path) -> None:
    shipped = load_cycle_config(Path(__file__).parents[2] / "configs" / "cyclegan.toml")
    assert (shipped.epochs, shipped.lr, shipped.kind) == (100, 1e-3, "cyclegan")


def test_other_weights_are_refused(tmp_path: Path) -> None:
    write_weights(tmp_path / "s.safetensors", {"a": torch.zeros(1)}, WeightsInfo("student", "x"))
    with pytest.raises(ModelError, match="not a cyclegan"):
        load_generator(tmp_path / "s.safetensors")
