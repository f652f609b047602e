"""What is printed of 收发文, each when it is asked for: 发文稿纸 and 传阅单 of a document, the registers of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from campaign.content import Content
from campaign.leaves import links
from campaign.model import Plan
from campaign.pdf import drafting, plain, slips
from campaign.pdf.job import Job
from campaign.pdf.prints import Print
from campaign.views import correspondence
from campaign.views.tables import Table


def prints(content: Content) -> Iterator[Print]:
    """发文稿纸 and 传阅单 by the id of an entry, 发文稿纸 by that of a plan as well; the registers by their year: outgoing-2026, incoming-2026, or by
    the file for the last year there is."""
    for plan in content.plans.values():
        yield Print(plan.id, drafting.KIND, partial(_draft, plan, content))
    for held, _, made in correspondence.outgoing(content):
        if made.entry:
            draft = partial(drafting.document, made, content)
            yield Print(made.entry.id, drafting.KIND, draft, _address(content, f"{made.entry.id}-{drafting.KIND}"))
            make = partial(_routing, slips.of_outgoing, made, content, held.demo)
            yield Print(made.entry.id, "routing", make, _address(content, f"{made.entry.id}-routing"))
    for held, _, each in correspondence.incoming(content):
        make = partial(_routing, slips.of_incoming, each, content, held.demo)
        yield Print(each.id, "routing", make, _address(content, f"{each.id}-routing"))
    out, came = correspondence.years(content)
    for name, table, years in (
        ("outgoing", correspondence.outgoing_register, out),
        ("incoming", correspondence.incoming_register, came),
    ):
        for year in years:
            make = partial(_register, content, table, year)
            yield Print(f"{name}-{year}", name, make, _address(content, f"{name}-{year}"))
        for key in content.correspondence if years else ():
            yield Print(key, name, partial(_register, content, table, years[-1]))


def _address(content: Content, name: str) -> str:
    """Where a paper lies in a preview; on a site it lies nowhere."""
    return links.correspondence_pdf(name) if content.preview and content.correspondence else ""


def _draft(plan: Plan, content: Content) -> Job:
    return drafting.document(correspondence.of_plan(content, plan), content)


def _routing(describe: Callable[..., slips.Circulated], paper: object, content: Content, demo: bool) -> Job:
    return slips.routing(describe(paper, content, demo=demo), content)


def _register(content: Content, make: Callable[[Content, int], Table], year: int) -> Job:
    """A register is the office's own: there is no page to scan."""
    table = make(content, year)
    demo = content.site.demo or any(each.demo for each in content.correspondence.values())
    return plain.sheet(content, table.title, f"{content.site.organisation}{table.title}", "", (table,), demo=demo)
