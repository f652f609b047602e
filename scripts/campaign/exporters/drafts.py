"""What a campaign's office drafts (简报, 总结) as Word files, for those who go on writing: the words of the print, on the document grid of `wordml`."""

from __future__ import annotations

from collections.abc import Iterator

from campaign.content import Content
from campaign.exporters import wordml as ml
from campaign.leaves.numbering import label
from campaign.model import Plan
from campaign.model.profile import MM
from campaign.pdf import page, typeset
from campaign.pdf.geometry import Geometry
from campaign.pdf.plan import profile
from campaign.pdf.publicity import DraftedText

LARGEST = 16.0  # mm of the masthead's type


def word_text(content: Content, plan: Plan, made: DraftedText) -> ml.WordText:
    """A draft as a Word file that is not packed yet."""
    laid = Geometry(profile(plan, content))
    return ml.WordText(
        title=typeset.plain(made.title),
        author=content.site.organisation,
        day=content.as_of,
        mark=page.DEMO if plan.demo else "",
        laid=laid,
        letter=None,
        blocks=tuple(_blocks(made, laid)),
        lying=False,
    )


def _blocks(made: DraftedText, laid: Geometry) -> Iterator[str]:
    pitch, cell = ml.pitch(laid), laid.cell / MM * 20
    if made.issue:
        yield from _issue(made.issue, laid)
    yield ml.p(
        "Title",
        "<w:r><w:br/></w:r>".join(map(ml.run, typeset.title_lines(made.heading))),
        f'<w:spacing w:before="{pitch}" w:after="{pitch}" w:line="{pitch}" w:lineRule="exact"/>',
    )
    if made.note:
        yield ml.p("BodyText", ml.run(typeset.plain(made.note), "KaiChar"))
    for place, part in enumerate(made.parts, 1):
        yield ml.p("Heading1", ml.run(f"{label(place, 'han-comma')}{typeset.plain(part.heading)}"), "<w:keepNext/>")
        for words in part.paragraphs:
            yield ml.p("BodyText", ml.run(typeset.plain(words)))
        if part.table:
            yield ml.ruled(part.table)
            yield ml.p("Flush", "", ml.TINY)
    for place, words in enumerate(made.signed):
        above = f'<w:spacing w:before="{pitch}"/>' if not place else ""
        yield ml.p("Signature", ml.run(words), above, '<w:jc w:val="right"/>', ml.indent(cell, 0, right=2))
    if made.issue:
        yield from _imprint(made, made.issue, laid)


def _issue(issue: tuple[str, str, str, str], laid: Geometry) -> Iterator[str]:
    """The masthead in red, the number under it, who edits it and the day over a red rule."""
    series, number, by, day = issue
    cell, pitch = laid.cell / MM * 20, ml.pitch(laid)
    points = round(min(laid.width / len(series), LARGEST) / MM * 2) / 2
    look = f'<w:color w:val="{ml.red(laid)}"/><w:sz w:val="{round(points * 2)}"/>'
    yield ml.p("Mark", ml.run(series, more=look), f'<w:spacing w:line="{round(points * 25)}" w:lineRule="exact"/>')
    yield ml.p("Centred", ml.run(number), f'<w:spacing w:before="{pitch // 2}"/>')
    ends = ml.tabs(("right", (laid.chars - 1) * cell))
    yield ml.p("Flush", ml.run(f"{by}编") + ml.TAB + ml.run(day), ends, ml.indent(cell, 1))
    yield ml.p("Flush", "", ml.TINY, ml.border("bottom", "single", 12, 0, ml.red(laid)))


def _imprint(made: DraftedText, issue: tuple[str, str, str, str], laid: Geometry) -> Iterator[str]:
    """版记 at the foot of the last page: to whom it is reported and sent, which issue, when printed, how many."""
    _, number, _, day = issue
    small, width = laid.profile.small * 20, ml.twips(laid.width) - 4  # LibreOffice leaves a full-width one where it is
    rows = [
        ml.p("Imprint", ml.run(f"{word}：{typeset.plain(names)}。"), ml.indent(small, 3, -2, 1))
        for word, names in (("报", made.report), ("发", made.send))
        if names
    ]
    printed = f"{day}印{f'　{made.copies}' if made.copies else ''}"
    rows.append(
        ml.p(
            "Imprint",
            ml.run(f"{made.kind}{number}") + ml.TAB + ml.run(printed),
            ml.tabs(("right", width - small)),
            ml.indent(small, 1),
        )
    )
    thick, thin = (f'w:val="single" w:sz="{size}" w:space="0" w:color="000000"' for size in (8, 6))
    rules = f"<w:tblBorders><w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/></w:tblBorders>"
    place = ml.FLOATING.format("margin", ml.twips(laid.profile.left), 'w:tblpYSpec="bottom"')
    yield ml.table([ml.table_row([(width, each, 1)]) for each in rows], [width], rules, padding=0, place=place)
    yield ml.p("Flush", "", ml.TINY)
