"""A plan as a Word file in 公文 format (GB/T 9704—2012), for those who go on writing in Word or WPS: the words of the PDF, on a document grid.

Words, order, numbers and places come from `pdf.plan`, lengths from the profile the PDF is printed with. What only a finished print can have is
left out: pictures of seals (their place is free), the QR code, and the rule that 版记 stands on the back of the last sheet (here it stands at the
foot of the last page). The grid stands in the page set-up; text keeps to it by the pitch and the character spacing of its styles, which Word, WPS
and LibreOffice reckon alike (LibreOffice 7.4 sets 14 字 a line where 三号 meets a grid of 28). Same plan, same bytes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from campaign.content import Content
from campaign.exporters import wordml as ml
from campaign.model import Document, DocumentFormat, Plan
from campaign.model.profile import MM
from campaign.pdf import page, typeset
from campaign.pdf.geometry import Geometry
from campaign.pdf.lines import unbroken
from campaign.pdf.plan import attendance, imprint_of, profile
from campaign.pdf.plan.attachments import Enclosure, attachments, listing
from campaign.pdf.plan.blocks import BlankRow, Set, set_body
from campaign.pdf.plan.head import Head, head, issuers
from campaign.pdf.plan.signature import SignOff, sign_off
from campaign.views import marks
from campaign.views.body import BOLD, Paragraph, between
from campaign.views.comparison import ComparedItem
from campaign.views.revisions import printed as in_print

MOST_SHEETS = 40  # pages of somebody else's PDF that a Word file takes as pictures


def draft(content: Content, plan: Plan) -> ml.WordText:
    """A plan as a Word file that is not packed yet, and lacks its pictures. Headings are Word's own, so that they stand in its navigation pane."""
    writer = _Writer(plan, content)
    authors = issuers(plan, content)
    return ml.WordText(
        title=typeset.plain(plan.title),
        author="、".join(authors),
        day=content.as_of,
        mark=page.DEMO if plan.demo else "",
        laid=writer.laid,
        letter=head(plan, authors, writer.laid.width) if writer.shape is DocumentFormat.LETTER else None,
        blocks=tuple(writer.blocks()),
        lying=writer.lying,
        marks=tuple(writer.named),
    )


class _Writer:
    """The blocks of a document in order, as WordprocessingML. Lengths are in twips unless they say otherwise."""

    def __init__(self, plan: Plan, content: Content) -> None:
        self.plan, self.content = plan, content
        self.laid = Geometry(profile(plan, content))
        self.shape = plan.document.format if plan.document else DocumentFormat.DOCUMENT
        self.imprint = imprint_of(plan.document) if self.laid.profile.imprint else None
        self.names = [plan.name, *(unit.name for unit in content.registry.units.values())]
        self.pitch, self.cell = ml.pitch(self.laid), self.laid.cell / MM * 20
        self.lying = False  # are we on a lying page?
        self.places = itertools.count()
        self.named: list[str] = []  # the bookmarks of the body, and what the paragraphs around it say

    def blocks(self) -> Iterator[str]:
        made = attachments(self.plan, self.content, self.laid)
        signed = list(self.signature(sign_off(self.plan, self.content, self.laid)))
        yield from self.told(self.opening())
        body = list(self.body())
        yield from (*body[:-1], *map(ml.kept if signed else str, body[-1:]))
        yield from after_body(self.told(self.rest(made, self.plan.document, signed)))

    def told(self, blocks: Iterable[str]) -> Iterator[str]:
        """The same blocks around the body; what each paragraph and row says is noted, so that an edited one can be told (`importers.around`)."""
        for block in blocks:
            for text in ml.said(block):
                item = ComparedItem(marks.around(next(self.places)), "", text)
                self.named.append(marks.bookmark(self.plan.id, item))
            yield block

    def opening(self) -> Iterator[str]:
        """What stands before the body: 版头, title, 主送."""
        plan, document = self.plan, self.plan.document
        authors = issuers(plan, self.content)
        top = head(plan, authors, self.laid.width)
        if top:
            yield from self.head(top, authors)
        if not top or self.shape is not DocumentFormat.ORDER:  # an order has no title (10.2)
            yield self.title(plan.title_lines or self.parted(plan.title), blank=2)
        if document and document.to:
            yield ml.p("Flush", ml.run(typeset.plain(f"{document.to.rstrip('：:')}：")))

    def rest(self, made: Sequence[Enclosure], document: Document | None, signed: Sequence[str]) -> Iterator[str]:
        """What follows the body: 附件说明, 出席, 署名, 附注, attachments, 版记."""
        yield from map(ml.kept if signed else str, self.listing(made))
        for place, (word, names) in enumerate(attendance(document)):
            yield ml.p(
                "Flush",
                ml.run(word, "HeiChar") + ml.run("　".join(map(typeset.plain, names))),
                self.gap(1 - place),
                ml.indent(self.cell, 5, -3),
            )
        yield from (*map(ml.kept, signed[:-1]), *signed[-1:])
        if document and document.note:
            yield ml.p("BodyText", ml.run(typeset.plain(f"（{document.note.strip('（）()')}）")))
        for each in made:
            if each.bound:
                yield from self.attachment(each)
        yield from self.foot()

    def body(self) -> Iterator[str]:
        """The paragraphs of the body, each in a bookmark that says which record it prints (`views.marks`)."""
        number, printed = itertools.count(1), 0
        besides = between(self.plan, self.content.registry.name)
        for each in in_print(self.content, self.plan):
            name = marks.bookmark(self.plan.id, each.item)
            self.named.append(name)
            for place, line in enumerate(each.lines, 1):
                own, at = name if place == 1 else f"{name}_{place}", next(number)
                yield ml.bookmarked(self.paragraph(line), at, own)
            printed += len(each.lines)
            for block in self.blocks_of(set_body(besides.get(printed, ()), self.content, self.laid)):
                at = next(number)
                begin = f'</w:pPr><w:bookmarkStart w:id="{at}" w:name="{marks.ASIDE}{at}"/><w:bookmarkEnd w:id="{at}"/>'
                yield block.replace("</w:pPr>", begin, 1)

    def gap(self, rows: float) -> str:
        """So many blank lines above a paragraph."""
        return f'<w:spacing w:before="{round(rows * self.pitch)}"/>' if rows > 0 else ""

    # -- 版头 (7.2, 10.1—10.3) --

    def head(self, top: Head, authors: Sequence[str]) -> Iterator[str]:
        each = self.laid.profile
        control = [
            (text, style)
            for text, style in ((top.copy_no, ""), (top.secrecy, "HeiChar"), (top.urgency, "HeiChar"))
            if text
        ]
        if (
            self.shape is DocumentFormat.LETTER
        ):  # the mark and its rule stand in the head of the first page, above the type area
            control = control or [("", "")]
            yield ml.p(
                "Flush",
                ml.run(*control[0]) + ml.TAB + ml.run(top.doc_no),
                ml.tabs(("right", self.laid.chars * self.cell)),
            )
            yield from (ml.p("Flush", ml.run(*one)) for one in control[1:])
            return
        red = ml.red(self.laid)
        yield from (ml.p("Flush", ml.run(*one)) for one in control)
        yield from ml.masthead(top, self.laid, ml.twips(each.mark_top - each.top) - len(control) * self.pitch)
        for place, names in enumerate(top.signers):  # 7.2.6
            number, label = top.doc_no if place == len(top.signers) - 1 else "", "　　　　" if place else "签发人："
            left = ml.tabs(("left", (self.laid.chars - 1 - top.signers_width) * self.cell))
            yield ml.p(
                "Flush",
                ml.run(number) + ml.TAB + ml.run(label) + ml.run(names, "KaiChar"),
                self.gap(0 if place else 2),
                left,
                ml.indent(self.cell, 1),
            )
        if not top.signers and top.doc_no:
            yield ml.p("Centred", ml.run(top.doc_no), self.gap(2))
        when = self.plan.date.chinese if self.plan.date else ""
        if self.shape is DocumentFormat.MINUTES and (authors or when):
            yield ml.p(
                "Flush",
                ml.run("、".join(authors)) + ml.TAB + ml.run(when),
                ml.tabs(("right", (self.laid.chars - 1) * self.cell)),
                ml.indent(self.cell, 1),
            )
        if self.shape is DocumentFormat.ORDER:
            yield from [ml.p("Flush", "")] * 2  # the text begins two lines below (10.2)
            return
        below = ml.twips(max(each.rule_gap - ml.UNDER, 0.5))
        yield ml.p(
            "Flush",
            "",
            f'<w:spacing w:before="{below}" w:line="20" w:lineRule="exact"/>',
            ml.border("bottom", "single", 11, 0, red),
        )

    # -- 主体 (7.3) --

    def parted(self, title: str) -> tuple[str, ...]:
        return typeset.title_lines(title, self.names, most=self.laid.title_chars)

    def title(self, rows: Sequence[str], blank: int) -> str:
        leading = ml.twips(self.laid.profile.title_pitch) if self.laid.profile.title_pitch else self.pitch
        return ml.p(
            "Title",
            "<w:r><w:br/></w:r>".join(map(ml.run, rows)),
            f'<w:spacing w:before="{blank * self.pitch}" w:after="{self.pitch}" w:line="{leading}" w:lineRule="exact"/>',
        )

    def paragraph(self, each: Paragraph) -> str:
        """A heading style has the face of its level; text that runs on after a heading is marked as text."""
        level = min(each.level, 4)
        words = (
            ml.run(text, more="<w:b/>")
            if face == BOLD
            else ml.run(text, "" if face == ml.OWN.get(level, "") else f"{ml.ROLES[face].title()}Char")
            for face, text in unbroken(each.runs)
        )
        return ml.p(f"Heading{level}" if level else "BodyText", "".join(words), "<w:keepNext/>" if each.alone else "")

    def listing(self, made: Sequence[Enclosure]) -> Iterator[str]:
        """附件说明 (7.3.4): turned lines under the first 字 of the name."""
        for place, (lead, name) in enumerate(listing(made)):
            left, hang = (5, 3) if len(made) == 1 else (6, 1 if place else 4)
            yield ml.p(
                "Flush", ml.run(lead + typeset.plain(name)), self.gap(1 - place), ml.indent(self.cell, left, -hang)
            )

    def signature(self, signed: SignOff | None) -> Iterator[str]:
        """署名 and 成文日期 (7.3.5) at the PDF's places: each row a paragraph with a tab to every further word."""
        below = -1.0
        for row, held in groupby(
            sorted(signed.words, key=lambda each: (each.row, each.left)) if signed else (), key=lambda each: each.row
        ):
            words = list(held)
            tabs = ml.tabs(*(("left", each.left * self.cell) for each in words[1:]))
            yield ml.p(
                "Signature",
                ml.TAB.join(ml.run(each.text) for each in words),
                self.gap(row - below - 1),
                tabs,
                ml.indent(self.cell, words[0].left),
            )
            below = row

    # -- attachments (7.3.7) --

    def attachment(self, each: Enclosure) -> Iterator[str]:
        wide = each.wide
        turned = wide or self.lying
        if turned:
            yield ml.p("Flush", "", ml.TINY, ml.page_setup(self.laid, wide=self.lying))
        self.lying = wide
        cell = round(self.cell)  # 附件1 begins on the first line, its title stands on the third
        number = f'<w:spacing w:after="{self.pitch - cell}" w:line="{cell}" w:lineRule="exact"/>'
        yield ml.p(
            "Flush",
            ml.run(each.number, "HeiChar"),
            "" if turned else "<w:pageBreakBefore/>",
            number,
            '<w:outlineLvl w:val="0"/>',
        )
        yield self.title(self.parted(each.title), blank=1)
        yield from self.blocks_of(each.blocks)
        if each.inserts:
            yield from self.sheets(each)

    def blocks_of(self, blocks: Iterable[Set]) -> Iterator[str]:
        """Blocks of the body or of an annex; the pages of somebody else's PDF are `sheets`."""
        for each in blocks:
            if each.words:
                yield self.paragraph(each.words)
            elif each.table:
                yield ml.ruled(each.table)
                yield ml.p("Flush", "", ml.TINY)
            elif each.form:
                yield _form(each.form)
                yield ml.p("Flush", "", ml.TINY)
            elif each.figure:
                shown = each.figure
                yield ml.p("Centred", ml.picture(shown.address, shown.figure.alt, shown.width, shown.height), ml.LOOSE)
                if shown.figure.caption:
                    yield ml.p("Centred", ml.run(typeset.plain(shown.figure.caption)))

    def sheets(self, each: Enclosure) -> Iterator[str]:
        """The pages of somebody else's PDF as pictures; of very many only the number."""
        if len(each.inserts) > MOST_SHEETS:
            yield ml.p("Centred", ml.run(f"（附件共{len(each.inserts)}页，见本文件的 PDF）"))
            return
        for insert in each.inserts:
            width, height = self.laid.width, self.laid.height - 2 * self.laid.row
            across, down = insert.size
            scale = min(width / across, height / down, 1.0)
            alt = f"{each.number}《{each.title}》第{insert.page + 1}页"
            shown = ml.picture(insert.address, alt, across * scale, down * scale)
            yield ml.p("Centred", shown, "<w:pageBreakBefore/>", ml.LOOSE)

    def foot(self) -> Iterator[str]:
        """版记 (7.4): a table of one column at the lower edge of the type area; it never stands on a lying page."""
        if self.imprint is None:
            return
        if self.lying:
            yield ml.p("Flush", "", ml.TINY, ml.page_setup(self.laid, wide=True))
            self.lying = False
        small, width = (
            self.laid.profile.small * 20,
            ml.twips(self.laid.width) - 4,
        )  # LibreOffice leaves a table that fills the line where it is
        cells = []
        if self.imprint.cc:
            cells.append(ml.p("Imprint", ml.run(f"抄送：{typeset.plain(self.imprint.cc)}"), ml.indent(small, 4, -3, 1)))
        if self.imprint.printed_by:
            cells.append(
                ml.p(
                    "Imprint",
                    ml.run(self.imprint.printed_by) + ml.TAB + ml.run(self.imprint.printed_on),
                    ml.tabs(("right", width - small)),
                    ml.indent(small, 1),
                )
            )
        thick, thin = (
            f'w:val="single" w:sz="{size}" w:space="0" w:color="000000"' for size in (8, 6)
        )  # 0.35 and 0.25 mm (7.4.1)
        rules = (
            f"<w:tblBorders><w:top {thick}/><w:bottom {thick}/><w:insideH {thin}/></w:tblBorders>"
            if self.imprint.ruled
            else ""
        )
        place = ml.FLOATING.format("margin", ml.twips(self.laid.profile.left), 'w:tblpYSpec="bottom"')
        yield ml.table([ml.table_row([(width, each, 1)]) for each in cells], [width], rules, padding=0, place=place)
        yield ml.p("Flush", "", ml.TINY)


def _form(rows: Sequence[BlankRow]) -> str:
    """Every row by widths of its own, on the columns that all edges together make."""
    ends = (sum(cell.width for cell in row.cells[:end]) for row in rows for end in range(1, len(row.cells) + 1))
    edges = sorted({0, *map(ml.twips, ends)})
    grid = [edge for place, edge in enumerate(edges) if place == 0 or edge - edges[place - 1] > 20]
    made = []
    for row in rows:
        at, left, cells = 0, 0.0, []
        for cell in row.cells:
            left += cell.width
            aim = ml.twips(left)
            end = min(range(at + 1, len(grid)), key=lambda place: abs(grid[place] - aim))
            style, align = ("HeiChar", "center") if cell.label else ("", "left")
            words = "".join(
                ml.p("TableText", ml.run(line, style, '<w:sz w:val="24"/>'), f'<w:jc w:val="{align}"/>')
                for line in cell.words.split("\n")
            )
            cells.append((grid[end] - grid[at], words, end - at))
            at = end
        made.append(ml.table_row(cells, f'<w:trHeight w:val="{ml.twips(row.cells[0].height)}" w:hRule="atLeast"/>'))
    return ml.table(made, [right - left for left, right in pairwise(grid)], ml.RULED, padding=57)


def after_body(blocks: Iterator[str]) -> Iterator[str]:
    """The same blocks, the first with the bookmark that says where the body has ended."""
    for place, block in enumerate(blocks):
        end = f'</w:pPr><w:bookmarkStart w:id="0" w:name="{marks.END}"/><w:bookmarkEnd w:id="0"/>'
        yield block if place else block.replace("</w:pPr>", end, 1)
