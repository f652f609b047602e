"""修订对照表: a plan against the version before it on lying A4 — clause, before, after; what went is struck out, what came underlined."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan
from campaign.pdf import office, page
from campaign.pdf.job import Job
from campaign.views.revisions import Revision, table
from campaign.views.tables import CHANGED, Cell, Words, said

KIND = "revision"
NAME = "修订对照表"


def document(plan: Plan, content: Content, found: Revision) -> Job:
    """The print job of a plan against one earlier version; pure, like that of a plan."""
    head = office.head(plan, content, NAME)
    made = table(found)
    words = {
        "head": head,
        "before": _named(found.before),
        "after": _named(found.after),
        "heads": [each.title for each in made.columns],
        "rows": [[_words(cell) for cell in row.cells] for row in made.rows],
        "author": content.site.organisation,
        "address": links.revision(plan.id),
    }
    return Job(name=plan.id, title=head.title, kind=KIND, html=page.write(KIND, words))


def _named(plan: Plan) -> str:
    return f"第{plan.version}版{f'（{plan.doc_no}）' if plan.doc_no else ''}"


def _words(cell: Cell) -> list[tuple[str, str]]:
    """The pieces of a cell as (look, words): gone, came, sub for a line of its own, or plain."""
    return [
        (piece.look if isinstance(piece, Words) and piece.look in (*CHANGED, "sub") else "", said(piece))
        for piece in cell.pieces
    ]
