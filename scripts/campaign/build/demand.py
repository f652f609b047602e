"""The file at an address of the site when somebody asks for it: what a preview shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from campaign.build.by_id import word_file
from campaign.build.files import annex_files, data_files, picture_files, search_files
from campaign.build.made import Made
from campaign.build.printing import bound, pictures, word_drafts
from campaign.build.shelf import PrintShelf
from campaign.leaves import links
from campaign.pdf.picture import long_picture
from campaign.pdf.prints import jobs as print_jobs
from campaign.search.corpus import Text


def on_demand(
    made: Made, texts: Iterable[Text], pages: Mapping[str, Callable[[], bytes]]
) -> Callable[[str], bytes | None]:
    """The file at an address of the site, made when it is asked for; `pages` are the makers of pages. Nothing is made twice, nothing that nobody wants."""
    search = cache(partial(search_files, made, texts))
    exported = cache(partial(data_files, made.sound, made.steps))
    printed = cache(partial(print_jobs, made.sound))
    shelf = cache(partial(PrintShelf.of, made.root, made.sound))
    worded = cache(partial(word_drafts, made.sound))
    pictured = cache(partial(pictures, made.sound))
    kept = cache(lambda: {**picture_files(made), **annex_files(made)})
    packs = {links.meeting_pdf(meeting_id): meeting_id for meeting_id in bound(made.sound)}

    def make(path: str) -> bytes | None:
        if path in pages:
            return pages[path]()
        if path.startswith("search/"):
            return search().get(path)
        if path in packs:
            return shelf().pack(packs[path]).read_bytes()
        if path.endswith(".pdf") and path in printed():
            return shelf().pdf(printed()[path]()).pdf
        if path.endswith(".png") and path in pictured():
            source, sheet = pictured()[path]
            return long_picture(shelf().pdf(printed()[source]()).pdf, sheet=sheet)
        if path.endswith(".docx") and path in worded():
            return word_file(made.root, made.sound, worded()[path]())
        if path in kept():
            return kept()[path].read_bytes()
        return exported().get(path)

    return make
