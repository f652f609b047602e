"""Rules about what is printed around a plan: issuers, numbers, signatures and seals. The docstring of each is the rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaign.checks.records import ContentRule, PlanRule, texts, walk
from campaign.content import Content
from campaign.leaves.problems import Problem, Source, did_you_mean
from campaign.model import DocumentFormat, Plan, Signing, Status
from campaign.model.annex import Grid
from campaign.views import annexes, numbers

MOST_JOINT = 6  # names of issuers that a 版头 has room for above text on page 1 (7.2.4, 7.3.3)
_ORDER_NUMBER = re.compile(r"^第[1-9]\d*号$")
_MINUTES_NUMBER = re.compile(r"^(?:（?第[1-9]\d*[期号]）?|.+〔20\d{2}〕[1-9]\d*号)$")


def issuers_fit(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A 版头 holds the names of at most six issuers; more of them issue under the name of the first alone."""
    count = 1 + len(plan.joint_issuers)
    document = plan.document
    alone = document and (document.mark or document.lead_mark or document.format is not DocumentFormat.DOCUMENT)
    if count > MOST_JOINT and (document or plan.doc_no) and not alone:
        yield source.error(
            ("joint_issuers",),
            "issuers-many",
            f"{count} 个单位联合发文，版头最多并列 {MOST_JOINT} 个单位的名称",
            "在 document 里写 lead_mark: 是，版头只用主办机关的名称",
        )


def special_numbers(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """An order is numbered 第×号 (10.2), 纪要 第×期 or like other documents."""
    shape = plan.document.format if plan.document else DocumentFormat.DOCUMENT
    patterns = {
        DocumentFormat.ORDER: (_ORDER_NUMBER, "命令", "第3号"),
        DocumentFormat.MINUTES: (_MINUTES_NUMBER, "纪要", "第3期"),
    }
    if plan.doc_no and shape in patterns:
        pattern, name, sample = patterns[shape]
        if not pattern.match(plan.doc_no):
            yield source.warning(("doc_no",), "doc-no-format", f"{name}的编号“{plan.doc_no}”不合写法", f"写成 {sample}")


def copy_number(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """份号 is six digits (7.2.1)."""
    number = plan.document.copy_no if plan.document else None
    if number and not re.fullmatch(r"\d{6}", number):
        hint = "写成 000001；一次印许多份不写在这里，用 plan pdf 编号 --copies 1-50"
        yield source.warning(("document", "copy_no"), "copy-no", f"份号“{number}”不是六位数字", hint)


def seals_belong(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A seal belongs to one who signs; a document that says it bears no seal names none, and 纪要 bears none (7.3.5.1, 8)."""
    document = plan.document
    if not document or not document.seals:
        return
    if document.format is DocumentFormat.MINUTES or document.signing is Signing.UNSEALED:
        why = "纪要不加盖印章" if document.format is DocumentFormat.MINUTES else "signing 写的是不盖章"
        yield source.error(("document", "seals"), "seal-none", f"{why}，却列了印章", "删去 seals，或改正用印的写法")
        return
    if document.signing is Signing.STAMPED or (document.format is DocumentFormat.ORDER and not document.signing):
        return
    issuers = (plan.issuer, *plan.joint_issuers) if plan.issuer else ()
    names = document.signature or tuple(map(content.registry.name, issuers))
    for index, seal in enumerate(document.seals):
        if seal.unit not in names:
            hint = did_you_mean(seal.unit, names) or "写署名里的单位名称"
            yield source.error(
                ("document", "seals", index, "unit"), "seal-unit", f"署名里没有“{seal.unit}”，它的印章没有地方盖", hint
            )


def attendance_of_minutes(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Only 纪要 list who attended (10.3)."""
    document = plan.document
    if document and document.attendance and document.format is not DocumentFormat.MINUTES:
        yield source.warning(
            ("document", "attendance"), "attendance-unused", "只有纪要才印出席人员", "写 format: minutes，或删去这一项"
        )


def printed_after_signed(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A document goes to print on the day it is signed or later (7.4.3)."""
    printed = plan.document.printed_on if plan.document else None
    if printed and plan.date and printed.last < plan.date.first:
        message = f"印发日期 {printed.chinese}早于成文日期 {plan.date.chinese}"
        yield source.error(("document", "printed_on"), "printed-early", message, "改正其中一个日期")


def annexes_are_there(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """What the 附件说明 names is bound behind the plan, or goes out apart; a draft may still be waiting for it (7.3.7)."""
    tell = source.warning if plan.status is Status.DRAFT else source.error
    for where, title in annexes.missing(content, plan):
        hint = "写 title 和 file（Markdown、YAML 或 PDF，放在 plans 里）；另外印发的写 apart: 是；方案自己的表，名称里写上“指标”或“分工”"
        yield tell(where, "annex-missing", f"附件“{title}”没有内容，印不出来", hint)


def tables_are_even(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A row of a table has no more cells than there are heads."""
    for record, where in walk(plan):
        if isinstance(record, Grid) and record.uneven is not None:
            cells, row = len(record.rows[record.uneven]), (*where, "rows", record.uneven)
            message = f"这一行有 {cells} 格，表头只有 {len(record.columns)} 格"
            yield source.error(row, "table-uneven", message, "改成一样多；空的格写 ''")


def quotes_are_changed(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """Straight quotation marks are printed as curly ones, in turn; where their number is odd nobody can say which is which, and they stay."""
    found = [(where, text) for text, where in texts(plan) if '"' in text]
    odd = next((where for where, text in found if text.count('"') % 2), None)
    if odd is not None:
        hint = "改成“”，或补上缺的一个"
        yield source.warning(odd, "quote-odd", '直引号 " 不成对，印出来照样是直的', hint)
    elif found:
        more = f"，本文件共{len(found)}处" if len(found) > 1 else ""
        message = f'直引号 " 印出来改成弯引号“”{more}'
        yield source.warning(found[0][0], "quote-straight", message, "核对一下，或直接写成“”")


def secret_is_public(content: Content, plan: Plan, source: Source) -> Iterator[Problem]:
    """A plan with a 密级 says that it is not public: then it is on no site and in no preview, and is printed by its id alone."""
    if plan.secret and plan.public is not False:
        hint = "加一行 public: 否，就不上网站，只用 plan pdf 印；真正涉密的换一台涉密的机器办理；不涉密就删去密级"
        yield source.error(("document", "secrecy"), "secret-public", f"写了密级“{plan.secret}”，不能上网站", hint)


def numbers_are_used_once(content: Content) -> Iterator[Problem]:
    """No two papers bear one 发文字号 (7.2.5)."""
    for first, other in numbers.twice(content):
        hint = "改正其中一个；是同一份文件的新版本，就在 supersedes 里写上原来的"
        message = f"文号“{other.written}”已经用在 {first.place}"
        yield other.source.error(other.where, "doc-no-twice", message, hint)


CONTENT_RULES: tuple[ContentRule, ...] = (numbers_are_used_once,)
PLAN_RULES: tuple[PlanRule, ...] = (
    issuers_fit,
    special_numbers,
    copy_number,
    seals_belong,
    attendance_of_minutes,
    printed_after_signed,
    annexes_are_there,
    tables_are_even,
    quotes_are_changed,
    secret_is_public,
)
