"""What of a site has come due since it was published: updates whose day has come or gone, what was taken back, and the day itself, by which everything late and to come is
reckoned. For a machine that publishes at set times without a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from campaign.content import Content
from campaign.kinds import KINDS, UPDATE
from campaign.model import Published
from campaign.publish.mark import CATALOG
from campaign.views.updates import Standing, all_posts, published


def reasons(content: Content, dest: Path) -> tuple[str, ...]:
    """Why the site in `dest` is to be published anew, in sentences; none while it says what it should."""
    try:
        shown = json.loads((dest / CATALOG).read_bytes())
    except (OSError, ValueError):
        return ("这里还没有发布过",)
    return tuple(_reasons(content, shown))


def _reasons(content: Content, shown: dict[str, Any]) -> Iterator[str]:
    before = {str(each.get("id")) for each in shown.get("updates", ())}
    now = {post.update.id: post for post in published(content)}
    for key, post in now.items():
        if key not in before:
            yield f"动态《{post.update.title}》{post.day.month}月{post.day.day}日起公开"
    posts = {post.update.id: post for post in all_posts(content)}
    for key in sorted(before - now.keys()):
        gone = posts.get(key)
        yield f"动态《{gone.update.title}》{gone.standing.value}，撤下" if gone else f"动态 {key} 已删去，撤下"
    for kind in KINDS:
        there = (
            {str(each.get("id")) for each in shown.get(kind.place, ())} if kind.place and kind is not UPDATE else set()
        )
        for key, record in content.of(kind).items() if there and not kind.among else ():
            if key in there and isinstance(record, Published) and record.is_withdrawn(content.as_of):
                yield f"{kind.name}《{kind.title(record)}》撤下"
    if str(shown.get("as_of", "")) != content.as_of.isoformat():
        yield f"数据截至日期从 {shown.get('as_of', '（没有写）')} 到 {content.as_of.isoformat()}"


def upcoming(content: Content) -> str:
    """The next update that appears by itself, as a sentence; empty when none is waiting."""
    waiting = sorted((post.day, post.update.title) for post in all_posts(content) if post.standing is Standing.EARLY)
    return f"下一条是《{waiting[0][1]}》，{waiting[0][0].isoformat()}起公开" if waiting else ""
