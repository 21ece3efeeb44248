"""What was worked out about an object, for as long as that is there."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

Owner = TypeVar("Owner")
Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")


def kept_with_owner(
    most: int,
) -> Callable[[Callable[Concatenate[Owner, Rest], Answer]], Callable[Concatenate[Owner, Rest], Answer]]:
    """Keep the newest ``most`` answers about a function's first argument, and let go of them when that goes.

    :func:`functools.lru_cache` keeps what it is asked about: a prediction, and with it some megabytes of its bracket's
    pixels, long after another bracket was opened.

    Args:
        most: answers for one owner.  The other arguments are told apart by their value and can be hashed.  An answer
            must not refer to the owner, which would stay for ever.  Two threads that ask at once may both work it out.
    """

    def decorate(function: Callable[Concatenate[Owner, Rest], Answer]) -> Callable[Concatenate[Owner, Rest], Answer]:
        known: WeakKeyDictionary[Any, OrderedDict[Hashable, Answer]] = WeakKeyDictionary()
        lock = threading.Lock()

        @wraps(function)
        def answer(owner: Owner, *rest: Rest.args, **named: Rest.kwargs) -> Answer:
            asked = (rest, frozenset(named.items()))
            with lock:
                answers = known.setdefault(owner, OrderedDict())
                if asked in answers:
                    answers.move_to_end(asked)
                    return answers[asked]
            made = function(owner, *rest, **named)
            with lock:
                answers[asked] = made
                while len(answers) > most:
                    answers.popitem(last=False)
            return made

        return answer

    return decorate
