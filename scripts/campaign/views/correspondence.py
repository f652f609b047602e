"""收发文: the registers of a year as tables, how far each document that goes out has come, and what of those that came in is still to be done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.content import Content, once
from campaign.kinds import LEDGER, PLAN
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.model import Correspondence, Handled, Handling, IncomingPaper, LedgerEntry, OutgoingPaper, Plan
from campaign.views import numbers
from campaign.views.numbers import Borne, registers, sent, span
from campaign.views.release import UNNAMED
from campaign.views.status import PRESSING, Mark, State, due_state
from campaign.views.tables import Anchor, Cell, Column, Day, Piece, Row, Table, named, put, row

WORDS = {
    Handling.DRAFTED: "已拟稿",
    Handling.REVIEWED: "已核稿",
    Handling.COUNTERSIGNED: "已会签",
    Handling.SIGNED: "已签发",
    Handling.ISSUED: "已印发",
}
VOID = "作废"
PAPERS = {"drafting": "发文稿纸", "routing": "传阅单"}


@dataclass(frozen=True)
class Going:
    """A document that goes out: what its plan says, or else its entry. `entry` is None for a plan nobody entered."""

    entry: OutgoingPaper | None
    plan: Plan | None
    number: str
    title: str
    date: Moment | None
    to: str
    cc: str
    secrecy: str
    urgency: str
    copies: int | None
    department: str
    demo: bool

    def step(self, step: Handling) -> Handled | None:
        """The last time a step was taken."""
        return next((each for each in reversed(self.entry.steps if self.entry else ()) if each.step is step), None)

    @property
    def issued(self) -> Moment | None:
        """The day on which it went out: as it is entered, else as its 版记 says."""
        step = self.step(Handling.ISSUED)
        document = self.plan.document if self.plan else None
        return step.date if step else document.printed_on if document else None

    @property
    def year(self) -> int | None:
        """The year it is registered under: that of its number, else of its day."""
        found = numbers.read(self.number)
        return found[1] if found else self.date.year if self.date else None

    @property
    def record_id(self) -> str:
        """What it is printed by."""
        return self.plan.id if self.plan else self.entry.id if self.entry else ""


def going(content: Content, plan: Plan | None, entry: OutgoingPaper | None) -> Going:
    """A document of a plan, of an entry, or of both: what the plan says counts."""
    document = plan.document if plan else None
    return Going(
        entry,
        plan,
        number=(plan and plan.doc_no) or (entry and entry.doc_no) or "",
        title=(plan and plan.title) or (entry and entry.title) or UNNAMED,
        date=(plan and plan.date) or (entry and entry.date) or None,
        to=(document and document.to) or (entry and entry.to) or "",
        cc=(document and document.cc) or (entry and entry.cc) or "",
        secrecy=(document and document.secrecy) or (entry and entry.secrecy) or "",
        urgency=(document and document.urgency) or (entry and entry.urgency) or "",
        copies=(document and document.copies) or (entry and entry.copies) or None,
        department=content.registry.name(entry.department) if entry and entry.department else "",
        demo=content.site.demo or bool(plan and plan.demo),
    )


def outgoing(content: Content) -> Iterator[tuple[Correspondence, int, Going]]:
    """Every document entered, with its file and place there."""
    for held in content.correspondence.values():
        for index, entry in enumerate(held.outgoing):
            yield held, index, going(content, content.plans.get(entry.plan or ""), entry)


def of_plan(content: Content, plan: Plan) -> Going:
    """A plan on its way out."""
    return going(content, plan, sent(content).get(plan.id))


def incoming(content: Content) -> Iterator[tuple[Correspondence, int, IncomingPaper]]:
    """Every document that came in, with its file and place there."""
    for held in content.correspondence.values():
        yield from ((held, index, each) for index, each in enumerate(held.incoming))


def stage(content: Content, entry: OutgoingPaper) -> State:
    """How far a document has come by `as_of`."""
    if entry.void:
        return State(Mark.NONE, VOID)
    taken = [each for each in entry.steps if each.date.first <= content.as_of]
    if not taken:
        return State(Mark.OPEN, "没有开始办理")
    return State(Mark.DONE if taken[-1].step is Handling.ISSUED else Mark.PENDING, WORDS[taken[-1].step])


@once
def states(content: Content) -> Mapping[tuple[str, str], str]:
    """The state of every entry in a word, by its list (outgoing, incoming) and its id."""
    out = {("outgoing", made.entry.id): stage(content, made.entry).word for *_, made in outgoing(content) if made.entry}
    return out | {("incoming", each.id): dealt_with(content, each).word for *_, each in incoming(content)}


@once
def led_from(content: Content) -> Mapping[str, tuple[IncomingPaper, ...]]:
    """What came in and led to each plan, by the plan."""
    found: dict[str, tuple[IncomingPaper, ...]] = {}
    for *_, each in incoming(content):
        plan = (each.leads_to or "").partition("#")[0]
        found[plan] = (*found.get(plan, ()), each)
    return found


def way(content: Content, entry: OutgoingPaper) -> str:
    """拟稿 张某 2026年11月2日 → 核稿 李某 2026年11月3日, as far as it has come by `as_of`; else its state."""
    taken = (each for each in entry.steps if each.date.first <= content.as_of and not entry.void)
    said = (" ".join(filter(None, (each.step.chinese, each.by or "", each.date.chinese))) for each in taken)
    return " → ".join(said) or stage(content, entry).word


def dealt_with(content: Content, each: IncomingPaper) -> State:
    """How a document that came in stands: dealt with, due, or in hand without a term."""
    done = bool(each.done and each.done.first <= content.as_of)
    due = each.due.last if each.due else None
    if due is None and not done:
        return State(Mark.PENDING, "在办")
    return due_state(due, done, content.as_of, content.site.due_soon_days)


def years(content: Content) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The years with documents that went out, and with those that came in."""
    out = {each.year for each in registers(content)} | {made.year for *_, made in outgoing(content) if made.year}
    return tuple(sorted(out)), tuple(sorted({each.received.year for *_, each in incoming(content)}))


# -- the registers ---------------------------------------------------------------------------------------------------------------------


def outgoing_register(content: Content, year: int) -> Table:
    """发文登记簿 of a year: number after number, those that nothing bears as well; last what was never numbered."""
    rows: list[Row] = []
    entered = {made.record_id: made for *_, made in outgoing(content)}
    for register in registers(content):
        if register.year != year:
            continue
        kept = any(register.word in each.words for each in content.correspondence.values())
        rows_of = [(each.number, _row(content, each, entered)) for each in register.used]
        rows_of += [
            (
                run[0],
                _out(f"{register.word}〔{year}〕{span(run)}号", None, "（空号）" if kept else "（空号，或没有收录）"),
            )
            for run in register.gaps
        ]
        rows += [made for _, made in sorted(rows_of, key=lambda pair: pair[0])]
    unnumbered = [made for *_, made in outgoing(content) if made.year == year and not numbers.read(made.number)]
    rows += [_out(made.number, made, made.title, made.date, "", _remark(content, made)) for made in unnumbered]
    columns = (
        Column("文号", "nowrap"),
        named("标题"),
        Column("密级"),
        Column("主送"),
        Column("份数", "n"),
        Column("拟稿"),
        Column("签发"),
        Column("成文日期", "nowrap"),
        Column("印发日期", "nowrap"),
        Column("备注"),
    )
    return Table(f"{year}年发文登记簿", columns, tuple(rows))


def _row(content: Content, each: Borne, entered: Mapping[str, Going]) -> Row:
    """The line of a number: of a plan, of an entry, or of something that says no more than its title."""
    record = each.record
    leading = map(content.registry.name, record.lead) if isinstance(record, LedgerEntry) else ()
    made = of_plan(content, record) if isinstance(record, Plan) else None
    made = entered[record.id] if isinstance(record, OutgoingPaper) else made
    return _out(each.written, made, each.title, each.date, _page(record), _remark(content, made), "、".join(leading))


def _page(record: object) -> str:
    if isinstance(record, Plan):
        return PLAN.address(record.id)
    return links.ledger_entry(record.id) if isinstance(record, LedgerEntry) else ""


def _remark(content: Content, made: Going | None) -> str:
    if made is None or made.entry is None:
        return ""
    state = stage(content, made.entry).word
    return "　".join(filter(None, ("" if state == WORDS[Handling.ISSUED] else state, made.entry.note or "")))


def _out(
    number: str,
    made: Going | None,
    title: str,
    date: Moment | None = None,
    url: str = "",
    remark: str = "",
    to: str = "",
) -> Row:
    drafted, signed = (made.step(step) if made else None for step in (Handling.DRAFTED, Handling.SIGNED))
    return row(
        number,
        Anchor(title, url) if url else title,
        made.secrecy if made else "",
        made.to if made else to,
        made.copies if made else None,
        "\n".join(filter(None, (made.department if made else "", drafted.by if drafted else ""))),
        signed.by if signed else "",
        _day(date),
        _day(made.issued if made else None),
        remark,
    )


def _day(moment: Moment | None) -> Cell:
    return put(Day(moment, short=True, whole=True) if moment else None)


def incoming_register(content: Content, year: int) -> Table:
    """收文登记簿 of a year in the order of its numbers."""
    held = sorted(
        (each for *_, each in incoming(content) if each.received.year == year), key=lambda each: (each.number, each.id)
    )
    columns = (
        Column("收文号", "n"),
        Column("收文日期", "nowrap"),
        Column("来文单位"),
        Column("来文字号", "nowrap"),
        named("标题"),
        Column("密级、缓急", "nowrap"),
        Column("份数", "n"),
        Column("承办"),
        Column("办理期限", "nowrap"),
        Column("办理情况"),
        Column("备注"),
    )
    return Table(f"{year}年收文登记簿", columns, tuple(_in(content, each) for each in held))


def _in(content: Content, each: IncomingPaper) -> Row:
    state = dealt_with(content, each)
    done = f"{each.done.chinese}办结" if each.done and state.mark is Mark.DONE else state.word
    return row(
        each.number,
        _day(each.received),
        each.sender,
        each.doc_no,
        each.title,
        "　".join(filter(None, (each.secrecy, each.urgency))),
        each.copies,
        content.registry.name(each.department) if each.department else "",
        _day(each.due),
        put(
            (
                State(state.mark, done, state.days),
                *(("，落实到：", *led) if (led := _led(content, each)) else ()),
                _after(each.result),
            )
        ),
        each.note,
        id=each.id,
    )


def _after(result: str | None) -> str:
    return f"。{result}" if result else ""


def _led(content: Content, each: IncomingPaper) -> tuple[Piece, ...]:
    """What a document led to: a plan, a task of one, a matter under supervision."""
    if not each.leads_to:
        return ()
    name, _, part = each.leads_to.partition("#")
    if plan := content.plans.get(name):
        return (Anchor(f"《{plan.name}》{part}", links.plan(plan.id, part)),)
    found = next((entry for held in content.of(LEDGER).values() for entry in held.entries if entry.id == name), None)
    return (Anchor(found.number, links.ledger_entry(found.id)),) if found else ()


# -- what a preview shows ----------------------------------------------------------------------------------------------------------------


def standing(content: Content) -> tuple[Table, ...]:
    """What is on its way out, what came in and is not dealt with (the most pressing first), and the registers of numbers."""
    under_way = [(made, stage(content, made.entry)) for *_, made in outgoing(content) if made.entry]
    open_rows = sorted(
        ((each, dealt_with(content, each)) for *_, each in incoming(content)),
        key=lambda pair: (PRESSING.index(pair[1].mark), pair[1].days or 0, pair[0].number),
    )
    return (
        Table(
            "正在办的发文",
            (named("文件"), Column("文号", "nowrap"), Column("办理经过"), Column("印"), Column("状态", "end")),
            tuple(
                row(
                    _named(made),
                    made.number or "没有编号",
                    way(content, made.entry),
                    _papers(content, made.entry.id, *PAPERS),
                    state,
                )
                for made, state in under_way
                if made.entry and state.mark is not Mark.DONE and not made.entry.void
            ),
        ),
        Table(
            "正在办的收文",
            (
                Column("收文号", "n"),
                named("来文"),
                Column("来文单位", "minor"),
                Column("承办"),
                Column("期限", "nowrap"),
                Column("落实到"),
                Column("印"),
                Column("状态", "end"),
            ),
            tuple(
                row(
                    each.number,
                    each.title,
                    each.sender,
                    content.registry.name(each.department) if each.department else "",
                    _day(each.due),
                    _led(content, each),
                    _papers(content, each.id, "routing"),
                    state,
                )
                for each, state in open_rows
                if state.mark is not Mark.DONE
            ),
        ),
        Table("传阅中", (named("文件"), Column("已阅"), Column("还没有阅")), tuple(_going_round(content))),
        Table(
            "文号",
            (named("代字和年份"), Column("用了", "n"), Column("空号"), Column("下一个", "nowrap")),
            tuple(
                row(f"{each.word}〔{each.year}〕", len(each.used), each.gaps_said, each.next)
                for each in registers(content)
            ),
        ),
    )


def _going_round(content: Content) -> Iterator[Row]:
    """Documents that somebody has not read by `as_of`: who has, on which day, and who has not."""
    out = ((_named(made), made.entry.circulation) for *_, made in outgoing(content) if made.entry)
    came = ((each.title, each.circulation) for *_, each in incoming(content))
    for title, readers in (*out, *came):
        read = [each for each in readers if each.read and each.read.first <= content.as_of]
        if len(read) < len(readers):
            said = "、".join(f"{each.name}（{each.read.chinese}）" for each in read if each.read)
            yield row(title, said, "、".join(each.name for each in readers if each not in read))


def _papers(content: Content, entry_id: str, *names: str) -> tuple[Piece, ...]:
    """The papers of a document, which a preview prints when they are asked for."""
    found = [Anchor(PAPERS[name], links.correspondence_pdf(f"{entry_id}-{name}")) for name in names]
    return tuple(piece for each in found for piece in ("、", each))[1:] if content.preview else ()


def _named(made: Going) -> Piece:
    return Anchor(made.title, PLAN.address(made.plan.id)) if made.plan else made.title
