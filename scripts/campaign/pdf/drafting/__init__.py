"""发文稿纸: the sheet a draft goes round with until it is signed and issued; what is entered is printed, the rest is filled in by hand."""

from __future__ import annotations

from campaign.content import Content
from campaign.kinds import CORRESPONDENCE
from campaign.leaves import links
from campaign.model import Handled, Handling
from campaign.pdf import office, page, typeset
from campaign.pdf.job import Job
from campaign.views import annexes
from campaign.views.correspondence import Going, stage

KIND = "drafting"
NAME = CORRESPONDENCE.prints[KIND]


def document(made: Going, content: Content) -> Job:
    """The sheet of one document; of a plan nobody has entered it is empty but for what the plan says."""
    document = made.plan.document if made.plan else None
    title = typeset.plain(made.title or made.number)
    facts = page.colophon(content, links.plan(made.plan.id) if made.plan else "", "", demo=made.demo)
    listed = annexes.annexes(content, made.plan) if made.plan else ()
    words = {
        "title": f"{NAME}：{title}",
        "organisation": content.site.organisation,
        "name": NAME,
        "foot": "　".join(filter(None, (NAME, made.number, *office.stamp(facts)))),
        "state": stage(content, made.entry).word if made.entry else "",
        "signed": _taken(made, Handling.SIGNED),
        "countersigned": _taken(made, Handling.COUNTERSIGNED),
        "reviewed": _taken(made, Handling.REVIEWED),
        "drafted": _taken(made, Handling.DRAFTED),
        "department": made.department,
        "short": (
            (
                ("密级", made.secrecy),
                ("紧急程度", made.urgency),
                ("印发份数", f"{made.copies}份" if made.copies else ""),
            ),
            (
                ("文号", made.number),
                ("成文日期", made.date.chinese if made.date else ""),
                ("印发日期", made.issued.chinese if made.issued else ""),
            ),
        ),
        "subject": title if made.title else "",
        "long": (
            ("主送", made.to),
            ("抄送", made.cc),
            ("附件", "；".join(f"{place}.{each.title}" for place, each in enumerate(listed, 1))),
            ("附注", (document.note or "").strip("（）()") if document else ""),
        ),
        "by_hand": ("打字", "校对", "印制"),
        "note": (made.entry.note or "") if made.entry else "",
    }
    return Job(name=made.record_id, title=f"{NAME}：{title}", kind=KIND, html=page.write(KIND, words))


def _taken(made: Going, step: Handling) -> list[Handled]:
    return [each for each in (made.entry.steps if made.entry else ()) if each.step is step]
