"""The measures, against their definitions computed window by window, and against laws."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mefcore.evaluate import metrics
from mefcore.evaluate.structure import ScaleTarget, halve


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
    grays, picture = [metrics.gray(f) for f in frames], metrics.gray(result)
    np.testing.assert_allclose(ScaleTarget(grays).compare(picture)[0], literal_structure(grays, picture), atol=1e-5)


def test_mef_ssim_multiplies_three_scales() -> None:
    frames = stack(side=64)
    result = np.mean(frames, 0).astype(np.uint8)
    grays, picture = [metrics.gray(f) for f in frames], metrics.gray(result)
    wanted = 1.0
    for exponent in (0.0448, 0.2856, 0.3001):
        wanted *= ScaleTarget(grays).compare(picture)[0].mean() ** (exponent / 0.6305)
        grays, picture = [halve(f) for f in grays], halve(picture)
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


def test_pictures_too_small_for_a_window_are_refused() -> None:
    frames = stack(2, side=43)
    with pytest.raises(ValueError, match="44 pixels"):
        metrics.mef_ssim(frames, frames[0])


def literal_sobel(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sobel responses pixel by pixel, the picture mirrored about its outermost pixels."""
    padded = np.pad(x, 1, mode="reflect")
    along_x, along_y = np.zeros_like(x), np.zeros_like(x)
    for v, h in np.ndindex(*x.shape):
        (a, b, c), (d, _, f), (g, i, j) = padded[v : v + 3, h : h + 3]
        along_x[v, h] = (c + 2 * f + j) - (a + 2 * d + g)
        along_y[v, h] = (g + 2 * i + j) - (a + 2 * b + c)
    return along_x, along_y


def literal_qabf(frames: list[np.ndarray], result: np.ndarray) -> float:
    """Xydeas and Petrović 2000, one pixel and one source at a time, in Python's floats."""
    fx, fy = literal_sobel(metrics.gray(result))
    kept = weight = 0.0
    for frame in frames:
        ax, ay = literal_sobel(metrics.gray(frame))
        for at in np.ndindex(*fx.shape):
            strength_a, strength_f = math.hypot(ax[at], ay[at]), math.hypot(fx[at], fy[at])
            if strength_a == 0:
                continue  # the source has no say here
            angle_a = math.atan(ay[at] / ax[at]) if ax[at] else math.copysign(math.pi / 2, ay[at])
            angle_f = 0.0
            if strength_f > 0:
                angle_f = math.atan(fy[at] / fx[at]) if fx[at] else math.copysign(math.pi / 2, fy[at])
            g = strength_f / strength_a if strength_a > strength_f else strength_a / strength_f
            a = 1 - abs(angle_a - angle_f) / (math.pi / 2)
            q = 0.9994 / (1 + math.exp(-15 * (g - 0.5))) * 0.9879 / (1 + math.exp(-22 * (a - 0.8)))
            kept += q * strength_a
            weight += strength_a
    return kept / weight


@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_qabf_is_the_papers(k: int) -> None:
    frames = stack(k, seed=k)
    result = np.mean(frames, 0).astype(np.uint8)
    assert metrics.qabf(frames, result) == pytest.approx(literal_qabf(frames, result), abs=1e-6)


def test_qabf_of_known_cases() -> None:
    frame = stack(1, side=64)[0]
    # Perfect preservation stays just below 1: both sigmoids at 1.
    top = 0.9994 / (1 + math.exp(-7.5)) * 0.9879 / (1 + math.exp(-4.4))
    assert metrics.qabf([frame, frame, frame], frame) == pytest.approx(top, abs=1e-5)
    assert metrics.qabf([frame], np.full_like(frame, 90)) == pytest.approx(0, abs=1e-3)
    assert metrics.qabf([np.full_like(frame, 90)], frame) == 1  # no source has an edge


def ramp(step: int, side: int = 64) -> np.ndarray:
    """Gray that rises by ``step`` per pixel from left to right, down from the middle on."""
    x = np.arange(side)
    return np.repeat(np.tile((step * np.minimum(x, side - 1 - x)).astype(np.uint8), (side, 1))[..., None], 3, 2)


def test_reversed_edges_of_known_cases() -> None:
    steep = np.repeat(np.kron(np.indices((4, 4)).sum(0) % 2, np.full((16, 16), 200)).astype(np.uint8)[..., None], 3, 2)
    assert metrics.reversed_edges([steep], steep) == 0
    assert metrics.reversed_edges([steep], 255 - steep) == 1
    half = steep.copy()
    half[32:] = 255 - half[32:]
    assert metrics.reversed_edges([steep], half) == pytest.approx(0.5, abs=0.02)
    # The frame of the larger gradient decides, and slopes below 8 and 4 are no edges.
    weak = np.clip(120 - steep.astype(int) // 4, 0, 255).astype(np.uint8)
    assert metrics.reversed_edges([weak, steep], steep) == 0
    assert metrics.reversed_edges([steep, weak], weak) == 1
    assert metrics.reversed_edges([ramp(7)], 255 - ramp(7)) == 0
    assert metrics.reversed_edges([steep], np.full_like(steep, 9)) == 0


def test_reversed_edges_literally() -> None:
    frames, picture = stack(3, seed=4), stack(1, seed=9)[0]

    def slope(p: np.ndarray) -> np.ndarray:
        return np.stack(literal_sobel(cv2.GaussianBlur(metrics.gray(p), (0, 0), 1))) / 8

    slopes, own = [slope(f) for f in frames], slope(picture)
    edges = turned = 0
    for y, x in np.ndindex(*own.shape[1:]):
        best = max((s[:, y, x] for s in slopes), key=lambda g: float(np.hypot(*g)))
        if np.hypot(*best) > 8 and np.hypot(*own[:, y, x]) > 4:
            edges += 1
            turned += float(best @ own[:, y, x]) < 0
    assert 0.2 < turned / edges < 0.8
    assert metrics.reversed_edges(frames, picture) == pytest.approx(turned / edges, abs=2 / edges)


def test_ssim_is_wangs_on_luma() -> None:
    a, b = stack(1, seed=1)[0], stack(1, seed=2)[0]
    x, y, w = metrics.gray(a), metrics.gray(b), gaussian_window()
    values = []
    for v, h in np.ndindex(x.shape[0] - 10, x.shape[1] - 10):
        p, q = x[v : v + 11, h : h + 11], y[v : v + 11, h : h + 11]
        m, n = (w * p).sum(), (w * q).sum()
        var_p, var_q = (w * (p - m) ** 2).sum(), (w * (q - n) ** 2).sum()
        both = (w * (p - m) * (q - n)).sum()
        c1, c2 = 2.55**2, 7.65**2
        values.append((2 * m * n + c1) * (2 * both + c2) / ((m * m + n * n + c1) * (var_p + var_q + c2)))
    assert metrics.ssim(a, b) == pytest.approx(np.mean(values), abs=1e-9)


@given(k=st.integers(1, 4), seed=st.integers(0, 999), order=st.randoms(use_true_random=False))
def test_the_order_of_the_frames_does_not_matter(k: int, seed: int, order: object) -> None:
    frames = stack(k, side=48, seed=seed)
    result = np.mean(frames, 0).astype(np.uint8)
    shuffled = list(frames)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    wanted = metrics.Target(frames).measure(result)
    assert metrics.Target(shuffled).measure(result) == pytest.approx(wanted, abs=1e-6)


def test_a_target_measures_what_the_functions_do() -> None:
    frames = stack(4, side=64)
    target = metrics.Target(frames)
    for result in (frames[0], np.mean(frames, 0).astype(np.uint8)):
        wanted = {
            "mef_ssim": metrics.mef_ssim(frames, result),
            "luminance": metrics.mef_ssim_luminance(frames, result),
            "qabf": metrics.qabf(frames, result),
            "reversed_edges": metrics.reversed_edges(frames, result),
            "colour_error": metrics.colour_error(frames, result),
        }
        assert target.measure(result) == pytest.approx(wanted, abs=1e-6)
