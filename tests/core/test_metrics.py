"""The measures, against their definitions computed window by window, and against laws."""

import cv2
import numpy as np
import pytest

from mefcore.evaluate import metrics


def stack(k: int = 3, side: int = 30, seed: int = 0) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    scene = cv2.GaussianBlur(rng.random((side, side + 4, 3)), (0, 0), 1.5) * 2 - 0.4
    return [(np.clip(scene * g, 0, 1) * 255).astype(np.uint8) for g in np.geomspace(0.4, 2.5, k)]


def gaussian_window() -> np.ndarray:
    x = np.arange(11) - 5
    g = np.exp(-(x**2) / (2 * 1.5**2))
    w = np.outer(g, g)
    return w / w.sum()


def literal_structure(frames: list[np.ndarray], result: np.ndarray) -> np.ndarray:
    """Ma et al. 2015, one window at a time: mean + contrast · structure, recombined, compared by SSIM."""
    w = gaussian_window()
    out = np.zeros((result.shape[0] - 10, result.shape[1] - 10))
    for y, x in np.ndindex(*out.shape):
        blocks = [f[y : y + 11, x : x + 11] for f in frames]
        centred = [b - b.mean() for b in blocks]
        contrast = np.array([np.linalg.norm(c) + 0.001 for c in centred])
        agreement = min(max(np.linalg.norm(sum(centred)) / contrast.sum(), 0.0), 1 - 1e-12)
        power = min(np.tan(np.pi / 2 * agreement), 10.0)
        weight = (contrast / 11) ** power + 1e-12
        weight = weight / weight.sum()
        wanted = sum(s * c / n for s, c, n in zip(weight, centred, contrast, strict=True))
        length = np.linalg.norm(wanted)
        if length > 0:
            wanted = wanted / length * contrast.max()
        got = result[y : y + 11, x : x + 11]
        mean_wanted, mean_got = (w * wanted).sum(), (w * got).sum()
        var_wanted, var_got = (w * (wanted - mean_wanted) ** 2).sum(), (w * (got - mean_got) ** 2).sum()
        covariance = (w * (wanted - mean_wanted) * (got - mean_got)).sum()
        c = (0.03 * 255) ** 2
        out[y, x] = (2 * covariance + c) / (var_wanted + var_got + c)
    return out


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_mef_ssim_structure_is_the_papers(k: int) -> None:
    frames = stack(k)
    result = np.mean(frames, 0).astype(np.uint8)
    grays = [metrics.gray(f) for f in frames]
    np.testing.assert_allclose(
        metrics._structure_map(grays, metrics.gray(result)), literal_structure(grays, metrics.gray(result)), atol=1e-5
    )


def test_mef_ssim_multiplies_three_scales() -> None:
    frames = stack(side=64)
    result = np.mean(frames, 0).astype(np.uint8)
    grays, picture = [metrics.gray(f) for f in frames], metrics.gray(result)
    wanted = 1.0
    for exponent in (0.0448, 0.2856, 0.3001):
        wanted *= metrics._structure_map(grays, picture).mean() ** (exponent / 0.6305)
        grays, picture = [metrics._halve(f) for f in grays], metrics._halve(picture)
    assert metrics.mef_ssim(frames, result) == pytest.approx(wanted)


def test_the_luminance_variant_literally() -> None:
    frames = stack(3)
    result = np.mean(frames, 0).astype(np.uint8)
    w, picture = gaussian_window(), metrics.gray(result)
    grays = [metrics.gray(f) for f in frames]

    def moments(a: np.ndarray, b: np.ndarray, y: int, x: int) -> tuple[float, float, float]:
        p, q = a[y : y + 11, x : x + 11], b[y : y + 11, x : x + 11]
        return (w * p).sum(), (w * q).sum(), (w * p * q).sum() - (w * p).sum() * (w * q).sum()

    shape = (picture.shape[0] - 10, picture.shape[1] - 10)
    local = np.array([[[moments(g, g, y, x)[0] for x in range(shape[1])] for y in range(shape[0])] for g in grays])
    whole = local.mean((1, 2))
    values = []
    for y, x in np.ndindex(*shape):
        variances = [moments(g, g, y, x)[2] for g in grays]
        best = int(np.argmax(variances))
        _, mean, own = moments(picture, picture, y, x)
        covariance = moments(grays[best], picture, y, x)[2]
        share = np.exp(-((local[:, y, x] - 127.5) ** 2) / (2 * 51**2)) * np.exp(-((whole - 127.5) ** 2) / (2 * 51**2))
        target = (share * local[:, y, x]).sum() / share.sum()
        c1, c2 = 2.55**2, 7.65**2
        structure = (2 * covariance + c2) / (variances[best] + own + c2)
        values.append(structure * (2 * mean * target + c1) / (mean**2 + target**2 + c1))
    assert metrics.mef_ssim_luminance(frames, result) == pytest.approx(np.mean(values), abs=1e-9)


def test_one_frame_fused_to_itself_is_perfect() -> None:
    frame = stack(1, side=64)
    assert metrics.mef_ssim(frame, frame[0]) == pytest.approx(1, abs=1e-3)
    assert metrics.mef_ssim_luminance(frame, frame[0]) == pytest.approx(1)
    assert metrics.colour_error(frame, frame[0]) == 0


def test_worse_pictures_measure_worse() -> None:
    frames = stack(side=64)
    good = np.mean(frames, 0).astype(np.uint8)
    flat = np.full_like(good, 128)
    noisy = np.clip(good + np.random.default_rng(0).normal(0, 40, good.shape), 0, 255).astype(np.uint8)
    for bad in (flat, noisy):
        assert metrics.mef_ssim(frames, bad) < metrics.mef_ssim(frames, good)
        assert metrics.mef_ssim_luminance(frames, bad) < metrics.mef_ssim_luminance(frames, good)


def test_psnr_and_ssim_of_known_cases() -> None:
    a = np.full((32, 32, 3), 100, np.uint8)
    assert metrics.psnr(a + 10, a) == pytest.approx(20 * np.log10(25.5))
    assert metrics.ssim(a, a) == pytest.approx(1)


def test_colour_error_of_a_known_tint() -> None:
    frame = np.full((20, 20, 3), 128, np.uint8)
    tinted = frame.copy()
    tinted[..., 0] = 160

    def linear(v: int) -> float:
        return ((v / 255 + 0.055) / 1.055) ** 2.4

    r, g = linear(160), linear(128)
    wanted = 1000 * (abs(r / (r + 2 * g) - 1 / 3) + abs(g / (r + 2 * g) - 1 / 3))
    assert metrics.colour_error([frame], tinted) == pytest.approx(wanted)
    black = np.zeros_like(frame)
    assert metrics.colour_error([black], tinted) == 0
