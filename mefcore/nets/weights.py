"""Weights on disk: safetensors with what is needed to use and to trust them; never pickle."""

from __future__ import annotations

from pathlib import Path

import msgspec
from safetensors import SafetensorError, safe_open
from safetensors.torch import save
from torch import Tensor

from mefcore.errors import ModelError
from mefcore.io.atomic import atomic_path

SHIPPED = Path(__file__).parents[2] / "resources" / "weights" / "student.safetensors"
"""The weights that come with the program."""


class WeightsInfo(msgspec.Struct, frozen=True):
    """What a weights file says about itself (kept in the safetensors header).

    Attributes:
        kind: which network, such as ``student``.
        model_id: short name shown to people and written into exports.
        shape: arguments of the network's ``Shape``.
        training: config, commit, data hash, metrics, seconds, as far as known.
    """

    kind: str
    model_id: str
    shape: dict[str, int] = {}
    training: dict[str, object] = {}


def write_weights(path: Path, state: dict[str, Tensor], info: WeightsInfo) -> None:
    """Write atomically.

    Raises:
        WriteError: the file cannot be written.
    """
    with atomic_path(path) as temporary:
        tensors = {k: v.detach().cpu().contiguous() for k, v in state.items()}
        # As bytes: a file that safetensors opens itself is readable by its owner alone.
        temporary.write_bytes(save(tensors, metadata={"info": msgspec.json.encode(info).decode()}))


def read_info(path: Path) -> WeightsInfo:
    """What a weights file says about itself, whatever its kind.

    Raises:
        ModelError: missing or damaged.
    """
    return _read(path, tensors=False)[1]


def read_weights(path: Path, *, kind: str) -> tuple[dict[str, Tensor], WeightsInfo]:
    """Tensors and info of a weights file.

    Raises:
        ModelError: missing, damaged, or of another kind.
    """
    state, info = _read(path, tensors=True)
    if info.kind != kind:
        raise ModelError(f"holds a {info.kind}, not a {kind}", path=path)
    return state, info


def _read(path: Path, *, tensors: bool) -> tuple[dict[str, Tensor], WeightsInfo]:
    if not path.is_file():
        if path == SHIPPED:
            raise ModelError("the network's weights are missing", path=path, hint="reinstall Luxcube")
        raise ModelError("is not there yet", path=path, hint="train these weights first, with: mef train")
    try:
        with safe_open(path, framework="pt") as f:
            info = msgspec.json.decode((f.metadata() or {}).get("info", ""), type=WeightsInfo)
            state = {k: f.get_tensor(k) for k in f.keys()} if tensors else {}  # noqa: SIM118 - safe_open is no dict
    except (OSError, SafetensorError, msgspec.DecodeError) as e:
        raise ModelError(f"is not a weights file: {e}", path=path, hint="reinstall Luxcube") from e
    return state, info
