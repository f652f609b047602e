"""Answers that cost time and follow from one text alone, kept for the next time: in this process, and by a build from one day to the next.

The key of an answer is made of the text, the module of the function that worked it out and the versions of the libraries it asks, so that
no answer is older than the program that would give it; so such a function asks only its own module and those libraries.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Callable, Mapping
from functools import cache, wraps
from importlib.metadata import version
from typing import Concatenate, ParamSpec, TypeVar, cast

Answer = str | int | list[str]  # what JSON keeps as it is
Text = TypeVar("Text", bound=str | bytes)
Kept = TypeVar("Kept", bound=Answer)
More = ParamSpec("More")

_held: dict[str, Answer] = {}
_asked: set[str] = set()


def remembered(
    *libraries: str,
) -> Callable[[Callable[Concatenate[Text, More], Kept]], Callable[Concatenate[Text, More], Kept]]:
    """Work an answer out once. It follows from the first argument; the others may only matter to what is said of a fault, which is not kept."""

    def wrap(work: Callable[Concatenate[Text, More], Kept]) -> Callable[Concatenate[Text, More], Kept]:
        @cache
        def program() -> bytes:
            words = (inspect.getsource(work), inspect.getsource(sys.modules[work.__module__]))
            return "\0".join([work.__qualname__, *map(version, libraries), *words, ""]).encode()

        @wraps(work)
        def recalled(text: Text, /, *args: More.args, **kwargs: More.kwargs) -> Kept:
            key = hashlib.sha256(program() + (text if isinstance(text, bytes) else text.encode())).hexdigest()[:32]
            _asked.add(key)
            if key not in _held:
                _held[key] = work(text, *args, **kwargs)
            return cast(Kept, _held[key])

        return recalled

    return wrap


def remember(answers: Mapping[str, Answer]) -> None:
    """Take in what `asked` gave at another time."""
    _held.update(answers)


def asked() -> dict[str, Answer]:
    """The answers that were asked for in this process, by key."""
    return {key: _held[key] for key in sorted(_asked) if key in _held}
