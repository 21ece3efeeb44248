"""A training run as a file: every number that shapes the result, with its default."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from mefcore.errors import MefError

T = TypeVar("T")


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where examples come from and how they are cut.

    Attributes:
        root: folder with ``train/`` and ``val/`` (and optionally ``hdr/``); usually given on the command line instead.
        longest: stacks are kept in memory at this size in pixels.
        side: side of the square images that the losses see.
        radiance_share: share of examples made from ``hdr/``.
        labelled_share: extra share of examples drawn from stacks with a label.
        layout: of ``root``, and of the folders in ``also``; see :mod:`mefcore.train.data.layouts`.
        also: further data folders whose ``train`` split is trained on, such as documents made by ``mef data``.
        pseudo_labels: folder of labels for stacks without one, if any.
        exact_brackets: make brackets from ``hdr/`` with random cameras and views, and with a reference as label.
        reference_trust: how much such a reference counts beside a label that people chose.
        tone_jitter: standard deviation of the logarithm of a gamma that bends half the examples.
    """

    root: str = ""
    longest: int = 400
    side: int = 192
    radiance_share: float = 0.2
    labelled_share: float = 0.2
    layout: str = "auto"
    also: tuple[str, ...] = ()
    pseudo_labels: str = ""
    exact_brackets: bool = False
    reference_trust: float = 1.0
    tone_jitter: float = 0.0


class Loss(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weight of each term; see :mod:`mefcore.objective.losses` and, for the last three, which only local weights are
    trained on, :mod:`mefcore.objective.edges`."""

    structure: float = 1.0
    luminance: float = 1.0
    colour: float = 4.0
    label: float = 3.0
    roughness: float = 2e-4
    reversal: float = 0.5
    out_of_range: float = 2.0
    lost_tones: float = 12.0
    neutral_tint: float = 0.3
    kept_edges: float = 0.0
    turned_edges: float = 0.0
    weight_roughness: float = 0.0


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes of the student's parts; see :class:`mefcore.nets.student.Shape`."""

    encoder_width: int = 64
    bottleneck: int = 42
    implicit_width: int = 32
    rounds: int = 0
    local_rounds: int = 0


class TeacherShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes of the teacher's parts; see :class:`mefcore.nets.teacher.Shape`."""

    predictor_width: int = 16
    implicit_width: int = 32
    bottleneck: int = 44
    random_basis: int = 0


class Distill(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The paper's objective, ``lambda_paired · (L1 + grid · L_d1 + long_range · L_lr + …) + lambda_unpaired · L_t``.

    It is added to what ``[loss]`` asks for.  Any weight may be 0, and its term is then not computed.

    Attributes:
        teacher: weights file of a trained teacher; may be empty if ``grid`` is 0.
        grid: L1 between the lattices of student and teacher.
        lattice: points per axis at which they are compared.
        nodes: so many of those points, drawn at random each step, in place of all; 0 for all.  Same mean, less work.
        long_range: see :mod:`mefcore.train.long_range`.
        perceptual: see :mod:`mefcore.train.perceptual`.
        lambda_paired, lambda_unpaired: see :func:`mefcore.train.distillation.semi_supervised`.
    """

    teacher: str = ""
    grid: float = 0.05
    lattice: int = 64
    nodes: int = 0
    long_range: float = 0.09
    perceptual: float = 0.0
    lambda_paired: float = 0.9
    lambda_unpaired: float = 0.1

    def weights(self) -> dict[str, float]:
        """Each part's weight in the sum."""
        return {
            "paired": self.lambda_paired,
            "unpaired": self.lambda_unpaired,
            "grid": self.lambda_paired * self.grid,
            "long_range": self.lambda_paired * self.long_range,
            "perceptual": self.lambda_paired * self.perceptual,
        }


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One run.

    Attributes:
        name: names the weights (``model_id``) and the folder under ``runs/``.
        start: weights of a student to go on from.  Where it is given and the shape has a local head, only that learns.
        kind: which network is trained; the last two are those of the paper's discussion, see
            :mod:`mefcore.nets.rivals`.
        steps, batch: how long, and how many brackets a step (of each process, if there are several).
        lr, weight_decay, betas: AdamW; the rate falls to 1 % along a cosine after a linear warm-up.
        ema: decay of the running average of the parameters, which is what is validated and kept.
        validate_every, checkpoint_every: in steps.
        threads: CPU threads; 0 leaves it to torch.
        loss: of everything but a teacher, whose only loss is L1.
        shape, distill: of a student.
        teacher: sizes of a teacher.
    """

    name: str
    kind: Literal["student", "teacher", "hdrnet", "laplacian"] = "student"
    start: str = ""
    seed: int = 1
    steps: int = 20000
    batch: int = 4
    lr: float = 1e-3
    weight_decay: float = 0.1
    betas: tuple[float, float] = (0.9, 0.999)
    warmup: int = 200
    ema: float = 0.999
    validate_every: int = 500
    checkpoint_every: int = 250
    threads: int = 0
    data: Data = Data()
    loss: Loss = Loss()
    shape: Shape = Shape()
    teacher: TeacherShape = TeacherShape()
    distill: Distill | None = None


class _Kind(msgspec.Struct):
    kind: str = "student"


def kind_of(path: Path) -> str:
    """What a TOML config trains, whatever else is in it.

    Raises:
        MefError: unreadable, or not TOML.
    """
    return _read(path, _Kind).kind


def load_config(path: Path) -> Config:
    """Read a TOML config.

    Raises:
        MefError: unreadable, not TOML, an unknown key or a value of the wrong type.
    """
    return _read(path, Config)


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=kind)
    except OSError as e:
        raise MefError(f"cannot be read: {e.strerror or e}", path=path) from e
    except (msgspec.DecodeError, UnicodeDecodeError) as e:
        raise MefError(f"is not a training config: {e}", path=path) from e
