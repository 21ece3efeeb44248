"""Every method on one scene; what is known already is read back, so that an interrupted evaluation resumes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from mefcore.evaluate import distribution, metrics
from mefcore.evaluate.methods import Fuse, LutNetwork, Network, three
from mefcore.evaluate.scenes import Stack, fingerprint, read_stack
from mefcore.evaluate.sheets import contact_sheet
from mefcore.io.atomic import atomic_path
from mefcore.job import SILENT, Job

OURS = "Luxcube"
SHEET = ("medium", "Mertens", "enfuse", OURS, f"{OURS} local", f"{OURS} local + refine")

Row = dict[str, Any]


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Of the modules that decide what a number is; stored numbers of another digest are measured again."""
    h = hashlib.sha256()
    for name in ("distribution", "edges", "measure", "methods", "metrics", "scenes", "structure"):
        h.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return h.hexdigest()[:12]


@lru_cache(maxsize=1)
def refinement_digest() -> str:
    """Of the modules that decide what refining a bracket finds."""
    core = Path(__file__).parent.parent
    h = hashlib.sha256((core / "refine.py").read_bytes())
    for path in sorted((core / "objective").glob("*.py")):
        h.update(path.read_bytes())
    return h.hexdigest()[:12]


@dataclass(frozen=True)
class Plan:
    """What is measured on each scene.

    Attributes:
        plain: methods that are not trained, by their column's name.
        networks: trained ones; ours is among them.
        variants: ours again, with local weights or refined; named ``Luxcube local`` and so on.
        digests: of each network's weights, and of each variant's weights and way.
        grid: lattice points per axis of the tables.
        lattices: sizes at which ours is measured besides (Table III).
    """

    plain: Mapping[str, Fuse]
    networks: Mapping[str, Network]
    variants: Mapping[str, LutNetwork]
    digests: Mapping[str, str]
    grid: int = 33
    lattices: tuple[int, ...] = (8, 16, 32, 64, 128)
    code: str = field(default_factory=code_digest)

    def trained(self, name: str) -> Network:
        """A network or variant by its name."""
        return self.networks[name] if name in self.networks else self.variants[name]

    def key(self, name: str) -> str:
        """What a stored row of method ``name`` must have been made with to be used again."""
        return f"{self.code} {self.grid} {self.digests[name]}" if name in self.digests else self.code


class Pictures:
    """The pictures of one scene, each made when first asked for."""

    def __init__(self, stack: Stack, plan: Plan) -> None:
        self.stack, self.plan = stack, plan
        self._made: dict[tuple[str, int], np.ndarray] = {}

    def get(self, name: str, *, few: bool = False) -> np.ndarray:
        """Method ``name`` on all frames, or on three of them."""
        frames = three(self.stack.frames) if few else self.stack.frames
        if (name, len(frames)) not in self._made:
            fuse = self.plan.plain[name] if name in self.plan.plain else self.plan.trained(name).fuse
            self._made[name, len(frames)] = fuse(frames)
        return self._made[name, len(frames)]


def measure_scene(folder: Path, plan: Plan, out: Path, job: Job = SILENT) -> dict[str, Row]:
    """Rows by method (``Mertens``, ``Luxcube``, …) and by lattice (``lattice 8``, …) of one scene.

    Rows are kept in ``out/scenes``, and contact sheets in ``out/pictures`` and ``out/models``.

    Raises:
        ReadError: a frame or label cannot be read.
        WriteError: ``out`` cannot be written.
        Cancelled: the job was cancelled; what was measured of this scene is kept.
    """
    path, mark = out / "scenes" / f"{folder.name}.json", fingerprint(folder)
    names = [*plan.plain, *plan.networks, *plan.variants]
    lattices = {f"lattice {n}": n for n in plan.lattices if isinstance(plan.networks[OURS], LutNetwork)}
    keys = {n: plan.key(n) for n in names} | {n: plan.key(OURS) for n in lattices}
    rows = _known(path, mark, keys)
    missing = [n for n in keys if n not in rows]
    if not missing and (out / "pictures" / f"{folder.name}.jpg").is_file():
        return rows
    stack = read_stack(folder)
    target, pictures = metrics.Target(stack.frames), Pictures(stack, plan)
    try:
        for name in [n for n in missing if n in names]:
            job.check()
            rows[name] = _row(target, pictures, name)
        if wanted := [n for n in lattices if n in missing]:
            rows.update(_lattices(target, stack, plan, {n: lattices[n] for n in wanted}, job))
    finally:
        with atomic_path(path) as temporary:
            stored = {n: {"key": keys[n], "row": row} for n, row in rows.items()}
            temporary.write_text(json.dumps({"scene": mark, "rows": stored}), encoding="utf-8")
    _sheets(pictures, rows, out)
    return rows


def _known(path: Path, mark: str, keys: Mapping[str, str]) -> dict[str, Row]:
    """Rows stored for the same files, made with the same code and weights."""
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if stored["scene"] != mark:
            return {}
        return {n: s["row"] for n, s in stored["rows"].items() if n in keys and s["key"] == keys[n]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # there is none, or not one of ours: measure again


def _row(target: metrics.Target, pictures: Pictures, name: str) -> Row:
    stack, plan = pictures.stack, pictures.plan
    picture = pictures.get(name)
    row: Row = target.measure(picture)
    if stack.label is not None:
        row |= _against_label(stack.label, picture, pictures.get(name, few=True))
    if name in plan.networks:
        row["values"] = distribution.count(plan.networks[name].values(stack.frames))
    return row


def _against_label(label: np.ndarray, picture: np.ndarray, few: np.ndarray) -> Row:
    return {
        "psnr": metrics.psnr(picture, label),
        "ssim": metrics.ssim(picture, label),
        "psnr_3": metrics.psnr(few, label),
        "ssim_3": metrics.ssim(few, label),
        "ssim_rgb_3": metrics.ssim_rgb(few, label),
    }


def _lattices(target: metrics.Target, stack: Stack, plan: Plan, sizes: Mapping[str, int], job: Job) -> dict[str, Row]:
    """Ours at several lattice sizes; the network runs once for all of them."""
    ours = plan.networks[OURS]
    if not isinstance(ours, LutNetwork):
        return {}
    few = three(stack.frames)
    on_all, on_three = ours.predict(stack.frames), None if stack.label is None else ours.predict(few)
    rows: dict[str, Row] = {}
    for name, n in sizes.items():
        job.check()
        picture = ours.picture(stack.frames, on_all, n)
        rows[name] = {"mef_ssim": target.mef_ssim(picture)}
        if stack.label is not None and on_three is not None:
            rows[name] |= _against_label(stack.label, picture, ours.picture(few, on_three, n))
    return rows


def _sheets(pictures: Pictures, rows: Mapping[str, Row], out: Path) -> None:
    stack, plan = pictures.stack, pictures.plan

    def titled(names: Iterable[str], few: bool = False) -> dict[str, np.ndarray]:
        shown = {}
        for n in names:
            score = f"{rows[n]['psnr_3']:.1f} dB" if few else f"MEF-SSIM {rows[n]['mef_ssim']:.3f}"
            shown[f"{n}   {score}"] = pictures.get(n, few=few)
        return shown if stack.label is None else {**shown, "label": stack.label}

    contact_sheet(titled(n for n in SHEET if n in rows), out / "pictures" / f"{stack.name}.jpg")
    if stack.label is not None and len(plan.networks) > 1:
        contact_sheet(titled(plan.networks, few=True), out / "models" / f"{stack.name}.jpg")
