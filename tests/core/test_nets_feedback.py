"""Looking at the answer: nothing is changed before training, and no law of the network is lost by it."""

import pytest
import torch
from torch import Tensor

from mefcore.nets.feedback import Feedback, compare, wanted
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
    want = wanted(frames, torch.ones(1, 3))
    share = 1 / 25
    assert float(want.detail[0, 0, 3, 3]) == pytest.approx(0.3 * (1 - share), abs=1e-5)
    assert float(want.contrast[0, 0, 3, 3]) == pytest.approx(0.3 * (share * (1 - share)) ** 0.5, abs=1e-3)
    assert float(want.brightness[0, 0, 0, 0]) == pytest.approx(0.4, abs=0.02)
    torch.testing.assert_close(want.colour[0], frames[0, 1, :, ::2, ::2])
    assert bool((want.held == 1).all())
    assert float(want.spread.min()) == 1


def test_the_picture_that_is_wanted_is_pulled_nowhere() -> None:
    """The pulls of the strongest frame itself: alike in full, no way to go in structure and colour."""
    frame = thumbs(1)[:, 0] * 0.8 + 0.1
    want = wanted(frame[:, None], torch.ones(1, 1))
    found = compare(want, want.frames[:, 0]).pulls[0]
    torch.testing.assert_close(found[0], torch.ones_like(found[0]), atol=5e-3, rtol=0)
    torch.testing.assert_close(found[1:], torch.zeros_like(found[1:]), atol=5e-3, rtol=0)


def test_pulls_by_hand() -> None:
    """A flat, dark and reddish answer to flat gray frames: brighter, less red, more green and blue."""
    want = wanted(torch.full((1, 1, 3, 16, 16), 0.5), torch.ones(1, 1))
    result = torch.tensor([0.4, 0.3, 0.3]).view(1, 3, 1, 1).expand(1, 3, 8, 8)
    alike, towards, brighter, red, green, blue = compare(want, result).pulls[0, :, 4, 4].tolist()
    assert (alike, towards) == (pytest.approx(1, abs=5e-3), pytest.approx(0, abs=1e-4))
    assert brighter == pytest.approx(0.5 - (0.299 * 0.4 + 0.701 * 0.3), abs=1e-5)
    linear = [c**2.2 for c in (0.4, 0.3, 0.3)]
    tint = [4 * (0.5**2.2 / (3 * 0.5**2.2 + 0.01) - c / (sum(linear) + 0.01)) for c in linear]
    assert (red, green, blue) == tuple(pytest.approx(t, abs=1e-5) for t in tint)


def test_the_pull_in_structure_is_that_of_the_gradient() -> None:
    """A picture with too little contrast is pulled the way its details go; one with too much, against them."""
    frame = thumbs(1)[:, 0] * 0.5 + 0.25
    want = wanted(frame[:, None], torch.ones(1, 1))
    for gain, sign in ((0.5, 1), (2.0, -1)):
        result = 0.5 + gain * (want.frames[:, 0] - 0.5)
        towards = compare(want, result.clamp(0, 1)).pulls[0, 1]
        assert sign * float((towards * want.detail[0, 0]).mean()) > 0


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
    found, once = wanted(twice, multiplicity(twice)).maps(), wanted(x, multiplicity(x)).maps()
    torch.testing.assert_close(found, once, atol=1e-3, rtol=0)
