"""Which updates anybody may see, and where they belong: the newest first, by plan, by unit, by tag, by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import groupby

from campaign.content import Content, once
from campaign.leaves.dates import Moment
from campaign.model import Update
from campaign.views.happened import OnItsDay, Outcome, outcome


class Standing(Enum):
    """Whether an update is public at `as_of`, and if not why; the value is the word a preview marks it with."""

    PUBLIC = ""
    UNREVIEWED = "未审"
    EARLY = "未到发布日"
    EXPIRED = "已过期"
    WITHDRAWN = "已撤下"


@dataclass(frozen=True)
class Post:
    """An update with its standing; `day` is when it became (or becomes) public by its dates."""

    update: Update
    standing: Standing
    day: date

    def outcome(self, as_of: date) -> Outcome:
        """Published from the day its reviews and its date allow; what the site does not show has not been published, whatever the day."""
        gone_out = self.day <= as_of and not missing_reviews(self.update, as_of)
        planned = self.update.publish_on or self.update.date
        return outcome("发布", planned, OnItsDay(Moment.of(self.day)) if gone_out else None, as_of, 0)

    @property
    def order(self) -> tuple[date, date, str]:
        """By what posts are ordered: its date, the day it became public, its id."""
        return (self.update.date.last, self.day, self.update.id)


def missing_reviews(update: Update, as_of: date) -> tuple[tuple[str, str], ...]:
    """Key and printed name of the reviews that are not done by `as_of`, or are older than a correction."""
    since = max((each.date.first for each in update.corrections), default=date.min)
    return tuple(
        (key, name) for key, name, step in update.review.steps if step is None or not since <= step.date.last <= as_of
    )


def standing(update: Update, as_of: date) -> Standing:
    """Withdrawn and expired before anything else, then unreviewed, then too early; the day of publishing and the day of expiry are both public."""
    if update.withdrawn and update.withdrawn.first <= as_of:
        return Standing.WITHDRAWN
    if update.expires and update.expires.last < as_of:
        return Standing.EXPIRED
    if missing_reviews(update, as_of):
        return Standing.UNREVIEWED
    return Standing.EARLY if publish_day(update) > as_of else Standing.PUBLIC


def publish_day(update: Update) -> date:
    """The first day on which an update may be public."""
    return (update.publish_on or update.date).first


def _public_from(update: Update) -> date:
    final = update.review.final
    return max(publish_day(update), final.date.first) if final else publish_day(update)


@once
def all_posts(content: Content) -> tuple[Post, ...]:
    """Every update with its standing, the newest first."""
    found = [Post(each, standing(each, content.as_of), _public_from(each)) for each in content.updates.values()]
    return tuple(sorted(found, key=lambda post: post.order, reverse=True))


def published(content: Content) -> tuple[Post, ...]:
    """What feeds and data carry: reviewed, due and not expired."""
    return tuple(post for post in all_posts(content) if post.standing is Standing.PUBLIC)


def shown(content: Content) -> tuple[Post, ...]:
    """What pages and search hold: the published ones, in a preview all of them."""
    return all_posts(content) if content.preview else published(content)


@once
def by_plan(content: Content) -> Mapping[str, tuple[Post, ...]]:
    """Posts by the plans they are about."""
    return _gathered((plan, post) for post in shown(content) for plan in post.update.plans)


@once
def by_unit(content: Content) -> Mapping[str, tuple[Post, ...]]:
    """Posts by the units they are about."""
    return _gathered((unit, post) for post in shown(content) for unit in post.update.units)


def _gathered(pairs: Iterable[tuple[str, Post]]) -> Mapping[str, tuple[Post, ...]]:
    found: dict[str, list[Post]] = {}
    for key, post in pairs:
        found.setdefault(key, []).append(post)
    return {key: tuple(dict.fromkeys(posts)) for key, posts in found.items()}


def tags(posts: Iterable[Post]) -> tuple[tuple[str, int], ...]:
    """Tags with how many carry them, the commonest first."""
    counted = Counter(tag for post in posts for tag in dict.fromkeys(post.update.tags))
    return tuple(sorted(counted.items(), key=lambda each: (-each[1], each[0])))


@dataclass(frozen=True)
class UpdateMonth:
    """The updates of a month, the newest first."""

    month: Moment
    posts: tuple[Post, ...]

    @property
    def anchor(self) -> str:
        """Its place on the page of all updates."""
        return f"m{self.month.iso}"


def archive(posts: Iterable[Post]) -> tuple[UpdateMonth, ...]:
    """Posts by the month of their date; they come newest first and stay so."""
    return tuple(UpdateMonth(month, tuple(each)) for month, each in groupby(posts, key=_month))


def _month(post: Post) -> Moment:
    return Moment(post.update.date.last.year, post.update.date.last.month)
