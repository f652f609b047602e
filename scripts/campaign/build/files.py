"""The files of a site besides its pages and prints, and how files get into a site."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from campaign import attachments
from campaign.attachments import Attachment
from campaign.build.made import Made
from campaign.content import Content
from campaign.exporters import data
from campaign.exporters.across import across_files
from campaign.exporters.calendars import calendar_files
from campaign.exporters.feeds import feed_files
from campaign.exporters.records import record_files
from campaign.leaves import links
from campaign.pages import Page
from campaign.pictures import darkroom
from campaign.search.corpus import Shown, Text, corpus
from campaign.search.index import on_site
from campaign.steps import Steps
from campaign.texts.markdown import plain
from campaign.views import annexes
from campaign.views.awards import gallery


def search_files(made: Made, texts: Iterable[Text]) -> dict[str, bytes]:
    """The search index by address; `texts` are the Markdown pages."""
    return on_site(corpus(made.sound, texts, map(_shown, made.pages), made.steps))


_TAKEN_AWAY = re.compile(r'<a\s[^>]*href="[^"]+\.(?:pdf|docx|xlsx)"[^>]*>(.*?)</a>', re.S)


def _shown(page: Page) -> Shown:
    """A generated page for the search index: its names, its headings, what can be printed of it, and all that stands on it."""
    return Shown(
        page.title,
        page.path,
        page.description,
        tuple(crumb.title for crumb in page.breadcrumbs),
        tuple((heading.title, heading.anchor) for heading in page.toc),
        tuple(plain(words).strip() for words in _TAKEN_AWAY.findall(page.body)),
        page.body,
        page.continues,
    )


# files about everything, by the name of their maker; they are made of plans in outline
GATHERED: Mapping[str, Callable[[Content], dict[str, bytes]]] = {
    "catalog": lambda content: {links.CATALOG: data.encode(data.catalog(content))},
    "feeds": feed_files,
    "calendars": calendar_files,
    "across": across_files,
}


def data_files(content: Content, steps: Steps | None = None) -> dict[str, bytes]:
    """Open data, feeds, calendars and the files that offices exchange, by address."""
    steps = steps or Steps()
    files = record_files(content, steps)
    for made in steps.each(_gathered, content.in_outline, GATHERED):
        files |= made
    return files


def _gathered(content: Content, name: str) -> dict[str, bytes]:
    return GATHERED[name](content)


def write_data(made: Made, out: Path) -> None:
    """Open data and pictures into a site that is there."""
    put_all(data_files(made.sound, made.steps), out)
    write_pictures(made, out)


def write_pictures(made: Made, out: Path) -> None:
    """The photographs that the pages of plans and campaigns show, and the PDF files of annexes, into a site."""
    for address, kept in (*picture_files(made).items(), *annex_files(made).items()):
        put(out / address, kept.read_bytes())


def picture_files(made: Made) -> dict[str, Path]:
    """The photographs that the pages of plans and campaigns show, small and whole, by address; those in texts go with their texts."""
    content = made.sound
    shown = {
        place: content.photos[place]
        for plan in content.plans.values()
        for place in (
            *(
                links.work_picture(plan.id, each.work.id)
                for each in (gallery(content, plan) if plan.is_campaign else ())
                if each.photo
            ),
            *(each.place for each in annexes.pictures(content, plan)),
        )
    }
    return {
        links.picture(place, width): darkroom.for_screens(made.root, photo, width)
        for place, photo in shown.items()
        for width in (0, *photo.small)
    }


def annex_files(made: Made) -> dict[str, Path]:
    """The PDF files of annexes as they go out, by address."""
    files = (each for plan in made.sound.plans.values() for each in annexes.foreign(made.sound, plan))
    return {links.annex(each.file): attachments.kept(made.root, Attachment(each.file, each.digest)) for each in files}


def put_all(files: Mapping[str, bytes], out: Path) -> None:
    """Write many files of a site that nobody reads yet, by address."""
    for path, raw in files.items():
        put(out / path, raw)


def put(path: Path, raw: bytes) -> None:
    """Write a file of a site that nobody reads yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def copy_all(files: Mapping[str, Path], out: Path) -> int:
    """Copy prints from the shelf into a site; how many."""
    for path, kept in files.items():
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)
    return len(files)
