"""Updates: the list with tags and the archive by month, and the head of each update around its Markdown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Disclosure, Update
from campaign.pages.markup import PageBody, render, root_of
from campaign.pages.page import SLOT, Crumb, Heading, Page
from campaign.views.corrections import withdrawals
from campaign.views.happened import Outcome
from campaign.views.relations import Link
from campaign.views.status import Mark, State
from campaign.views.tables import Anchor, Column, Day, Listing, Table, listing, named, row
from campaign.views.tasks import UnitRef, unit_refs
from campaign.views.updates import (
    Post,
    Standing,
    UpdateMonth,
    all_posts,
    archive,
    missing_reviews,
    publish_day,
    shown,
    tags,
)

MARKS = {
    Standing.UNREVIEWED: Mark.OPEN,
    Standing.EARLY: Mark.PENDING,
    Standing.EXPIRED: Mark.NONE,
    Standing.WITHDRAWN: Mark.NONE,
}


def update_pages(content: Content) -> list[Page]:
    """The list and a page for each update that may be seen; none at all on a site without updates."""
    if not content.updates:
        return []
    waiting = [scheduled_page(content)] if content.preview else []
    return [updates_page(content), *waiting, *(update_page(content, post) for post in shown(content))]


@dataclass(frozen=True, kw_only=True)
class ScheduledBody(PageBody):
    """What appears when by itself, and what is still lacking; what will go. For those who keep the site, so only a preview has it."""

    template = "scheduled.html"
    year: int
    waiting: Table
    leaving: Table


def scheduled_page(content: Content) -> Page:
    """待发: updates that are not public yet, by the day on which they may be, and whatever is going to be taken back."""
    waiting, leaving = _waiting(content), _leaving(content)
    body = render(
        ScheduledBody(root=root_of(links.SCHEDULED), year=content.as_of.year, waiting=waiting, leaving=leaving)
    )
    return Page(
        path=links.SCHEDULED,
        title="待发",
        body=body,
        section="updates",
        layout="calendar",
        toc=(
            Heading("要公开的", "waiting", count=len(waiting.rows)),
            Heading("要撤下的", "leaving", count=len(leaving.rows)),
        ),
        breadcrumbs=(Crumb("动态", links.UPDATES),),
        description=f"{len(waiting.rows)} 条动态还没有公开，到了日子、审核做完就公开。",
        demo=content.site.demo,
    )


def _waiting(content: Content) -> Table:
    columns = (Column("公开日期", "minor nowrap"), named("动态"), Column("发布机构", "minor"), Column("还缺", "minor"))
    held = [post for post in all_posts(content) if post.standing in (Standing.EARLY, Standing.UNREVIEWED)]
    rows = (
        row(
            Day(publish_day(post.update)),
            Anchor(post.update.title, links.update(post.update.id)),
            post.update.disclosure.publisher,
            "、".join(name for _, name in missing_reviews(post.update, content.as_of)) or "审核做完了",
            _until(publish_day(post.update), content.as_of, post.standing),
        )
        for post in sorted(held, key=lambda each: (publish_day(each.update), each.update.id))
    )
    return Table("要公开的", (*columns, Column("状态", "end")), tuple(rows))


def _until(day: date, as_of: date, standing: Standing) -> State:
    """How far off the day is; one that has passed waits for its reviews alone."""
    left = (day - as_of).days
    if left > 0:
        return State(MARKS[standing], f"还有 {left} 天")
    return State(Mark.LATE, f"已过 {-left} 天" if left else "今天该公开")


def _leaving(content: Content) -> Table:
    columns = (
        Column("从哪天起没有", "minor nowrap"),
        named("内容"),
        Column("种类", "minor"),
        Column("为什么", "minor"),
    )
    expiring = (
        (post.update.expires.last + timedelta(1), post.update.title, links.update(post.update.id), "动态", "失效")
        for post in all_posts(content)
        if post.standing is Standing.PUBLIC and post.update.expires
    )
    rows = (
        row(Day(day), Anchor(title, page), kind, why, State(Mark.PENDING, f"还有 {(day - content.as_of).days} 天"))
        for day, title, page, kind, why in sorted((*expiring, *withdrawals(content)))
    )
    return Table("要撤下的", (*columns, Column("状态", "end")), tuple(rows))


@dataclass(frozen=True, kw_only=True)
class UpdatesBody(PageBody):
    """Updates by month, the newest first; tags and plans filter them."""

    template = "updates.html"
    marks = MARKS
    preview: bool
    year: int
    months: tuple[UpdateMonth, ...]
    toc: tuple[Heading, ...]
    total: int
    listed: Listing
    tags: Sequence[tuple[str, str, int]]
    tag_ids: Mapping[str, str]
    plans: Sequence[tuple[str, str, int]]
    plan_names: Mapping[str, str]


def updates_page(content: Content) -> Page:
    posts = shown(content)
    months = archive(posts)
    words = tags(posts)
    held = [plan for plan in content.plans.values() if any(plan.id in post.update.plans for post in posts)]
    plans = [(plan.id, plan.name, sum(plan.id in post.update.plans for post in posts)) for plan in held]
    toc = tuple(Heading(each.month.chinese, each.anchor, count=len(each.posts)) for each in months)
    body = render(
        UpdatesBody(
            root=root_of(links.UPDATES),
            preview=content.preview,
            year=content.as_of.year,
            months=months,
            toc=toc,
            total=len(posts),
            listed=listing(
                "动态",
                "日期 题目 方案 标签 摘要 状态",
                (
                    (
                        Day(each.update.date),
                        Anchor(each.update.title, links.update(each.update.id)),
                        "、".join(content.plans[plan].name for plan in each.update.plans if plan in content.plans),
                        "、".join(each.update.tags),
                        each.update.disclosure.summary,
                        each.standing.value,
                    )
                    for each in posts
                ),
            ),
            tags=[(f"t{index}", tag, count) for index, (tag, count) in enumerate(words, 1)],
            tag_ids={tag: f"t{index}" for index, (tag, _) in enumerate(words, 1)},
            plans=plans,
            plan_names={plan.id: plan.name for plan in held},
        )
    )
    return Page(
        path=links.UPDATES,
        title="动态",
        body=body,
        section="updates",
        layout="calendar",
        toc=toc,
        description=f"{len(posts)} 条动态，按月排列，可按标签和方案筛选，可订阅。",
        demo=content.site.demo,
    )


@dataclass(frozen=True, kw_only=True)
class UpdateBody(PageBody):
    """The head of an update; its text is Markdown and comes into the slot."""

    template = "update.html"
    slot = SLOT
    marks = MARKS
    post: Post
    became: Outcome
    update: Update
    fields: Sequence[tuple[str, str]]
    plans: Sequence[Link]
    phases: Sequence[Link]
    units: tuple[UnitRef, ...]
    newer: Post | None
    older: Post | None


def update_page(content: Content, post: Post) -> Page:
    """The head of an update — which plan, phase and unit it belongs to, its ten fields and its reviews — with the slot for its text."""
    update = post.update
    path = links.update(update.id)
    plans = [content.plans[each] for each in update.plans if each in content.plans]
    phases = [
        Link(f"{plan.name}{phase.number or ''}{phase.name}", links.plan(plan.id, links.phase_anchor(phase.id)))
        for plan in plans
        for phase in plan.phases
        if phase.id in update.phases
    ]
    newer, older = _neighbours(content, post)
    body = render(
        UpdateBody(
            root=root_of(path),
            post=post,
            became=post.outcome(content.as_of),
            update=update,
            fields=disclosure_fields(update.disclosure),
            plans=[Link(plan.title, links.plan(plan.id)) for plan in plans],
            phases=phases,
            units=unit_refs(content.registry, update.units),
            newer=newer,
            older=older,
        )
    )
    return Page(
        path=path,
        title=update.title,
        body=body,
        section="updates",
        layout="plan",
        breadcrumbs=(Crumb("动态", links.UPDATES),),
        description=update.disclosure.summary,
        demo=update.demo,
    )


def _neighbours(content: Content, post: Post) -> tuple[Post | None, Post | None]:
    posts = shown(content)
    place = posts.index(post)
    return (posts[place - 1] if place else None), (posts[place + 1] if place + 1 < len(posts) else None)


def disclosure_fields(disclosure: Disclosure) -> list[tuple[str, str]]:
    """The ten fields with their printed names, in their printed order."""
    fields = type(disclosure).model_fields
    values = [(fields[name].title or name, getattr(disclosure, name)) for name in fields]
    return [(title, ("、".join(value) or "无") if isinstance(value, tuple) else value) for title, value in values]
