"""What is printed of 收发文, each when it is asked for: 发文稿纸 and 传阅单 of a document, the registers of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from campaign.content import Content
from campaign.model import Correspondence, IncomingPaper
from campaign.pdf import drafting, plain, slips
from campaign.pdf.job import Job
from campaign.pdf.prints import Print
from campaign.views import correspondence
from campaign.views.tables import Table


def prints(content: Content) -> Iterator[Print]:
    """发文稿纸 by the id of a plan or of an entry, 传阅单 by that of what came in, the registers by their year: outgoing-2026, incoming-2026."""
    for plan in content.plans.values():
        made = correspondence.of_plan(content, plan)
        yield Print(plan.id, drafting.KIND, partial(drafting.document, made, content))
    for *_, made in correspondence.outgoing(content):
        if made.entry:
            yield Print(made.entry.id, drafting.KIND, partial(drafting.document, made, content))
    for file, _, each in correspondence.incoming(content):
        yield Print(each.id, "routing", partial(_routing, file, each, content))
    out, came = correspondence.years(content)
    for year in out:
        yield Print(f"outgoing-{year}", "outgoing", partial(_register, content, correspondence.outgoing_register, year))
    for year in came:
        yield Print(f"incoming-{year}", "incoming", partial(_register, content, correspondence.incoming_register, year))


def _routing(file: Correspondence, each: IncomingPaper, content: Content) -> Job:
    return slips.routing(slips.of_incoming(each, content, demo=file.demo), content)


def _register(content: Content, make: Callable[[Content, int], Table], year: int) -> Job:
    """A register is the office's own: there is no page to scan."""
    table = make(content, year)
    demo = content.site.demo or any(each.demo for each in content.correspondence.values())
    return plain.sheet(content, table.title, f"{content.site.organisation}{table.title}", "", (table,), demo=demo)
