"""交办单: one matter under supervision as a numbered sheet to hand over, with room for receipt, answer and review by hand."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves import links
from campaign.pdf import page, typeset
from campaign.pdf.job import Job
from campaign.views.ledger import LedgerRow

KIND = "assignment"
TITLE = "督办交办单"


def document(row: LedgerRow, content: Content) -> Job:
    """The print job of an entry. It says what was assigned, not what became of it, so it stays the same from day to day."""
    entry, ledger = row.entry, row.ledger
    issuer = content.registry.name(ledger.issuer) if ledger.issuer else content.site.organisation
    facts = page.colophon(content, links.ledger_entry(entry.id), "", demo=ledger.demo)
    title = f"{TITLE}：{typeset.plain(entry.title)}"
    words = {
        "title": title,
        "name": TITLE,
        "issuer": issuer,
        "office": ledger.office or issuer,
        "entry": entry,
        "origin": f"{row.origin.kind.chinese}：{row.origin.words}",
        "lead": "、".join(unit.name for unit in row.lead),
        "join": "、".join(unit.name for unit in row.join) or "—",
        "tasks": "；".join(each.words for each in row.tasks),
        "assigned": entry.assigned_on.chinese,
        "due": entry.due.chinese,
        "colophon": facts,
        "foot": "　".join(filter(None, (issuer, entry.number, page.DEMO if ledger.demo else ""))),
        "demo": page.DEMO if ledger.demo else "",
    }
    return Job(name=entry.id, title=title, kind=KIND, html=page.write(KIND, words), most=1)
