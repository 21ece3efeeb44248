"""Pairs of a document's exposures with the clean page as label.

The paper makes both exposures by its equation 7, after Lv, Li and Lu (2021)::

    I_out = β · (α · I_in)^γ      γ ~ U(1.5, 5),  α ~ U(0.9, 1),  β ~ U(0.5, 1)

per channel, on sRGB-encoded values in ``[0, 1]``.  With these ranges the result is never brighter than its input, so
the equation as written makes the *under-exposed* picture only.  The paper does not say how the over-exposed one comes
about.  Here it is the same equation on the negative, ``I_out = 1 − β · (α · (1 − I_in))^γ``, with α, β and γ drawn
anew: what happened to the highlights happens to the shadows, black ink turns gray, paper tints go to white, and the
two exposures lose information at opposite ends of the range, as a real pair does.

The label is ``I_in`` itself, the photograph of the page in good exposure, with its paper, light and perspective: what
a fusion of the pair can hope for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import msgspec
import numpy as np

from mefcore.errors import MefError
from mefcore.io.atomic import atomic_path
from mefcore.job import SILENT, Job
from mefcore.train.data.documents.fonts import families
from mefcore.train.data.documents.kinds import KINDS
from mefcore.train.data.documents.page import Page
from mefcore.train.data.documents.photograph import photograph
from mefcore.train.data.documents.text import Writer
from mefcore.train.data.layouts import split_of

ABOUT = "about.json"
JPEG = (cv2.IMWRITE_JPEG_QUALITY, 95)


@dataclass(frozen=True)
class Exposure:
    """Parameters of the paper's equation 7."""

    gamma: float
    alpha: float
    beta: float


@dataclass(frozen=True, eq=False)
class Document:
    """One made-up document: ``under``, ``over`` and ``label`` are ``(h, w, 3)`` uint8, sRGB-encoded."""

    name: str
    kind: str
    font: str
    under: np.ndarray
    over: np.ndarray
    label: np.ndarray
    parameters: tuple[Exposure, Exposure]


def random_exposure(rng: np.random.Generator) -> Exposure:
    """γ, α and β from the paper's ranges."""
    return Exposure(float(rng.uniform(1.5, 5.0)), float(rng.uniform(0.9, 1.0)), float(rng.uniform(0.5, 1.0)))


def under_exposed(picture: np.ndarray, exposure: Exposure) -> np.ndarray:
    """Equation 7 on an 8-bit picture."""
    return _curve(lambda x: exposure.beta * (exposure.alpha * x) ** exposure.gamma)[picture]


def over_exposed(picture: np.ndarray, exposure: Exposure) -> np.ndarray:
    """Equation 7 on the negative of an 8-bit picture."""
    return _curve(lambda x: 1 - exposure.beta * (exposure.alpha * (1 - x)) ** exposure.gamma)[picture]


def _curve(function: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """The 256 values of a function of one channel: exact, and quick for pictures of 12 megapixels."""
    return (function(np.arange(256) / 255.0) * 255 + 0.5).astype(np.uint8)


def document(seed: int, index: int, longest: int = 4096) -> Document:
    """Document number ``index`` of a seed; the same on every machine with the same fonts and libraries."""
    rng = np.random.default_rng([seed, index])
    kind = list(KINDS)[int(rng.integers(len(KINDS)))]
    family = families()[int(rng.integers(len(families())))]
    page = Page(longest, family, size=float(rng.uniform(3.0, 4.4)), margin=float(rng.uniform(16, 28)))
    KINDS[kind](page, Writer(rng))
    label = photograph(page.pixels(), rng)
    if rng.random() < 0.25:
        label = np.ascontiguousarray(np.rot90(label))
    dark, bright = random_exposure(rng), random_exposure(rng)
    return Document(
        f"doc_{index:05d}",
        kind,
        family.name,
        under_exposed(label, dark),
        over_exposed(label, bright),
        label,
        (dark, bright),
    )


def make_documents(
    out: Path,
    *,
    count: int = 1000,
    seed: int = 1,
    longest: int = 4096,
    suffix: str = "jpg",
    noise: Path | None = None,
    job: Job = SILENT,
) -> None:
    """Write ``out/<split>/<name>/{0,1,label}.<suffix>``: the dark frame, the bright frame, the clean page.

    ``about.json`` beside them says which kind of document it is, its typeface and the parameters of equation 7.

    The splits are 60, 10 and 30 % by name.  Scenes that are there already are kept, so a stopped run goes on.

    Args:
        longest: longer side in pixels; the paper's are above 4K.
        noise: a CycleGAN's generator, which puts the noise of real dark and bright frames onto the two exposures.

    Raises:
        MefError: an unknown format, or ``out`` cannot be written.
    """
    if suffix not in ("jpg", "png"):
        raise MefError(f"cannot write documents as {suffix!r}", hint="choose jpg or png")
    degrade = _identity if noise is None else _noise(noise)
    for i in range(count):
        job.progress(i / count, f"document {i + 1} of {count}")
        folder = out / split_of(f"doc_{i:05d}") / f"doc_{i:05d}"
        if (folder / f"label.{suffix}").is_file():
            continue
        made = document(seed, i, longest)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise MefError(f"cannot be made: {e.strerror or e}", path=folder) from e
        rng = np.random.default_rng([seed, i, 1])
        about = {"seed": seed, "kind": made.kind, "font": made.font, "exposures": [vars(p) for p in made.parameters]}
        with atomic_path(folder / ABOUT) as path:
            path.write_bytes(msgspec.json.format(msgspec.json.encode(about), indent=1))
        # The label comes last: a scene that has one is complete.
        for name, picture in (("0", degrade(made.under, rng)), ("1", degrade(made.over, rng)), ("label", made.label)):
            job.check()
            with atomic_path(folder / f"{name}.{suffix}") as path:
                cv2.imwrite(str(path), picture[..., ::-1], JPEG if suffix == "jpg" else ())


def _identity(picture: np.ndarray, _rng: np.random.Generator) -> np.ndarray:
    return picture


def _noise(path: Path) -> Callable[[np.ndarray, np.random.Generator], np.ndarray]:
    from mefcore.train.cyclegan import add_noise, load_generator

    generator = load_generator(path)
    return lambda picture, rng: add_noise(generator, picture, rng)
