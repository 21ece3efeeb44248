"""Small pictures of a validation, for TensorBoard."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import Tensor

from mefcore.train.validation import Render, Stack, render_stack

HEIGHT = 160
SHOWN = 4


@torch.no_grad()
def contact_sheet(render: Render, stacks: list[Stack], device: str) -> np.ndarray:
    """The first few stacks, those with a label before others: each a row of blend, result and label.

    Returns:
        ``(h, w, 3)`` uint8; black where there is no label.
    """
    shown = sorted(stacks, key=lambda stack: stack[1] is None)[:SHOWN]
    rows = []
    for frames, label in shown:
        images = [_to_image(picture) for picture in render_stack(render, frames, device)]
        images.append(np.zeros_like(images[0]) if label is None else label)
        width = max(1, round(HEIGHT * frames.shape[2] / frames.shape[1]))
        rows.append(np.hstack([cv2.resize(i, (width, HEIGHT), interpolation=cv2.INTER_AREA) for i in images]))
    widest = max(row.shape[1] for row in rows)
    return np.vstack([np.pad(row, ((0, 0), (0, widest - row.shape[1]), (0, 0))) for row in rows])


def _to_image(x: Tensor) -> np.ndarray:
    return (x[0].permute(1, 2, 0).clamp(0, 1) * 255).round().byte().cpu().numpy()
