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
NEXT = """\
id: next
version: 3
supersedes: [demo-quality-year]
title: 医疗服务质量提升年活动方案
issuer: 示例市第一人民医院
"""


@pytest.fixture(scope="module")
def content() -> Content:
    """The example's, and a next version of one of its plans, so that every view of a plan has something to answer."""
    return look_over(ROOT, date(2026, 11, 21), edited={"plans/next.yaml": NEXT})[0]


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
    """Asked about a plan there is something to say of: `None` and `()` are the same object whenever they are worked out."""
    view = VIEWS[name]
    of_a_plan = view.__wrapped__.__code__.co_argcount == 2  # type: ignore[attr-defined]
    arguments = (next(plan for plan in content.plans.values() if view(content, plan)),) if of_a_plan else ()
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
