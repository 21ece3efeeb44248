"""What makes brackets hard to find: each of :data:`DIFFICULTIES` fills one card with it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from grouping_cards import Camera, Card, views

ORDERS = ("out", "up", "down", "middle first")

Maker = Callable[[Card], None]
DIFFICULTIES: dict[str, Maker] = {}


def difficulty(name: str) -> Callable[[Maker], Maker]:
    def note(maker: Maker) -> Maker:
        DIFFICULTIES[name] = maker
        return maker

    return note


@difficulty("plain: three frames, camera's bracketing")
def plain(card: Card) -> None:
    order = str(card.rng.choice(ORDERS))
    for _ in range(30):
        card.bracket(3, order=order, step=2.0)
        card.pause(5, 120)


@difficulty("2 to 9 frames, whole seconds")
def lengths(card: Card) -> None:
    card.camera = Camera(ticks=1)
    for _ in range(30):
        card.bracket(int(card.rng.integers(2, 10)), order=str(card.rng.choice(ORDERS)))
        card.pause(5, 120)


@difficulty("by hand: 1.5 to 5 s between frames")
def by_hand(card: Card) -> None:
    card.camera = Camera(ticks=1)
    for _ in range(30):
        card.bracket(int(card.rng.integers(3, 6)), order=str(card.rng.choice(["up", "down"])), dead=(1.5, 5.0))
        card.pause(8, 120)


@difficulty("long exposures, dark frames subtracted")
def long_exposures(card: Card) -> None:
    card.camera = Camera(ticks=int(card.rng.choice([1, 100])))
    for _ in range(25):
        card.bracket(
            int(card.rng.choice([3, 5])),
            base=float(2.0 ** card.rng.integers(-1, 4)),
            order=str(card.rng.choice(["out", "up"])),
            quiet=float(card.rng.choice([0.0, 1.0])),
            step=2.0,
        )
        card.pause(8, 200)


@difficulty("an exposure repeated inside")
def repeated(card: Card) -> None:
    twice: dict[str, Callable[[list[int]], list[int]]] = {
        "back": lambda o: [*o, o[0]],
        "first": lambda o: [o[0], *o],
        "all": lambda o: [i for i in o for _ in (0, 1)],
    }
    for n in range(30):
        card.bracket(int(card.rng.choice([3, 5])), plan=twice[("back", "first", "all")[n % 3]], order="out")
        card.pause(6, 90)


@difficulty("ISO varies with the exposure")
def varying_iso(card: Card) -> None:
    def split(seconds: float) -> tuple[float, int]:
        iso = 100
        while seconds > 1 / 40:
            seconds, iso = seconds / 2, iso * 2
        return seconds, iso

    for _ in range(30):
        card.bracket(int(card.rng.choice([3, 5, 7])), iso=split, order="up")
        card.pause(5, 90)


@difficulty("singles between, test shots of the scene")
def singles(card: Card) -> None:
    for _ in range(25):
        for _ in range(int(card.rng.integers(0, 3))):
            card.single()
            card.pause(3, 40)
        frames = int(card.rng.choice([3, 5]))
        pictures = card.scene(frames)
        if card.rng.random() < 0.5:
            card.single(pictures[frames // 2], seconds=1 / 64)
            card.pause(5, 20)
        card.bracket(frames, pictures=pictures, base=1 / 64, order="out")
        card.pause(4, 60)


@difficulty("walking about: singles only, 2 s and more apart")
def walking(card: Card) -> None:
    card.camera = Camera(ticks=1)
    for _ in range(40):
        card.single()
        card.pause(2, 20)


@difficulty("RAW+JPEG, prefer RAW")
def pairs(card: Card) -> None:
    for _ in range(20):
        if card.rng.random() < 0.3:
            card.single(twin=True)
            card.pause(4, 40)
        card.bracket(int(card.rng.choice([3, 5])), order="out", twin=True)
        card.pause(5, 90)


@difficulty("RAW+JPEG, prefer JPEG")
def pairs_jpeg(card: Card) -> None:
    pairs(card)


@difficulty("no EXIF at all")
def no_exif(card: Card) -> None:
    for _ in range(30):
        frames = int(card.rng.integers(2, 8))
        card.bracket(frames, order=str(card.rng.choice(ORDERS)), no_exif=True)
        if card.rng.random() < 0.3:
            card.single(no_exif=True)


@difficulty("no EXIF in one file of five")
def some_exif(card: Card) -> None:
    for _ in range(30):
        card.bracket(int(card.rng.integers(3, 6)), order="out")
        card.pause(5, 90)
    for shot in card.shots:
        shot.no_exif = bool(card.rng.random() < 0.2)


@difficulty("times, but no exposures")
def no_exposures(card: Card) -> None:
    for _ in range(30):
        card.bracket(int(card.rng.integers(2, 6)), order="out", no_time=True)
        card.pause(4, 60)
        if card.rng.random() < 0.3:
            card.single(no_time=True)
            card.pause(4, 60)


@difficulty("one exposure claimed for all")
def wrong_exposures(card: Card) -> None:
    for _ in range(25):
        card.bracket(int(card.rng.integers(3, 6)), order="out", claims=1 / 60)
        card.pause(4, 60)


@difficulty("the clock stands still")
def stuck(card: Card) -> None:
    card.camera = Camera(ticks=1)
    for _ in range(30):
        card.bracket(int(card.rng.integers(2, 8)), order=str(card.rng.choice(ORDERS)), clock=0.0)
        if card.rng.random() < 0.3:
            card.single(clock=0.0)


@difficulty("the clock is reset, once inside a set")
def reset(card: Card) -> None:
    for _ in range(30):
        card.bracket(3, order="out", step=2.0)
        card.pause(5, 90)
    middle = len(card.shots) // 2 // 3 * 3 + 1
    back = card.shots[middle].begin
    for shot in card.shots[middle:]:
        shot.clock = shot.begin - back - 8e8


@difficulty("times of export, evenly spaced")
def exported(card: Card) -> None:
    card.camera = Camera(ticks=1)
    for _ in range(30):
        card.bracket(int(card.rng.integers(2, 8)), order="out")
    for i, shot in enumerate(card.shots):
        shot.clock = 50_000 + 1.3 * i


@difficulty("copies in another folder")
def copies(card: Card) -> None:
    plain(card)


@difficulty("two models in one folder")
def two_models(card: Card) -> None:
    interleaved(card, Camera(), Camera(make="Bcme", model="B-7", prefix="DSC0", ticks=1), apart=7200.0)


@difficulty("two of one model, serial numbers, one prefix")
def two_serials(card: Card) -> None:
    interleaved(card, Camera(serial="111"), Camera(serial="222"), first=5001)


@difficulty("two of one model, no serial numbers")
def two_prefixes(card: Card) -> None:
    interleaved(card, Camera(prefix="A7_"), Camera(prefix="_DSC"))


def interleaved(card: Card, one: Camera, two: Camera, apart: float = 0.0, first: int = 301) -> None:
    """Two photographers of one place at the same time; ``apart`` is by how much their clocks differ."""
    for camera, number in ((one, 1), (two, first)):
        card.camera, card.number, card.now = camera, number, 36_000.0
        for _ in range(18):
            frames = int(card.rng.choice([3, 5]))
            card.bracket(frames, order="out", base=1 / 64)
            card.pause(4, 20)
    for shot in card.shots:
        if shot.camera is two:
            shot.clock = shot.begin + apart


@difficulty("burst panoramas: one exposure, all single")
def panoramas(card: Card) -> None:
    for _ in range(8):
        seconds = float(2.0 ** -card.rng.integers(5, 9))
        for view in views(card.scene(3)[1], int(card.rng.integers(4, 8))):
            card.single(view, seconds=seconds)
            card.now += float(card.rng.uniform(0.3, 2.0))
        card.pause(8, 60)
        card.bracket(3, order="out")
        card.pause(8, 60)


@difficulty("bracketed panoramas, 1 to 2.5 s between views")
def bracketed_panoramas(card: Card) -> None:
    for _ in range(9):
        frames = int(card.rng.choice([3, 5]))
        shown = [views(p, 4) for p in card.scene(frames)]
        for v in range(4):
            card.bracket(frames, pictures=[s[v] for s in shown], base=1 / 64, step=2.0 if frames == 3 else 1.0)
            card.now += float(card.rng.uniform(1.0, 2.5))
        card.pause(8, 90)


@difficulty("one scene twice, 2 to 6 s later")
def twice(card: Card) -> None:
    for _ in range(15):
        frames = int(card.rng.choice([3, 5, 7]))
        pictures = card.scene(frames)
        for _ in range(2):
            card.bracket(frames, pictures=pictures, base=1 / 64, step=1.0)
            card.pause(2, 6)
        card.pause(8, 60)


@difficulty("upright and across, 1.5 s between")
def turned(card: Card) -> None:
    for n in range(24):
        card.bracket(3, order="up", step=2.0, portrait=n % 2 == 1)
        card.now += 1.5


@difficulty("the camera says it brackets; singles close by")
def flagged(card: Card) -> None:
    for _ in range(25):
        pictures = card.scene(3)
        card.single(pictures[1], seconds=1 / 64)
        card.now += float(card.rng.uniform(1.5, 4.0))
        card.bracket(3, pictures=pictures, base=1 / 64, step=2.0, order="up", bracketing=True)
        card.pause(3, 30)


@difficulty("counter runs over, folder full")
def wraps(card: Card) -> None:
    card.number = 9958
    for _ in range(25):
        card.bracket(int(card.rng.choice([3, 5])), order="out")
        card.pause(5, 60)
    folder = bool(card.rng.integers(2))
    for shot in card.shots:
        if shot.number > 9999:
            shot.number -= 9999
            shot.folder = "DCIM/101ACME" if folder else shot.folder


@difficulty("names without a counter")
def hashed(card: Card) -> None:
    lengths(card)
    for shot in card.shots:
        shot.name = bytes(card.rng.integers(0, 256, 6, dtype=np.uint8)).hex()


@difficulty("a burst, exposure following the light")
def sports(card: Card) -> None:
    for _ in range(6):
        seconds = float(2.0 ** -card.rng.integers(7, 10))
        for view in views(card.scene(3)[1], int(card.rng.integers(4, 8))):
            card.single(view, seconds=seconds * float(2 ** (card.rng.integers(-2, 3) / 3)))
        card.pause(8, 60)
        card.bracket(3, order="out")
        card.pause(8, 60)


@difficulty("bracketed time lapse, a set every 5 s")
def time_lapse(card: Card) -> None:
    for _ in range(2):
        pictures = card.scene(3)
        for _ in range(15):
            begin = card.now
            card.bracket(3, pictures=pictures, base=1 / 64, step=2.0, order="out")
            card.now = begin + 5.0
        card.pause(60, 200)


@difficulty("some frames deleted on the camera")
def deleted(card: Card) -> None:
    for _ in range(30):
        card.bracket(5, order="out", step=1.0)
        card.pause(5, 90)
    card.shots = [s for s in card.shots if card.rng.random() > 0.1]


@difficulty("rooms: sets of one building 3 to 8 s apart")
def rooms(card: Card) -> None:
    card.camera = Camera(ticks=1)
    for _ in range(15):
        frames = int(card.rng.choice([3, 5]))
        shown = [views(p, 2) for p in card.scene(frames)]
        for v in range(2):
            card.bracket(frames, pictures=[s[v] for s in shown], base=1 / 32, order="out", dead=(0.5, 1.2))
            card.pause(3, 8)


@difficulty("a telephone: two or three frames 5 to 15 s apart")
def telephone(card: Card) -> None:
    for _ in range(25):
        card.bracket(int(card.rng.integers(2, 4)), order=str(card.rng.choice(["up", "down"])), dead=(5.0, 15.0))
        card.pause(20, 200)
        if card.rng.random() < 0.4:
            card.single()
            card.pause(20, 200)


@difficulty("hand-held: every frame shifted, up to 3 %")
def hand_held(card: Card) -> None:
    for _ in range(30):
        card.bracket(int(card.rng.integers(3, 8)), order="out", no_time=True)
        card.now += float(card.rng.uniform(1.0, 4.0))
    for shot in card.shots:
        shift = card.rng.integers(-9, 10), card.rng.integers(-6, 7)
        shot.pixels = np.roll(shot.pixels, tuple(int(v) for v in shift[::-1]), (0, 1))


@difficulty("no EXIF: one scene twice, singles, panoramas")
def no_exif_hard(card: Card) -> None:
    for n in range(24):
        frames = int(card.rng.choice([3, 5]))
        if n % 3 == 0:
            pictures = card.scene(frames)
            card.bracket(frames, pictures=pictures, order="out", no_exif=True)
            card.bracket(frames, pictures=pictures, order="out", no_exif=True)
        elif n % 3 == 1:
            card.bracket(frames, order="out", no_exif=True)
            card.single(no_exif=True)
        else:
            shown = [views(p, 3) for p in card.scene(frames)]
            for v in range(3):
                card.bracket(frames, pictures=[s[v] for s in shown], order="out", no_exif=True)


@difficulty("no EXIF and names without order")
def no_order(card: Card) -> None:
    """Only singles can be right; the others fail, and should do so without harm: here to see how often."""
    for _ in range(20):
        card.bracket(3, order="out", no_exif=True)
    for shot in card.shots:
        shot.name = bytes(card.rng.integers(0, 256, 6, dtype=np.uint8)).hex()


@difficulty("everything at once")
def everything(card: Card) -> None:
    kinds = (by_hand_once, aeb_once, single_once, repeated_once, night_once, panorama_once)
    for _ in range(45):
        kinds[int(card.rng.integers(len(kinds)))](card)
        card.pause(8, 90)
    for shot in card.shots:
        shot.no_exif = bool(card.rng.random() < 0.03)


def by_hand_once(card: Card) -> None:
    card.bracket(int(card.rng.integers(3, 6)), order="up", dead=(1.5, 4.0))


def aeb_once(card: Card) -> None:
    card.bracket(int(card.rng.integers(3, 10)), order="out")


def single_once(card: Card) -> None:
    card.single()


def repeated_once(card: Card) -> None:
    card.bracket(3, order="out", plan=lambda o: [*o, o[0]])


def night_once(card: Card) -> None:
    card.bracket(3, order="up", base=2.0, step=2.0, quiet=1.0)


def panorama_once(card: Card) -> None:
    seconds = float(2.0 ** -card.rng.integers(5, 9))
    for view in views(card.scene(3)[1], 4):
        card.single(view, seconds=seconds)
        card.now += float(card.rng.uniform(0.5, 2.0))
