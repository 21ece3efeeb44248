"""What is trained: a module that holds the network, names the losses of a batch, and says which weights to keep."""

from __future__ import annotations

import dataclasses
from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import torch
from torch import Tensor, nn

from mefcore.errors import MefError
from mefcore.nets import rivals, student, teacher
from mefcore.nets.bilateral import Slices, guide_of
from mefcore.nets.local import local_blend
from mefcore.nets.lookup import Fused, blend, look_up, sample
from mefcore.nets.weights import WeightsInfo
from mefcore.objective import losses
from mefcore.objective.edges import edges_of, kept, turned
from mefcore.train.config import Config
from mefcore.train.data import Batch
from mefcore.train.distillation import Distillation
from mefcore.train.objective import picture_parts, student_parts
from mefcore.train.validation import Render, Stack, measure

LATTICES = (9, 13, 17, 25)
"""Sizes drawn at random while training: a LUT that must look right on coarse lattices becomes smooth."""
VALIDATED_AT = 33

Bake = Callable[[Tensor], Tensor]
"""Codes ``(B, …)`` to lattices ``(B, n, n, n, 3)``."""


class Task(nn.Module):
    """One kind of training.

    Attributes:
        kind: of the weights file.
        network: what is trained and kept.
        terms: weight of each part in the total.
        shape: arguments of the network's ``Shape``.
    """

    kind: str
    network: nn.Module
    terms: dict[str, float]
    shape: dict[str, int]

    @abstractmethod
    def forward(self, batch: Batch, rng: np.random.Generator) -> dict[str, Tensor]:
        """The unweighted parts of one batch's loss.

        Args:
            rng: the step's own; everything random comes from it.
        """

    @abstractmethod
    def renderer(self, network: Any) -> Render:
        """How whole stacks are rendered by ``network``: this task's or its average."""

    def total(self, parts: dict[str, Tensor]) -> Tensor:
        """The weighted sum, which is minimised."""
        return torch.stack([self.terms[name] * part for name, part in parts.items()]).sum()

    @torch.no_grad()
    def validate(self, network: nn.Module, stacks: list[Stack], device: str) -> dict[str, float]:
        """Means over whole stacks, and the ``score``."""
        metrics = measure(self.renderer(network), stacks, device)
        return {**metrics, "score": self.score(metrics)}

    def score(self, metrics: dict[str, float]) -> float:
        """How good weights with these validation metrics are; the best are kept."""
        agreement = metrics["structure"] + metrics["luminance"]
        return agreement - 2 * metrics["colour"] - 4 * metrics["lost_tones"] + 0.01 * metrics["psnr"]

    def info(self, name: str, training: dict[str, object]) -> WeightsInfo:
        """The header of a weights file."""
        return WeightsInfo(self.kind, name, self.shape, training)


class LutTask(Task):
    """A network that maps thumbnails to blend weights and a code, and codes to a LUT."""

    @abstractmethod
    def baker(self, network: Any, n: int) -> Bake:
        """From the codes of ``network`` to lattices of ``n`` points per axis."""

    def fuse(self, batch: Batch, n: int) -> Fused:
        """Pictures of a batch, looked up in lattices of ``n`` points per axis."""
        weights, code = self.network(batch.thumbs)
        table = self.baker(self.network, n)(code)
        blended = blend(batch.frames, weights)
        return Fused(blended, look_up(blended, table), table, code)

    def renderer(self, network: nn.Module) -> Render:
        bake = self.baker(network, VALIDATED_AT)

        def render(frames: Tensor, thumbs: Tensor) -> tuple[Tensor, Tensor]:
            weights, code = network(thumbs)
            blended = blend(frames, weights)
            return blended, look_up(blended, bake(code).clamp(0, 1))

        return render


class StudentTask(LutTask):
    """The student: its own terms, and those of a ``[distill]`` table if there is one."""

    kind = "student"

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.shape = msgspec.to_builtins(config.shape)
        self.network = student.Student(student.Shape(**self.shape), config.name)
        self.terms = msgspec.to_builtins(config.loss)
        # After the network, whose first weights must not depend on what else there is.
        self.distillation = _distillation(config)
        if config.distill is not None:
            self.terms |= config.distill.weights()

    def baker(self, network: student.Student, n: int) -> Bake:
        return lambda code: sample(network.implicit, code, n)

    def forward(self, batch: Batch, rng: np.random.Generator) -> dict[str, Tensor]:
        fused = self.fuse(batch, int(rng.choice(LATTICES)))
        parts = student_parts(fused, batch)
        if self.distillation is not None:
            parts |= self.distillation(self.network, fused, batch, rng)
        return parts


class LocalTask(Task):
    """The student's local head, beside a global answer that stays as it is."""

    kind = "student"

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.shape = msgspec.to_builtins(config.shape)
        network = student.Student(student.Shape(**self.shape), config.name)
        _go_on_from(network, student.load_student(Path(config.start)))
        self.network: student.Student = network
        self.terms = msgspec.to_builtins(config.loss)

    def forward(self, batch: Batch, rng: np.random.Generator) -> dict[str, Tensor]:
        answer = self.network.everywhere(batch.thumbs)
        blended = self._blend(batch.frames, answer)
        table = sample(self.network.implicit, answer.local_code, int(rng.choice(LATTICES)))
        fused = Fused(blended, look_up(blended, table), table, answer.local_code)
        edges = edges_of(batch.frames)
        shown = fused.result.clamp(0, 1)
        return {
            **student_parts(fused, batch),
            "kept_edges": 1 - kept(shown, edges),
            "turned_edges": turned(shown, edges),
            "weight_roughness": losses.weight_roughness(answer.grid),
        }

    @staticmethod
    def _blend(frames: Tensor, answer: student.Answer) -> Tensor:
        return local_blend(frames, Slices(guide_of(frames, answer.weights)), answer.grid)

    def renderer(self, network: student.Student) -> Render:
        def render(frames: Tensor, thumbs: Tensor) -> tuple[Tensor, Tensor]:
            answer = network.everywhere(thumbs)
            blended = self._blend(frames, answer)
            table = sample(network.implicit, answer.local_code, VALIDATED_AT)
            return blended, look_up(blended, table.clamp(0, 1))

        return render


class TeacherTask(LutTask):
    """The paper's teacher: L1 to labels and pseudo-labels, and nothing else."""

    kind = "teacher"

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.shape = msgspec.to_builtins(config.teacher)
        self.network = teacher.Teacher(teacher.Shape(**self.shape), config.name)
        self.terms = {"label": 1.0}

    def baker(self, network: teacher.Teacher, n: int) -> Bake:
        tables = network.implicit.tables(n)
        return lambda code: teacher.fuse_tables(tables, code)

    def forward(self, batch: Batch, rng: np.random.Generator) -> dict[str, Tensor]:
        fused = self.fuse(batch, int(rng.choice(LATTICES)))
        return {"label": losses.to_label(fused.result, batch.label, batch.has_label)}

    def score(self, metrics: dict[str, float]) -> float:
        return metrics["psnr"]


class RivalTask(Task):
    """What the paper's discussion compares LUTs with: the student's terms, save those about lattices."""

    def __init__(self, config: Config) -> None:
        super().__init__()
        self.kind, self.shape = config.kind, {}
        self.network = rivals.KINDS[config.kind](config.name)
        self.terms = msgspec.to_builtins(config.loss)

    def forward(self, batch: Batch, rng: np.random.Generator) -> dict[str, Tensor]:
        result = self.network(batch.frames, batch.thumbs)
        return {
            **picture_parts(result, batch),
            "out_of_range": losses.out_of_range(result),
            "lost_tones": losses.lost_tones(result, batch.frames),
        }

    def renderer(self, network: rivals.Rival) -> Render:
        return lambda frames, thumbs: (network.blend(frames, thumbs)[1], network(frames, thumbs).clamp(0, 1))


def make_task(config: Config) -> Task:
    """The task a config asks for.

    Raises:
        MefError: the config contradicts itself.
        ModelError: the teacher to learn from is missing or damaged.
    """
    if config.kind == "student":
        return _student_task(config)
    if config.distill is not None:
        raise MefError(f"a {config.kind} is not distilled", hint='take [distill] out, or say kind = "student"')
    return TeacherTask(config) if config.kind == "teacher" else RivalTask(config)


def _student_task(config: Config) -> Task:
    if not config.shape.local_rounds:
        return StudentTask(config)
    if not config.start or config.distill is not None:
        raise MefError(
            "a local head goes on from a trained student", hint="name its weights in start, without [distill]"
        )
    return LocalTask(config)


def _go_on_from(network: student.Student, trained: student.Student) -> None:
    """Take over all that ``trained`` knows, and let only the local head learn; a new one goes on from the feedback."""
    if any(getattr(network.shape, f.name) != getattr(trained.shape, f.name) for f in _global_sizes()):
        raise MefError("start is of a student of another shape", hint="give [shape] as it was trained with")
    network.load_state_dict(trained.state_dict(), strict=False)
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(name.startswith("local."))
    if trained.local is None and trained.feedback is not None and network.local is not None:
        network.local.load_state_dict(trained.feedback.shared(), strict=False)


def _global_sizes() -> list[dataclasses.Field[Any]]:
    return [f for f in dataclasses.fields(student.Shape) if f.name != "local_rounds"]


def _distillation(config: Config) -> Distillation | None:
    terms = config.distill
    if terms is None:
        return None
    if not terms.teacher and terms.weights()["grid"]:
        raise MefError(
            "distill.grid compares with a teacher, and none is given",
            hint="train one with configs/teacher.toml and name its weights in distill.teacher, or set distill.grid = 0",
        )
    return Distillation(terms, teacher.load_teacher(Path(terms.teacher)) if terms.teacher else None)
