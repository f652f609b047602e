"""The kinds of printed matter for meetings and offices by name: which record can be printed as what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaign.content import Content
from campaign.model import Meeting, Plan, PrintKind
from campaign.pdf import indicator_sheet, plan, poster, slips, task_table, timeline_sheet
from campaign.pdf.engine import PrintFault
from campaign.pdf.job import Job

OF_PLAN: Mapping[PrintKind, Callable[[Plan, Content], Job]] = {
    PrintKind.PLAN: plan.document,
    PrintKind.TASK_TABLE: task_table.document,
    PrintKind.TIMELINE: timeline_sheet.document,
    PrintKind.INDICATORS: indicator_sheet.document,
    PrintKind.ROUTING: lambda held, content: slips.routing(slips.of_plan(held, content), content),
    PrintKind.RECEIPT: lambda held, content: slips.receipt(slips.of_plan(held, content), content),
    PrintKind.POSTER: poster.document,
}
OF_MEETING: Mapping[PrintKind, Callable[[Meeting, Content], Job]] = {
    PrintKind.ROUTING: lambda held, content: slips.routing(slips.of_meeting(held, content), content),
    PrintKind.RECEIPT: lambda held, content: slips.receipt(slips.of_meeting(held, content), content),
}
OF_UNIT = (PrintKind.TASK_LIST,)


def job(content: Content, record_id: str, kind: str) -> Job | None:
    """The job for a plan or a meeting in one of these kinds; None when the kind is not of this room or there is no such record.

    Raises PrintFault when the record is known but cannot be printed like that.
    """
    if kind not in set(PrintKind):
        return None
    wanted = PrintKind(kind)
    if record_id in content.plans:
        if wanted in OF_PLAN:
            return OF_PLAN[wanted](content.plans[record_id], content)
        raise PrintFault(f"方案“{record_id}”不能印成{wanted.chinese}；可以印成{_listed(OF_PLAN)}")
    if record_id in content.meetings:
        if wanted in OF_MEETING:
            return OF_MEETING[wanted](content.meetings[record_id], content)
        raise PrintFault(f"会议“{record_id}”不能印成{wanted.chinese}；可以印成{_listed((PrintKind.PACK, *OF_MEETING))}")
    if record_id in content.registry.units and wanted not in OF_UNIT:
        raise PrintFault(f"单位“{record_id}”不能印成{wanted.chinese}；可以印成{_listed(OF_UNIT)}")
    return None


def _listed(kinds: Mapping[PrintKind, object] | tuple[PrintKind, ...]) -> str:
    return "、".join(f"{kind.value}（{kind.chinese}）" for kind in kinds)
