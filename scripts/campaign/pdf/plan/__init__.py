"""A plan as an official document on A4 (GB/T 9704—2012): head, title, body, attachments, signature and 版记."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.content import Content
from campaign.kinds import PLAN
from campaign.leaves import links
from campaign.model import Document, DocumentFormat, Plan, Profile
from campaign.model.profile import STANDARD
from campaign.pdf import page, typeset
from campaign.pdf.geometry import Geometry
from campaign.pdf.job import Job
from campaign.pdf.plan.attachments import attachments, listing
from campaign.pdf.plan.blocks import set_body
from campaign.pdf.plan.head import head, issuers
from campaign.pdf.plan.signature import sign_off
from campaign.views import said
from campaign.views.body import body

KIND = "plan"
# A format with a layout of its own has a folder of its own: the template and the sheet of this one with what differs.
KINDS = {
    DocumentFormat.DOCUMENT: KIND,
    DocumentFormat.LETTER: "letter",
    DocumentFormat.ORDER: "order",
    DocumentFormat.MINUTES: "minutes",
}


@dataclass(frozen=True)
class Imprint:
    """版记 (7.4)."""

    cc: str
    printed_by: str
    printed_on: str
    ruled: bool = True  # a letter's has neither rules nor 印发 (10.1)


def document(plan: Plan, content: Content) -> Job:
    """The print job of a plan; pure: the same plan, content and `as_of` give the same job."""
    names = [plan.name, *(unit.name for unit in content.registry.units.values())]
    authors = issuers(plan, content)
    shape = plan.document.format if plan.document else DocumentFormat.DOCUMENT
    kind = KINDS[shape]
    laid = Geometry(profile(plan, content))
    imprint = imprint_of(plan.document) if laid.profile.imprint else None
    even = imprint is not None and laid.profile.even_end
    made = attachments(plan, content, laid)
    bound = tuple(each for each in made if each.bound)
    coded = _colophon(plan, content, laid.profile)
    words = {
        "plan": plan,
        "title": typeset.plain(plan.title),
        "title_lines": plan.title_lines or typeset.title_lines(plan.title, names, most=laid.title_chars),
        "author": "、".join(authors),
        "head": head(plan, authors, laid.width),
        "issued": tuple(filter(None, ("、".join(authors), plan.date.chinese if plan.date else ""))),
        "to": f"{plan.document.to.rstrip('：:')}：" if plan.document and plan.document.to else "",  # 7.3.2
        "body": tuple(set_body(body(plan, content.registry.name, bold=laid.profile.bold_level_3), content, laid)),
        "attachments": bound,
        "listing": listing(made),
        "attendance": attendance(plan.document),
        "signature": sign_off(plan, content, laid),
        "note": plan.document.note.strip("（）()") if plan.document and plan.document.note else "",  # 7.3.6
        "imprint": imprint,
        "even": even,
        "colophon_facts": coded,
        "title_break": lambda title: typeset.title_lines(title, names, most=laid.title_chars),
        "foot": page.DEMO if plan.demo else "",
    }
    shut = bool(bound and bound[-1].shut)
    feet = _ways(bool(bound), shut, coded is not None, imprint is not None, laid.tight < laid.row)
    ways = {way: page.write(kind, {**words, "foot_at": way}) for way in feet}
    first, *others = ways.values()
    return Job(
        name=plan.id,
        title=typeset.plain(plan.title),
        kind=kind,
        html=first,
        others=tuple(others),
        telling=ways.get("tight", ""),
        told=f"只剩版记排不下，行距从 {laid.row:.2f} 毫米收到 {laid.tight:.2f} 毫米，省了一张纸",
        even=even,
        geometry=laid,
        inserts=tuple(each for annex in bound for each in annex.inserts),
        said=tuple(dict.fromkeys(said.document(content, plan, imprint=laid.profile.imprint))),
    )


def laid_out(content: Content, plan_id: str, shape: str) -> Content:
    """The same content with one plan in another layout: document, letter, order or minutes."""
    plan = content.plans[plan_id]
    issued = (plan.document or Document()).model_copy(update={"format": DocumentFormat(shape)})
    return content.having(PLAN, {**content.plans, plan_id: plan.model_copy(update={"document": issued})})


def profile(plan: Plan, content: Content) -> Profile:
    """The numbers a plan is printed with: those of its document's kind in the profile that it or the site names, or the standard's."""
    word = (plan.document.profile if plan.document else None) or content.site.profile
    chosen = content.profiles.get(word, STANDARD) if word else STANDARD
    return chosen.of_kind((plan.document.format if plan.document else DocumentFormat.DOCUMENT).value)


def _colophon(plan: Plan, content: Content, profile: Profile) -> page.Colophon | None:
    """The way to the living page, which an official document shows only where the plan or the office's profile says so."""
    wanted = plan.document.qr if plan.document and plan.document.qr is not None else profile.qr
    return page.colophon(content, links.plan(plan.id), plan.version, demo=plan.demo) if wanted else None


def _ways(attached: bool, shut: bool, coded: bool, imprint: bool, tightened: bool) -> tuple[str, ...]:
    """Where the foot of the document may stand, best first: at the end; the colophon where the body ends; on a page of its own. A last page
    that is `shut` (a lying one, or one of somebody else's) takes nothing of it. Before 版记 stands alone, the lines are drawn together as far
    as the office's numbers allow (5.2.3: 特定情况可以作适当调整)."""
    if not (coded or imprint):
        return ("none",)
    if shut:
        return ("apart",) if imprint else ("body", "apart")
    tight = ("tight",) if imprint and tightened else ()
    return ("end", *(("body",) if attached and coded else ()), *tight, "apart")


def attendance(document: Document | None) -> tuple[tuple[str, list[str]], ...]:
    """Who attended, stayed away and sat in (10.3): (word, names in pieces with a 字 of space between), those with names only."""
    held = document.attendance if document else None
    lists = (("出席：", held.present), ("请假：", held.absent), ("列席：", held.observers)) if held else ()
    return tuple((word, "；".join(names).split()) for word, names in lists if names)


def imprint_of(document: Document | None) -> Imprint | None:
    if document is None or not (document.cc or document.printed_by):
        return None
    cc = document.cc or ""
    if document.format is DocumentFormat.LETTER:  # without 印发 line and rules (10.1)
        return Imprint(cc=f"{cc.rstrip('。')}。", printed_by="", printed_on="", ruled=False) if cc else None
    return Imprint(
        cc=f"{cc.rstrip('。')}。" if cc else "",
        printed_by=document.printed_by or "",
        printed_on=f"{document.printed_on.chinese}印发" if document.printed_on else "",
    )
