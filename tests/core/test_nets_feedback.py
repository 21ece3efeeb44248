"""Looking at the answer: nothing is changed before training, and no law of the network is lost by it."""

import pytest
import torch
from torch import Tensor

from mefcore.nets.feedback import Feedback, wanted
from mefcore.nets.frames import multiplicity
from mefcore.nets.student import Shape, Student


def thumbs(k: int = 3, side: int = 32, seed: int = 0) -> Tensor:
    """Exposures of one random scene, (1, k, 3, side, side)."""
    scene = torch.rand(1, 1, 3, side, side, generator=torch.manual_seed(seed))
    return (scene * torch.linspace(0.4, 2.0, k)[None, :, None, None, None]).clamp(0, 1)


@pytest.fixture
def student() -> Student:
    """With random last layers, so that rounds do something."""
    torch.manual_seed(3)
    student = Student(Shape(encoder_width=16, bottleneck=8, implicit_width=16, rounds=2))
    feedback = student.feedback
    assert feedback is not None
    for layer in (feedback.splat.spread[-1], feedback.everywhere[-1], feedback.logit[-1], student.implicit.mlp[-1]):
        torch.nn.init.normal_(layer.weight, std=0.1)
    return student.eval()


def test_what_is_wanted_by_hand() -> None:
    """One black, one white and one gray frame with a bright pixel: contrast, brightness and colour are the gray's."""
    frames = torch.zeros(1, 3, 3, 16, 16)
    frames[:, 1] = 0.4
    frames[:, 1, :, 6:8, 6:8] = 0.7
    frames[:, 2] = 1.0
    maps = wanted(frames, torch.ones(1, 3)).maps[0]
    detail, contrast, brightness, colour, held, spread = maps.split([1, 1, 1, 3, 1, 1])
    share = 1 / 25
    assert float(detail[0, 3, 3]) == pytest.approx(0.3 * (1 - share), abs=1e-5)
    assert float(contrast[0, 3, 3]) == pytest.approx(0.3 * (share * (1 - share)) ** 0.5, abs=1e-3)
    assert float(brightness[0, 0, 0]) == pytest.approx(0.4, abs=0.02)
    torch.testing.assert_close(colour, frames[0, 1, :, ::2, ::2])
    assert bool((held == 1).all())
    assert float(spread.min()) == 1


def test_an_untrained_round_changes_nothing() -> None:
    torch.manual_seed(0)
    with_rounds = Student(Shape(rounds=2))
    without = Student(Shape(rounds=0))
    without.load_state_dict({n: p for n, p in with_rounds.state_dict().items() if not n.startswith("feedback")})
    for a, b in zip(with_rounds(thumbs(side=128)), without(thumbs(side=128)), strict=True):
        torch.testing.assert_close(a, b, atol=0, rtol=0)


def test_rounds_change_weights_and_code(student: Student) -> None:
    first = Student(Shape(encoder_width=16, bottleneck=8, implicit_width=16))
    first.load_state_dict({n: p for n, p in student.state_dict().items() if not n.startswith("feedback")})
    for a, b in zip(student(thumbs()), first(thumbs()), strict=True):
        assert float((a - b).detach().abs().max()) > 1e-3


@pytest.mark.parametrize("k", [2, 3, 5])
def test_order_does_not_matter(student: Student, k: int) -> None:
    x = thumbs(k)
    order = torch.randperm(k, generator=torch.manual_seed(1))
    weights, code = student(x)
    shuffled, same_code = student(x[:, order])
    torch.testing.assert_close(shuffled, weights[:, order], atol=1e-5, rtol=0)
    torch.testing.assert_close(same_code, code, atol=1e-4, rtol=0)


def test_a_frame_shot_twice_counts_once(student: Student) -> None:
    x = thumbs(3)
    weights, code = student(x)
    twice, same_code = student(torch.cat([x, x[:, 1:2]], 1))
    torch.testing.assert_close(twice[:, [0, 2]], weights[:, [0, 2]], atol=1e-4, rtol=0)
    torch.testing.assert_close(twice[:, 1] + twice[:, 3], weights[:, 1], atol=1e-4, rtol=0)
    torch.testing.assert_close(same_code, code, atol=1e-3, rtol=0)


def test_gradients_reach_everything(student: Student) -> None:
    weights, code = student.train()(thumbs())
    (weights.square().sum() + code.square().sum()).backward()
    feedback = student.feedback
    assert isinstance(feedback, Feedback)
    assert all(p.grad is not None and bool((p.grad != 0).any()) for p in feedback.parameters())


def test_multiplicity_is_what_wanted_is_weighted_by() -> None:
    x = thumbs(3)
    twice = torch.cat([x, x[:, :1]], 1)
    torch.testing.assert_close(
        wanted(twice, multiplicity(twice)).maps, wanted(x, multiplicity(x)).maps, atol=1e-3, rtol=0
    )
