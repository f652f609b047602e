"""The frame of a document: a notice and the plan it issues, title, number, addressees; the plan's own foot at the end of its body; annexes behind.

`framed` takes lines and gives a `Frame`: facts of the head and foot under the keys of a plan, the lines of the body, annexes as texts of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any

from campaign.importers.outline.facts.moments import DateReader
from campaign.importers.outline.tree import is_heading, number_of
from campaign.importers.outline.words import HAN, bare, digits, plain, value
from campaign.importers.papers import Line

_GENRE = r"(?:方案|计划|要点|意见|通知|办法|细则|规定|纲要|规划|纪要|请示|批复|决定|通报|报告|汇报|总结|函|预案|措施|举措|清单|安排|制度|任务分解表?|任务分工|责任分工|行动|公告|通告|标准|规范|指南|倡议书?|目标责任书|任务书|重点任务|重点工作|工作任务|部署|责任书|章程|守则|规则)"
_AFTER = r"(?:[（(][^（()）]{1,16}[)）])?"
_TITLE = re.compile(rf"(?P<stem>.{{2,90}}{_GENRE}){_AFTER}(?P<place>[\d{HAN}]{{0,3}})")
SERIES = re.compile(rf"(?:第[\d{HAN}]+篇|[【（(]?篇[\d{HAN}]+[】）)]?)[:：、.\s]*\S.{{2,60}}(?<![。；，：])")
_YEAR = r"(?:20[\dxX×]{2}|19\d\d)"
_DOC_NO = re.compile(rf"[\u4e00-\u9fffA-Za-z]{{1,16}}(?:[〔\[［（(【]{_YEAR}年?[〕\]］）)】]|{_YEAR}年)第?[\dxX×]+号")
_DATE_LINE = re.compile(
    rf"[（(]?(?:(?:(?:20|19)[\dxX×]{{2}}|[一二][{HAN}零○О0O]{{3}})年(?:\d{{1,2}}|[{HAN}]{{1,2}})月(?:\d{{1,2}}|[{HAN}]{{1,3}})日|20\d\d[-./]\d{{1,2}}[-./]\d{{1,2}})[)）]?"
)
_UNIT_END = re.compile(
    r"(?:局|委|委员会|院|部|办|会|厅|府|室|中心|科|处|公司|学校|大学|小学|中学|小组|指挥部|站|所|园|党委|联合会|集团|校|馆|专班|协会|学会|支队|大队|总队|队|社|社区|街道|镇|乡|区|县|工会|幼儿园|妇联|残联)(?:[（(].{1,12}[)）])?$"
)
_ISSUED = re.compile(r"印\s*发|转\s*发|下\s*发|颁\s*发|发\s*布|公\s*布")
_ANNEX = re.compile(r"附\s*件\s*(?P<number>\d{1,2}|[一二三四五六七八九十])?\s*[-—]?\s*\d?\s*[:：]?\s*(?P<title>.*)")
_UNTITLED, _NO_TITLE = "（没有认出标题）", "没有认出标题，请填上"
_CLOSED = "。！？；：…!?;:”’》】」|"


@dataclass
class FoundAnnex:
    """A text that follows the document: 附件1, its title, its lines."""

    label: str
    title: str
    lines: list[Line]


@dataclass
class Frame:
    """`head` and `document` hold facts under the keys of a plan (a key with # before it is a comment); `doubts` are (place, words)."""

    head: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    body: list[Line] = field(default_factory=list)
    annexes: list[FoundAnnex] = field(default_factory=list)
    unread: list[Line] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)
    notice: list[Line] = field(default_factory=list)  # sentences of the notice that issues the plan
    signers: list[tuple[str, int]] = field(default_factory=list)  # names in the foot, with their places
    issuer: str = ""
    inferred: bool = False


def is_title(text: str) -> bool:
    """Whether a line can be the title of a document."""
    return bool(SERIES.fullmatch(text) or (_TITLE.fullmatch(text) and not number_of(text) and "。" not in text))


def counted_title(text: str) -> str:
    """The stem of a title that is counted (…方案2), else ""."""
    found = _TITLE.fullmatch(text)
    return found["stem"] if found and found["place"] and not number_of(text) else ""


def framed(lines: Sequence[Line], unit: str, meta: dict[str, str]) -> Frame:
    """Head, body, foot and annexes of a document; `meta` is what the index table of a web page said."""
    frame = Frame()
    rest = list(lines)
    if rest and (
        counted := re.match(rf"(?:第[\d{HAN}]+篇|[【（(]?篇[\d{HAN}]+[】）)]?)[:：、.\s]*", rest[0].text.strip())
    ):
        frame.head["#title"] = f"原文：{rest[0].text.strip()}"
        rest[0] = replace(rest[0], text=rest[0].text.strip()[counted.end() :])
    if start := _issued(rest):
        notice, plan = start
        title_place = rest[plan].place
        rest[plan] = _without_label(rest[plan])
        before = rest[:notice_end] if (notice_end := plan) else []
        while before and _ANNEX.fullmatch(before[-1].text.strip()) and len(before[-1].text.strip()) < 8:
            before.pop()
        remaining = _opening(frame, _closing(frame, before), unit, notice=notice)
        frame.head.pop("title", None)
        frame.head.pop("title_lines", None)
        frame.unread += remaining
        frame.notice = remaining
        rest = rest[plan:]
        if attachments := frame.document.get("attachments"):
            joined = bare("".join(line.text for line in rest[:4]))
            kept = [each for each in attachments if bare(each) not in joined[: len(bare(each)) + 8]]
            frame.document["attachments"] = kept
            if not kept:
                frame.document.pop("attachments")
        _ = title_place
    body, frame.annexes = _annexes(rest)
    if body and _ANNEX.fullmatch(body[0].text.strip()) and len(body[0].text.strip()) < 8:
        frame.unread.append(body.pop(0))
    frame.body = _opening(frame, _closing(frame, body), unit)
    _from_meta(frame, meta)
    _issuer(frame, lines)
    return frame


# -- a notice that issues a plan ---------------------------------------------------------------------------------------------------


def _issued(lines: list[Line]) -> tuple[int, int] | None:
    """(line where the notice's title begins, line where the plan it issues begins)."""
    names: list[str] = []
    notice = -1
    top = lines[:16]
    for at in range(len(top)):
        for size in range(1, 5):
            joined = re.sub(r"\s", "", "".join(line.text.strip() for line in top[at : at + size]))
            found = re.search(
                rf"(?:{_ISSUED.pattern})(?P<what>.+?)的?(?:通知|函|意见|公告|通告|决定)(?:[（(].{{1,8}}[)）])?$", joined
            )
            if found and len(joined) < 160 and not number_of(joined) and "。" not in joined:
                notice = at
                what = found["what"].strip("：:")
                inner = re.findall(r"《(.+?)》(?=等|和|及|、|《|的|$)", what) or (
                    [what[what.index("《") + 1 : what.rindex("》")]] if "《" in what and "》" in what else []
                )
                names += inner or [re.sub(r"^关于|[《》]|的$", "", what)]
                break
        if notice >= 0:
            break
    for line in lines[:20]:
        text = line.text.strip()
        for found in re.finditer(
            r"《(?P<name>[^《》]*(?:《[^《》]*》[^《》]*)*)》[^。]{0,60}?(?:印发|下发|发给|颁发|执行|转发)", text
        ):
            names.append(found["name"])
    names = [name for name in dict.fromkeys(bare(each) for each in names) if len(name) >= 4]
    places = [at for at in range(max(notice, 0) + 1, len(lines)) if _begins(lines, at, names)]
    listed = [at for at in places if re.match(r"附\s*件\s*\d?\s*[:：]|\d", lines[at].text.strip())]  # only named there
    for at in [*(each for each in places if each not in listed), *listed]:
        if not re.sub(r"^附件[\d一二三四五]*[:：]?$", "", plain(lines[at].text)):
            at += 1  # noqa: PLW2901 - the label stands on a line of its own
        if (at > notice + 1 or notice < 0) and len(lines) > at + 1:
            return max(notice, 0), at
    if notice < 0:
        return None
    dated = next((at for at, line in enumerate(lines[notice + 1 :], notice + 1) if _dated(line.text) and at < 40), None)
    for at in range((dated or notice) + 1, min((dated or len(lines)) + 8, len(lines))) if dated else ():
        for size in range(1, 4):
            rows = [re.sub(r"\s", "", line.text) for line in lines[at : at + size]]
            if all(_runs_on(each) for each in rows) and is_title("".join(rows)) and len(lines) > at + size + 1:
                return notice, at
    return None


def _begins(lines: list[Line], at: int, names: list[str]) -> bool:
    """Does the plan of one of these names begin here, its title on one line or several?"""
    for size in range(1, 5):
        block = lines[at : at + size]
        if len(block) < size or any(len(line.text) > 60 or "。" in line.text or line.cells for line in block):
            return False
        joined = re.sub(r"\s", "", "".join(line.text for line in block))
        text = re.sub(r"^附件[\d一二三四五]*[:：]?", "", joined)
        if re.match("《.*》.", text):  # 《…》已经研究同意，torn from the rest of its sentence
            continue
        forms = (text, re.sub(r"[（(][^（()）]*[)）]$", "", text), re.sub(r"^.{2,14}?(?=关于)", "", text))
        same = [bare(each) for each in forms]
        if any(name in same or (len(same[0]) > 8 and _like(same[0], name)) for name in names):
            return True
    return False


def _like(one: str, two: str) -> bool:
    return (
        abs(len(one) - len(two)) <= max(2, len(one) // 8)
        and SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.9
    )


def _without_label(line: Line) -> Line:
    text = re.sub(r"^\s*附\s*件\s*[\d一二三四五]*\s*[:：]?\s*", "", line.text)
    return (
        Line(text, line.place, line.centred, line.aside, line.after_blank, line.level, line.cells, line.table)
        if text
        else line
    )


# -- annexes -------------------------------------------------------------------------------------------------------------------------


def _annexes(lines: list[Line]) -> tuple[list[Line], list[FoundAnnex]]:
    """The body with its foot, and what follows under 附件 …."""
    starts: list[int] = []
    itself = False
    foot = next((at for at, line in enumerate(lines) if at > 2 and _dated(line.text)), None)
    for at, line in enumerate(lines):
        text = line.text.strip()
        found = _ANNEX.fullmatch(text)
        if not found or line.aside in ("脚注", "文本框", "批注"):
            continue
        title = found["title"].strip()
        if at < 2:  # the document is an annex itself
            itself = bool(found["number"])
            continue
        if (
            not title
            or ((starts or itself) and len(title) < 80 and found["number"])
            or (
                not starts
                and len(title) < 60
                and (foot is not None and foot < at)
                and not re.match(r"\d+[.．、]", title)
            )
        ):
            starts.append(at)
    if not starts:
        return lines, []
    annexes = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        found = _ANNEX.fullmatch(lines[start].text.strip())
        label = re.sub(r"\s", "", f"附件{(found and found['number']) or ''}")
        inner = lines[start + 1 : end]
        title = (found["title"] if found else "").strip()
        while (
            inner
            and (not title or (_runs_on(plain(inner[0].text)) and inner[0].centred and len(title) < 40))
            and len(inner[0].text.strip()) < 50
            and not inner[0].cells
        ):
            title += re.sub(r"\s", "", inner[0].text)
            inner = inner[1:]
            if is_title(title) or re.search(r"(?:表|名单|清单|要求|说明)$", title):
                break
        annexes.append(FoundAnnex(label, title, inner))
    return lines[: starts[0]], annexes


# -- head ----------------------------------------------------------------------------------------------------------------------------


def _opening(frame: Frame, lines: list[Line], unit: str, notice: int = -1) -> list[Line]:
    """Take 版头, title and 主送 off the beginning; the lines of the body are left."""
    end = next(
        (
            at
            for at, line in enumerate(lines)
            if _begins_body(line) and not (at and _beside(lines[at - 1], line, unit)) and not _wrapped_title(lines, at)
        ),
        len(lines),
    )
    region, rest = lines[:end], lines[end:]
    first, last = _title_place(region, unit)
    if last < 0 and (
        loose := [at for at, line in enumerate(region) if _runs_on(line.text.strip()) and not _fact(None, line)]
    ):
        first = last = loose[0]
        if notice < 0:
            frame.doubts.append((region[first].place, "标题里没有文种（方案、计划、通知等）"))
    if last >= 0 and "title" not in frame.head:
        rows = [
            re.sub(
                r"(?<=[\u4e00-\u9fff])[ 　]+(?=[\u4e00-\u9fff“”《》（）\d])|(?<=[\d”》）])[ 　]+(?=[\u4e00-\u9fff])",
                "",
                line.text.strip(),
            )
            for line in region[first : last + 1]
        ]
        frame.head = {"title": "".join(rows), **({"title_lines": rows} if len(rows) > 1 else {}), **frame.head}
    sentences: list[Line] = []
    for at, line in enumerate(region):
        text = line.text.strip()
        if first <= at <= last or _fact(frame, line) or (at > last and _addressed(frame, text)):
            continue
        (
            sentences
            if at > last >= 0 and re.search("[，,。]", text) and not re.match(r"[（(]", text)
            else frame.unread
        ).append(line)
    if rest and last >= 0 and len(region) - 1 - last <= 3 and _addressed(frame, rest[0].text.strip()):
        rest = rest[1:]
    if not frame.head.get("title"):
        frame.head = {"title": _UNTITLED, **frame.head}
        frame.doubts.append((lines[0].place if lines else 1, _NO_TITLE))
    return [*sentences, *rest]


def _title_place(region: list[Line], unit: str) -> tuple[int, int]:
    """(first, last) line of the title in the head; (-1, -1) without one."""
    best = (-1, -1)
    for at in range(len(region)):
        for size in range(1, 5):
            block = region[at : at + size]
            if len(block) < size or not all(
                _runs_on(line.text.strip(), long=True) and not _fact(None, line) for line in block
            ):
                break
            if is_title(re.sub(r"\s", "", "".join(line.text.strip() for line in block))):
                best = (at, at + size - 1)
        if best[0] >= 0:
            break
    first, last = best
    if first < 0:
        return best
    while (  # a title set over several lines begins above
        first > max(last - 4, 0)
        and not region[first].after_blank
        and _runs_on(region[first - 1].text.strip())
        and not _fact(None, region[first - 1])
    ):
        first -= 1
    while last < len(region) - 1 and (
        _beside(region[last], region[last + 1], unit)
        or re.fullmatch(
            r"[（(](?:试行|暂行|草案|征求意见稿|修订(?:版|稿)?|送审稿|讨论稿|20\d\d年?[—–―\-~～至]+20\d\d年?|20\d\d年(?:度|版)?)[)）]",
            plain(region[last + 1].text),
        )
    ):
        last += 1
    return first, last


def _beside(one: Line, two: Line, unit: str) -> bool:
    """Two lines of one title: broken inside a paragraph of Word, or both centred."""
    return _runs_on(two.text.strip()) and not _fact(None, two) and (
        (one.centred and two.centred and not two.after_blank) or (unit == "段" and one.place == two.place)
    )  # fmt: skip


def _wrapped_title(lines: list[Line], at: int) -> bool:
    """Does a title go on here, although the line alone looks like a heading?"""
    joined = re.sub(r"\s", "", "".join(line.text.strip() for line in lines[max(at - 1, 0) : at + 1]))
    return (
        at > 0
        and at < 8
        and _runs_on(lines[at].text.strip())
        and not number_of(lines[at].text.strip())
        and is_title(joined)
        and not is_title(lines[at - 1].text.strip())
        and not is_heading(lines[at - 1])
    )


def _begins_body(line: Line) -> bool:
    text = line.text.strip()
    if _DOC_NO.fullmatch(plain(text)) or is_title(re.sub(r"\s", "", text)) or _fact(None, line):
        return False
    return (
        bool(number_of(text))
        or "。" in text
        or (len(text) > 45 and text[-1] not in "：:" and not _runs_on(text, long=True))
        or is_heading(line)
        or bool(line.cells)
    )


def _runs_on(text: str, long: bool = False) -> bool:
    """May this be a line of a title?"""
    return (
        2 <= len(text) <= (60 if long else 32)
        and bool(re.match(r"[\u4e00-\u9fff“《X×（(]|20\d\d", text))
        and (text[-1] not in _CLOSED or text[-1] in "”》")
        and "。" not in text
        and not _DOC_NO.fullmatch(plain(text))
        and not plain(text).endswith("文件")
        and not re.match(r"附件|机密|秘密|特急|加急|\d{6}|签发人|抄送|[（(]此件", text)
        and not (number_of(text) and not re.match(r"20\d\d", text))
        and not SERIES.fullmatch(text)
        and not _dated(text)
    )


def _fact(frame: Frame | None, line: Line) -> bool:
    """A fact of the 版头 on a line of its own, noted when there is a frame to note it in."""
    text = line.text.strip()
    words = plain(text)
    numbered = re.fullmatch(rf"(?P<no>{_DOC_NO.pattern})(?:签发人[:：](?P<who>.+))?", words)
    bracketed = re.fullmatch(rf"[（(](?P<no>{_DOC_NO.pattern})(?:[，,、](?P<date>.+?)(?:印发|发布|公布)?)?[)）]", words)
    head: dict[str, Any] = {}
    document: dict[str, Any] = {}
    doubt = ""
    if found := numbered or bracketed:
        head["doc_no"] = found["no"]
        if numbered and numbered["who"]:
            document |= {"signers": [numbered["who"]], "#signers": f"原文：{text}"}
        if bracketed and bracketed["date"] and (day := day_of(bracketed["date"])):
            head |= {"date": day, "#date": f"原文：{text}"}
        if not re.fullmatch(r"[\u4e00-\u9fffA-Za-z]+〔\d{4}〕[1-9]\d*号", found["no"]):
            doubt = f"发文字号“{found['no']}”应写成 机关代字〔年份〕序号号"
    elif re.fullmatch(r".{2,60}文件", words) and not re.search("[，。、：]|的", words):
        document["mark"] = words
    elif re.fullmatch(r"[秘机绝]密(?:★.+)?", words):
        document["secrecy"] = words
        head["public"] = "否"
    elif words in ("特急", "加急"):
        document["urgency"] = words
    elif found := re.fullmatch(r"签发人[:：](.+)", words):
        document["signers"] = [found[1]]
    elif re.fullmatch(r"\d{6}", words):
        document["copy_no"] = words
    elif (found := re.fullmatch(r"[（(](.+?)(?:印发|发布|公布)?[)）]", words)) and (day := day_of(found[1])):
        head |= {"date": day, "#date": f"原文：{text}"}
    else:
        return False
    if frame is not None:
        for key, said in head.items():
            frame.head.setdefault(key, said)
        for key, said in document.items():
            frame.document.setdefault(key, said)
        if doubt:
            frame.doubts.append((line.place, doubt))
    return True


def _addressed(frame: Frame, text: str) -> bool:
    if (
        text[-1:] in "：:"
        and len(text) < 200
        and "to" not in frame.document
        and not number_of(text)
        and not re.search(r"。|如下|通知[：:]|方案[：:]|制定|以下|为了|要求[：:]|目标[：:]|内容[：:]|主题[：:]", text)
        and re.search(
            r"(?:局|委|院|单位|部门|科室|政府|机构|办|中心|厅|公司|所|处|室|会|部|站|联|厂|店|院校|园区|区|县|市|州|镇|街道|乡|组|学校|人员|职工|园|集团|大学|科|校|馆|队|同志|企业|办事处|管委会|社区|村|党委|支部|教师|师生|医务人员|基地)(?:[（(].*?[)）])?[：:]$",
            text,
        )
    ):
        frame.document["to"] = text.rstrip("：:")
        return True
    return False


# -- foot ----------------------------------------------------------------------------------------------------------------------------


def _dated(text: str) -> bool:
    return bool(_DATE_LINE.fullmatch(plain(text)))


def _name_and_date(text: str) -> tuple[str, str] | None:
    found = re.fullmatch(
        rf"(?P<name>[\u4e00-\u9fff（）()]{{3,40}}?)[\s　]*(?P<date>{_DATE_LINE.pattern})", digits(text).strip()
    )
    return (found["name"], found["date"]) if found and _UNIT_END.search(found["name"]) else None


def _closing(frame: Frame, lines: list[Line]) -> list[Line]:
    """Take signature, date, 附件说明, 附注 and 版记 off the end of a body."""
    lines = list(lines)
    while len(lines) > 1:
        if re.fullmatch(r"[（(]?共印\s*\d+\s*份[)）]?", digits(lines[-1].text.strip())):
            frame.unread.append(lines.pop())
        elif _foot_fact(frame, lines[-1].text.strip()):
            lines.pop()
        else:
            break
    if len(lines) > 2 and re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日印发", plain(lines[-1].text)) and _is_name(lines[-2]):
        printed = lines.pop()
        _foot_fact(frame, f"{lines.pop().text.strip()} {printed.text.strip()}")
        frame.head.setdefault("date", frame.document.get("printed_on", ""))
        frame.head.setdefault("#date", f"原文：{printed.text.strip()}")
    dates = [
        at
        for at, line in enumerate(lines)
        if at > 0 and (_dated(line.text) or _name_and_date(line.text)) and not line.cells
    ]
    end = next((at for at in reversed(dates) if at > 2 or at == len(lines) - 1), len(lines))
    if end < len(lines) - 14 and not (end and _is_name(lines[end - 1])):
        end = len(lines)
    for line in lines[end + 1 :]:
        if not _foot_fact(frame, line.text.strip()):
            frame.unread.append(line)
    names: list[tuple[str, int]] = []
    if end < len(lines):
        text = lines[end].text
        if both := _name_and_date(text):
            names = [(plain(both[0]), lines[end].place)]
            text = both[1]
        if day := day_of(text):
            frame.head.setdefault("date", day)
            frame.head.setdefault("#date", f"原文：{lines[end].text.strip()}")
        else:
            frame.unread.append(lines[end])
    last = end
    while last > 1 and end - last < 8 and _is_name(lines[last - 1]) and (end < len(lines) or (last == end and end > 3)):
        last -= 1
    found = [
        (plain(name), line.place)
        for line in lines[last:end]
        for name in (
            _parted(line.text)
            if not re.fullmatch(r"(?:[\u4e00-\u9fff][ 　]+)+[\u4e00-\u9fff]", line.text.strip())
            else [line.text]
        )
        if name.strip()
    ]
    if last < end and (found or names):
        frame.signers = frame.signers or [*found, *names]
    elif names:
        frame.signers = frame.signers or names
    start = next(
        (
            at
            for at in range(max(last - 14, 0), last)
            if re.match(r"附\s*(?:件|表)?\s*\d?\s*[:：]", lines[at].text.strip())
        ),
        None,
    )
    if start is not None:
        listed = _listed([line.text for line in lines[start:last]])
        if listed:
            frame.document.setdefault("attachments", listed)
            frame.document.setdefault(
                "#attachments", "原文：" + " ".join(line.text.strip() for line in lines[start:last])
            )
            last = start
    return lines[:last]


def _parted(text: str) -> list[str]:
    """The names on a line of signatures: parted by wide blanks, or by any where every part is a name."""
    parts = text.split()
    if all(len(each) > 3 and _UNIT_END.search(each) for each in parts):
        return parts
    return re.split(r"[ ]{2,}|　+|\t", text.strip())


def _listed(texts: list[str]) -> list[str]:
    """附件：1.甲 2.乙, over lines or in one."""
    made: list[str] = []
    for typed in texts:
        text = re.sub(r"^附\s*(?:件|表)?\s*[:：]?\s*(?=\S)", "", digits(typed.strip()))
        parts = (
            re.split(r"(?:(?<=^)|(?<=[\s　；;，。]))(?:附件)?\s*\d{1,2}\s*[.．、:：]\s*", text)
            if re.search(r"\d{1,2}\s*[.．、:：]", text)
            else [text]
        )
        parts = [part.strip(" 　；;。\t") for part in parts if part.strip(" 　；;。\t:：")]
        if made and parts and not re.match(r"\s*(?:附件)?\s*\d", text) and not re.match(r"附件", text):
            made[-1] += parts.pop(0)
        made += parts
    named = [
        re.sub(r"\.(?:docx?|xlsx?|pdf|wps|et|zip|rar)$", "", re.sub(r"^[:：]\s*", "", each), flags=re.I)
        for each in made
    ]
    return [each for each in named if not re.fullmatch(r"附件\d?[:：]?", each)]


def _is_name(line: Line) -> bool:
    text = line.text.strip()
    if line.cells or line.level is not None:
        return False
    words = plain(text)
    return (
        2 <= len(words) <= 44
        and bool(_UNIT_END.search(words))
        and not number_of(text)
        and not re.search(r"[。，、；：:]", text)
        and not re.match(r"附件|第[一二三四五六七八九十]", words)
        and not is_title(words)
    )


def day_of(text: str) -> str | None:
    """2026-03-05 of 2026年3月5日, 二〇二六年三月五日, 2026.3.5; None when it is no real day."""
    words = plain(text).strip("（）()")
    if not _DATE_LINE.fullmatch(words):
        return None
    if "年" in words:
        years, _, rest = words.partition("年")
        years = years.translate(str.maketrans("〇零○ОO一二三四五六七八九", "00000123456789"))
        words = f"{years}年" + re.sub(rf"[{HAN}]+", lambda found: str(value(found[0])), rest)
    found = next(iter(DateReader().points(words)), None)
    return found.last if found and found.last and len(found.last) == 10 else None


def _foot_fact(frame: Frame, text: str) -> bool:
    words = plain(text)
    if found := re.match(r"(?:主题词[:：].*|抄\s*[送报]\s*[:：]\s*(.+))", text):
        if not found[1]:
            return False
        frame.document.setdefault("cc", found[1].strip().rstrip("。"))
        frame.document.setdefault("#cc", f"原文：{text}")
    elif found := re.fullmatch(
        r"(\S.+?)(?:[\s　]+|(?<=[室委局厅院部]))(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*印\s*发", digits(text)
    ):
        frame.document.setdefault("printed_by", re.sub(r"\s", "", found[1]))
        frame.document.setdefault("#printed_by", f"原文：{text}")
        if day := day_of(found[2]):
            frame.document.setdefault("printed_on", day)
    elif found := re.fullmatch(r"[（(](.{2,40})[)）]", text):
        if not re.search(r"此件|公开|联系|发至|印发|传达", text):
            return False
        frame.document.setdefault("note", found[1])
    elif re.fullmatch(r"(?:信息)?公开(?:选项|方式|形式|属性)[:：](.+)", words):
        frame.document.setdefault("note", re.sub(r"^.*?[:：]", "", words))
    else:
        return False
    return True


# -- who and when, where the document does not say it in its usual place ------------------------------------------------------------------


def _from_meta(frame: Frame, meta: dict[str, str]) -> None:
    named = next((meta[key] for key in ("信息名称", "名称", "标题") if len(meta.get(key, "")) > 5), "")
    if named and frame.head.get("title") == _UNTITLED:
        frame.head["title"] = named
        frame.doubts = [each for each in frame.doubts if each[1] != _NO_TITLE]
    for key in ("发文字号", "文号", "发布文号"):
        if (found := _DOC_NO.search(plain(meta.get(key, "")))) and "doc_no" not in frame.head:
            frame.head["doc_no"] = found[0]
    for key in ("成文日期", "成文时间", "印发日期", "发文日期", "生成日期"):
        said = meta.get(key, "")
        day = next(iter(DateReader().points(plain(said))), None)
        if day and day.last and len(day.last) == 10 and "date" not in frame.head:
            frame.head |= {"date": day.last, "#date": f"原文：{key} {said}"}
    for key in ("发布机构", "发文机关", "发文单位", "发布单位", "制发机关", "公开主体", "公开机构"):
        if meta.get(key) and not frame.issuer:
            frame.issuer = plain(meta[key])


def _issuer(frame: Frame, lines: Sequence[Line]) -> None:
    """The signature first, then 发文机关标志, the index table, the title."""
    if frame.signers:
        frame.issuer = frame.signers[0][0]
        frame.document["signature"] = [name for name, _ in frame.signers]
        return
    mark = str(frame.document.get("mark", "")).removesuffix("文件")
    if mark:
        frame.issuer = mark
    elif printed := str(frame.document.get("printed_by", "")):
        frame.issuer = frame.issuer or printed
    if frame.issuer:
        return
    tops = [re.sub(r"\s", "", line.text) for line in lines[:6]]
    for text in ("".join(tops[:2]), *tops, str(frame.head.get("title", ""))):
        found = re.match(
            r"(?P<who>[\u4e00-\u9fff]{2,24}?(?:人民政府办公(?:室|厅)|人民政府|政府办公室|卫生健康委员会|卫生健康委|卫生健康局|卫健委|委员会|[\u4e00-\u9fff]局|[\u4e00-\u9fff]厅|医院|保健院|卫生院|中心|大学|学院|学校|中学|小学|集团|公司))(?=关于|20\d\d|“|《|[\u4e00-\u9fff])",
            text,
        )
        if found and not re.search(
            "关于|印发|根据|为|^(?:目前|当前|现在|近年)|^[以对在]|公立|各|的|开展|深化|推进|加强|创建|建设|基层|改善|提升|优质|全面",
            found["who"],
        ):
            frame.issuer, frame.inferred = found["who"], True
            return
