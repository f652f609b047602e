"""What is remembered with the content: answers of this content alone."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from campaign import model, views
from campaign.checks import look_over
from campaign.content import Content, once, once_a_plan

ROOT = Path(__file__).resolve().parent.parent
LATER = date(2027, 3, 1)


@pytest.fixture(scope="module")
def content() -> Content:
    return look_over(ROOT, date(2026, 11, 21))[0]


def remembered() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every view that remembers, found by what its decorator leaves behind."""
    kept = {f"{each.__name__}.<locals>.remembered" for each in (once, once_a_plan)}
    for found in pkgutil.walk_packages(views.__path__, "campaign.views."):
        module = importlib.import_module(found.name)
        for name, each in vars(module).items():
            if getattr(getattr(each, "__code__", None), "co_qualname", "") in kept and each.__module__ == found.name:
                yield f"{found.name}.{name}", each


VIEWS = dict(remembered())


def test_there_are_such_views() -> None:
    assert len(VIEWS) >= 10, "the search above has lost its way"


@pytest.mark.parametrize("name", VIEWS)
def test_a_copy_with_another_date_never_gets_the_old_answer(name: str, content: Content) -> None:
    view = VIEWS[name]
    plan = content.plans["demo-hundred-days"]
    arguments = (plan,) if view.__wrapped__.__code__.co_argcount == 2 else ()  # type: ignore[attr-defined]
    before = view(content, *arguments)
    assert view(content, *arguments) is before, "it remembers"
    later = replace(content, as_of=LATER)
    answer = view(later, *arguments)
    assert answer is not before
    assert getattr(answer, "as_of", LATER) == LATER
    assert view(later, *arguments) is answer
    assert view(content, *arguments) is before


def test_a_copy_of_a_record_forgets_what_was_worked_out_of_the_old_values(content: Content) -> None:
    form = next(iter(content.forms.values()))
    assert form.fields
    shorter = form.model_copy(update={"sections": form.sections[:1]})
    assert set(shorter.fields) < set(form.fields)
    assert isinstance(shorter, model.Form)
