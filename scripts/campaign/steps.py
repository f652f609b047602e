"""Steps: functions of the content whose answers are kept from one build to the next, each for as long as all that it read stands.

A step is a function of a module, given the content and a key (a plan's id, a unit's, a name). What it reads is noted by `Content` as it
hands things out, so nobody writes down what a step depends on; what it was given by no content (typefaces, settings) is said in `besides`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeVar

from campaign.content import PART, Content
from campaign.leaves.noting import Read, least, noted
from campaign.leaves.parallel import Spread
from campaign.leaves.store import Store

T = TypeVar("T")


@dataclass
class Steps:
    """The steps of one build. `spread` shares the work out that is to be done; answers are looked up and kept here alone."""

    store: Store = field(default_factory=Store)
    spread: Spread[Any, Any] = map
    _parts: dict[tuple[int, str], tuple[Content, Mapping[str, str]]] = field(default_factory=dict)

    def each(
        self,
        work: Callable[..., T],
        content: Content,
        keys: Iterable[str],
        *more: Any,
        keep: Callable[[T], bool] = lambda _: True,
    ) -> list[T]:
        """The answers of `work(content, key, *more)` for many keys, in their order. What is not worth to `keep` is worked out again each time."""
        keys = list(keys)
        besides = repr(more)
        found: dict[str, T] = {}
        for key in keys:
            kept = self.store.get(_name(work, key))
            if kept and kept[1] == besides and all(self._digest(content, read) == digest for read, digest in kept[0]):
                found[key] = kept[2]
        new = [key for key in keys if key not in found]
        for key, (reads, answer) in zip(new, self.spread(_Done(work, content, more), new), strict=True):
            found[key] = answer
            if keep(answer):
                stood = tuple((read, self._digest(content, read)) for read in reads)
                self.store.put(_name(work, key), (stood, besides, answer))
        return [found[key] for key in keys]

    def _digest(self, content: Content, read: Read) -> str:
        """Of a part of a view the digest that the view, a step like others, holds for it."""
        if read[0] != PART:
            return content.digest(read)
        _, view, key = read
        if (id(content), view) not in self._parts:
            (held,) = Steps(self.store).each(_parts_of, content.in_outline, (view,))
            self._parts[id(content), view] = content, held
        return self._parts[id(content), view][1].get(key, "")


def _parts_of(content: Content, name: str) -> Mapping[str, str]:
    """Digests of all that a view holds, by key."""
    module, _, view = name.partition(":")
    return {key: content.digest_of(value) for key, value in getattr(import_module(module), view)(content).items()}


def _name(work: Callable[..., Any], key: str) -> str:
    return f"{work.__module__}.{work.__qualname__} {key}"


@dataclass(frozen=True)
class _Done:
    """A step as it is done: its answer with all that it read."""

    work: Callable[..., Any]
    content: Content
    more: tuple[Any, ...]

    def __call__(self, key: str) -> tuple[Sequence[Read], Any]:
        with noted() as reads:
            answer = self.work(self.content, key, *self.more)
        return sorted(least(reads)), answer
