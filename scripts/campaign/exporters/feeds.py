"""Feeds of the published updates: Atom (RFC 4287) and JSON Feed 1.1. The same content gives the same bytes."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

from campaign.content import Content
from campaign.exporters.data import encode
from campaign.leaves import links
from campaign.views.updates import Post, published

NEWEST = 50
CHINA = timezone(timedelta(hours=8))


def feed_files(content: Content) -> dict[str, bytes]:
    """Address → bytes; a site without any updates has no feeds."""
    if not content.updates:
        return {}
    return {links.ATOM: atom(content), links.JSON_FEED: json_feed(content)}


def atom(content: Content) -> bytes:
    """The newest published updates as Atom."""
    from feedgen.feed import FeedGenerator

    posts = published(content)[:NEWEST]
    feed = FeedGenerator()
    feed.id(_name(content, links.UPDATES))
    feed.title(_title(content))
    feed.author(name=content.site.organisation)
    feed.generator("Planpress")
    feed.language("zh-Hans")
    feed.link(href=_address(content, links.UPDATES), rel="alternate", type="text/html")
    feed.link(href=_address(content, links.ATOM), rel="self", type="application/atom+xml")
    feed.updated(_instant(max((post.day for post in posts), default=content.as_of)))
    for post in posts:
        entry = feed.add_entry(order="append")
        entry.id(_name(content, links.update(post.update.id)))
        entry.title(post.update.title)
        entry.link(href=_address(content, links.update(post.update.id)), rel="alternate", type="text/html")
        entry.summary(post.update.disclosure.summary)
        entry.author(name=post.update.disclosure.publisher)
        entry.published(_instant(post.day))
        entry.updated(_instant(post.day))
        for tag in post.update.tags:
            entry.category(term=tag)
    made: bytes = feed.atom_str(pretty=True)
    return made


def json_feed(content: Content) -> bytes:
    """The same as JSON Feed."""
    return encode(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": _title(content),
            "home_page_url": _address(content, links.UPDATES),
            "feed_url": _address(content, links.JSON_FEED),
            "language": "zh-Hans",
            "authors": [{"name": content.site.organisation}],
            "items": [_item(content, post) for post in published(content)[:NEWEST]],
        }
    )


def _item(content: Content, post: Post) -> dict[str, Any]:
    update = post.update
    return {
        "id": _name(content, links.update(update.id)),
        "url": _address(content, links.update(update.id)),
        "title": update.title,
        "content_text": update.disclosure.summary,
        "date_published": _instant(post.day).isoformat(),
        "authors": [{"name": update.disclosure.publisher}],
        "tags": list(update.tags),
    }


def _title(content: Content) -> str:
    return f"{content.site.organisation}动态"


def _address(content: Content, path: str) -> str:
    """Full when the site's address is configured, else relative to the feed."""
    return content.site.url.rstrip("/") + "/" + path if content.site.url else links.relative(path, links.ATOM)


def _name(content: Content, path: str) -> str:
    """A permanent name: the address, or a name of its own kind where the site has none."""
    return _address(content, path) if content.site.url else f"urn:planpress:{path.removesuffix('/index.html')}"


def _instant(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)
