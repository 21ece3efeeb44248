"""Gathering features in colour space: where they land, and that nothing is lost."""

import pytest
import torch

from mefcore.nets.implicit import at_colours
from mefcore.nets.splat import SCARCE, ColourSplat, splat


def sums(features: torch.Tensor, colours: torch.Tensor, side: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Undo the fading: total features and pixels by node."""
    mean, believed = splat(features, colours, side)
    count = SCARCE * believed / (1 - believed)
    return mean * (count + SCARCE), count


@pytest.mark.parametrize(
    ("colour", "node"),
    [
        ((1.0, 0.0, 0.0), (0, 0, 3)),
        ((0.0, 1.0, 0.0), (0, 3, 0)),
        ((0.0, 0.0, 1.0), (3, 0, 0)),
        ((1 / 3, 0, 1), (3, 0, 1)),
    ],
)
def test_a_pixel_at_a_node_lands_there_alone(colour: tuple[float, float, float], node: tuple[int, int, int]) -> None:
    total, count = sums(torch.full((1, 1, 1, 1), 5.0), torch.tensor(colour).view(1, 3, 1, 1), 4)
    wanted = torch.zeros(4, 4, 4)
    wanted[node] = 1
    torch.testing.assert_close(count[0, 0], wanted, atol=1e-5, rtol=0)
    torch.testing.assert_close(total[0, 0], 5 * wanted, atol=1e-4, rtol=0)


def test_nothing_is_lost() -> None:
    generator = torch.manual_seed(0)
    features, colours = torch.rand(2, 3, 7, 5, generator=generator), torch.rand(2, 3, 7, 5, generator=generator)
    total, count = sums(features, colours, 6)
    torch.testing.assert_close(count.sum((1, 2, 3, 4)), torch.tensor([35.0, 35.0]))
    torch.testing.assert_close(total.sum((2, 3, 4)), features.sum((2, 3)))


def test_it_is_the_transpose_of_the_lookup() -> None:
    """<splat(f), v> = <f, v at the pixels' colours> for every volume v."""
    generator = torch.manual_seed(1)
    features, colours = torch.randn(1, 2, 4, 6, generator=generator), torch.rand(1, 3, 4, 6, generator=generator)
    volume = torch.randn(1, 2, 5, 5, 5, generator=generator)
    total, _ = sums(features, colours, 5)
    looked_up = at_colours(volume, colours.flatten(2).transpose(1, 2))
    torch.testing.assert_close((total * volume).sum(), (features.flatten(2).transpose(1, 2) * looked_up).sum())


def test_scarce_pixels_count_less_and_empty_cells_are_zero() -> None:
    colours = torch.zeros(1, 3, 1, int(SCARCE))
    mean, believed = splat(torch.ones(1, 1, 1, int(SCARCE)), colours, 3)
    assert float(believed[0, 0, 0, 0, 0]) == pytest.approx(0.5)
    assert float(mean[0, 0, 0, 0, 0]) == pytest.approx(0.5)
    assert float(mean.sum()) == pytest.approx(0.5)


def test_gradients_reach_the_features() -> None:
    generator = torch.manual_seed(2)
    features = torch.randn(1, 2, 3, 3, dtype=torch.float64, generator=generator, requires_grad=True)
    colours = torch.rand(1, 3, 3, 3, dtype=torch.float64, generator=generator)
    assert torch.autograd.gradcheck(lambda f: splat(f, colours, 3)[0], (features,))


def test_shapes() -> None:
    module = ColourSplat(6, 12, 8)
    assert module(torch.rand(2, 6, 16, 16), torch.rand(2, 3, 16, 16)).shape == (2, 12, 8, 8, 8)
