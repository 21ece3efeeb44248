"""Readers: each layout is recognised by its files, and labels are found and tone-mapped as they should be."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import OpenEXR
import pytest

from mefcore.errors import MefError, ReadError
from mefcore.train.data import detect_layout, find_stacks, load_radiance, load_scenes, load_stack, ntire
from mefcore.train.data.layouts import PSEUDO_TRUST, SHARES, split_of, split_stacks


def picture(path: Path, value: int, dtype: type = np.uint8) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.full((24, 32, 3), value, dtype)
    pixels[:4] = value // 2
    cv2.imwrite(str(path), pixels)
    return path


@pytest.fixture
def sice(tmp_path: Path) -> Path:
    for number, values in (("1", (90, 30, 200)), ("2", (40, 120)), ("13", (10, 60, 110, 160))):
        for i, value in enumerate(values):
            picture(tmp_path / number / f"{i + 1}.JPG", value)
    picture(tmp_path / "Label" / "1.JPG", 101)
    picture(tmp_path / "Label" / "13.PNG", 113)
    return tmp_path


@pytest.fixture
def challenge(tmp_path: Path) -> Path:
    for name, gain in (("0007", 1.0), ("0012", 4.0)):
        for kind, value in (("short", 40), ("medium", 90), ("long", 180)):
            picture(tmp_path / f"{name}_{kind}.png", value)
        hdr = np.linspace(0.05, 1, 24 * 32 * 3).reshape(24, 32, 3) * gain
        ratio = 65535 / hdr.max()
        cv2.imwrite(str(tmp_path / f"{name}_gt.png"), np.round(hdr * ratio).astype(np.uint16)[..., ::-1])
        np.save(tmp_path / f"{name}_alignratio.npy", ratio)
        np.save(tmp_path / f"{name}_exposures.npy", np.array([-2.0, 0.0, 2.0]))
    return tmp_path


def test_sice(sice: Path) -> None:
    assert detect_layout(sice) == "sice"
    stacks = find_stacks(sice)
    assert [(s.name, len(s.frames), s.label and s.label.name) for s in stacks] == [
        ("001", 3, "1.JPG"),
        ("002", 2, None),
        ("013", 4, "13.PNG"),
    ]
    scene = load_stack(stacks[0], 100)
    assert scene.frames.reshape(3, -1).max(1).tolist() == pytest.approx([30, 90, 200], abs=2)
    assert scene.label is not None
    assert scene.label.max() == pytest.approx(101, abs=2)


def test_sice_in_parts(sice: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("whole")
    for part in ("Dataset_Part1", "Dataset_Part2"):
        (root / part).symlink_to(sice)
    assert detect_layout(root) == "sice"
    names = [s.name for s in find_stacks(root)]
    assert len(names) == 6
    assert names[0] == "Dataset_Part1_001"
    assert len(set(names)) == 6


def test_challenge_in_one_folder_and_in_folders(challenge: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert detect_layout(challenge) == "ntire"
    stacks = find_stacks(challenge)
    assert [s.name for s in stacks] == ["0007", "0012"]
    assert [p.name for p in stacks[0].frames] == ["0007_short.png", "0007_medium.png", "0007_long.png"]
    root = tmp_path_factory.mktemp("folders")
    for kind in ("short", "medium", "long"):
        picture(root / "kitchen" / f"{kind}.png", 60)
    np.save(root / "kitchen" / "gt.npy", np.full((24, 32, 3), 0.5, np.float32))
    assert detect_layout(root) == "ntire"
    (stack,) = find_stacks(root)
    assert stack.name == "kitchen"
    assert load_stack(stack, 50).label is not None


def test_challenge_tone_mapping_is_its_formula(challenge: Path) -> None:
    """Number by number in plain Python, from the 16-bit file; a gain of the reference cancels."""
    from math import log, tanh

    labels = [load_stack(s, 100).label for s in find_stacks(challenge)]
    hdr = np.linspace(0.05, 1, 24 * 32 * 3)
    linear = sorted(float(v) ** 2.24 for v in hdr)
    place = 0.99 * (len(linear) - 1)
    low = int(place)
    bound = linear[low] + (place - low) * (linear[low + 1] - linear[low])
    expected = [255 * log(1 + 5000 * tanh(float(v) ** 2.24 / bound)) / log(5001) for v in hdr]
    for label in labels:
        assert label is not None
        np.testing.assert_allclose(label.reshape(-1), expected, atol=0.6)


def test_mu_law_ends() -> None:
    np.testing.assert_allclose(ntire.mu_law(np.array([0.0, 1.0])), [0, 1])


@pytest.mark.parametrize("damage", ["missing", "object", "zero"])
def test_a_bad_ratio_is_told(challenge: Path, damage: str) -> None:
    path = challenge / "0007_alignratio.npy"
    path.unlink()
    if damage == "object":
        np.save(path, np.array([{}], dtype=object), allow_pickle=True)
    if damage == "zero":
        np.save(path, np.zeros(1))
    with pytest.raises(ReadError, match="alignratio"):
        load_stack(find_stacks(challenge)[0], 100)


def test_plain_and_ours(tmp_path: Path) -> None:
    for i in range(3):
        picture(tmp_path / "a" / f"{i}.png", 50 * i + 20)
        picture(tmp_path / "b" / f"{i}.png", 50 * i + 20)
    assert detect_layout(tmp_path) == "plain"
    assert [s.label for s in find_stacks(tmp_path)] == [None, None]
    picture(tmp_path / "b" / "label.png", 99)
    assert detect_layout(tmp_path) == "scenes"
    assert [len(s.frames) for s in find_stacks(tmp_path)] == [3, 3]
    assert [len(s.frames) for s in find_stacks(tmp_path, "plain")] == [3, 4], "by name, every picture is a frame"


def test_what_is_no_data_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(MefError, match="known layout"):
        detect_layout(tmp_path)
    with pytest.raises(MefError, match="cannot be listed"):
        find_stacks(tmp_path / "nowhere")
    with pytest.raises(MefError, match="no layout 'cube'"):
        find_stacks(tmp_path, "cube")


def test_splits_are_fixed_shares(sice: Path) -> None:
    counts = {s: sum(split_of(f"scene {i}") == s for i in range(9000)) / 9000 for s in SHARES}
    assert counts == pytest.approx(SHARES, abs=0.03)
    together = [s.name for split in SHARES for s in split_stacks(sice, split)]
    assert sorted(together) == ["001", "002", "013"]


def test_pseudo_labels_fill_the_gaps(tmp_path: Path) -> None:
    for i in range(2):
        picture(tmp_path / "train" / "a" / f"{i}.png", 50 * i + 20)
        picture(tmp_path / "train" / "b" / f"{i}.png", 50 * i + 20)
        picture(tmp_path / "train" / "c" / f"{i}.png", 50 * i + 20)
    picture(tmp_path / "train" / "b" / "label.png", 99)
    picture(tmp_path / "cache" / "a.png", 77)
    picture(tmp_path / "cache" / "b.png", 11)
    a, b, c = load_scenes(tmp_path, "train", 40, pseudo_labels=tmp_path / "cache")
    assert a.label is not None
    assert b.label is not None
    assert (a.label.max(), a.trust) == (77, PSEUDO_TRUST)
    assert (b.label.max(), b.trust) == (99, 1.0), "a label that people chose wins"
    assert c.label is None
    with pytest.raises(MefError, match="mef data pseudo-labels"):
        load_scenes(tmp_path, "train", 40, pseudo_labels=tmp_path / "nowhere")


@pytest.mark.parametrize("names", ["RGB", "RGBA", "planes"])
def test_openexr(tmp_path: Path, names: str) -> None:
    rng = np.random.default_rng(0)
    pixels = rng.uniform(0, 40, (8, 10, 4)).astype(np.float16)
    pixels[0, 0] = np.inf
    pixels[0, 1] = -1
    channels = {c: pixels[..., i].copy() for i, c in enumerate("RGB")} if names == "planes" else None
    file = OpenEXR.File({}, channels or {names: pixels[..., : len(names)].copy()})
    file.write(str(tmp_path / "light.exr"))
    assert load_radiance(tmp_path) == [], "only on request: the shipped weights never saw one"
    (light,) = load_radiance(tmp_path, exr=True, whole=True)
    expected = pixels[..., :3].astype(np.float32)
    expected[0, 0], expected[0, 1] = 65504, 0
    np.testing.assert_allclose(light.pixels, expected / np.median(expected.mean(-1)), rtol=1e-5)


def test_a_damaged_exr_is_told(tmp_path: Path) -> None:
    (tmp_path / "bad.exr").write_bytes(b"\x76\x2f\x31\x01 not really")
    with pytest.raises(ReadError, match="OpenEXR"):
        load_radiance(tmp_path, exr=True)
