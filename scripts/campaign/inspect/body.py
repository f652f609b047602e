"""Recognise the 主体: title, 主送机关, paragraphs, 附件说明, sign-off and annexes, in reading order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from campaign.inspect.parts import ANNEX, ANNEX_AWAY, ATTENDANCE, DATE, NOTE, PrintedLine, Role, area, marker
from campaign.inspect.profiles import Profile
from campaign.inspect.records import MeasuredPage, TextLine

Placed = tuple[MeasuredPage, TextLine]  # a line and the page it stands on


def body_pieces(lines: Sequence[Placed], profile: Profile) -> list[PrintedLine]:
    """Title, 主送, paragraphs, 附件说明, sign-off and annexes, in reading order."""
    starts = [index for index, (page, line) in enumerate(lines) if _starts_annex(page, line, lines, index)]
    bounds = [0, *starts, len(lines)]
    pieces: list[PrintedLine] = []
    for part, (start, end) in enumerate(pairwise(bounds)):
        chunk = lines[start:end]
        pieces += _annex(chunk, part, profile) if part else _main(chunk, profile)
    return pieces


def _starts_annex(page: MeasuredPage, line: TextLine, lines: Sequence[Placed], index: int) -> bool:
    """附件1 alone on its line; a body line that merely ends in the word is no heading."""
    if not (ANNEX.match(line.text) or ANNEX_AWAY.search(line.text)) or (
        line.text.endswith(("：", ":")) and not line.text[:-1].isalnum()
    ):
        return False
    alone = not any(
        other is not line and abs(other.baseline - line.baseline) < 1 for each, other in lines if each is page
    )
    return alone and index > 0 and line.x0 < 60


def _centred(page: MeasuredPage, line: TextLine, profile: Profile) -> bool:
    left, _, right, _ = area(page, profile)
    return abs((line.x0 - left) - (right - line.x1)) < 4 and line.x0 - left > 2.6 * profile.cell


def _plain_role(page: MeasuredPage, line: TextLine, profile: Profile) -> Role:
    """First or continuation line by its left edge; what stands centred or far to the right is neither."""
    left = area(page, profile).x0
    if _centred(page, line, profile) and not _level(line.text):
        return Role.CENTRED
    indent = (line.x0 - left) / profile.cell
    if indent < 0.75:
        return Role.REST
    return Role.FIRST if indent < 4.5 else Role.CENTRED


def _level(text: str) -> int:
    found = marker(text)
    return found.level if found else 0


def _piece(role: Role, page: MeasuredPage, line: TextLine, part: int) -> PrintedLine:
    return PrintedLine(role, page.number, line, part, _level(line.text) if role is Role.FIRST else 0)


def _main(lines: Sequence[Placed], profile: Profile) -> list[PrintedLine]:
    title, rest = _split_title(lines, profile)
    pieces = [PrintedLine(role, page.number, line) for role, page, line in title]
    heads, rest = _split_addressee(rest, profile) if profile.kind in ("document", "letter", "order") else ((), rest)
    pieces += [PrintedLine(Role.ADDRESSEE, page.number, line) for page, line in heads]
    sign = _sign_off(rest, profile)
    end = max(sign, default=len(rest))
    for index, (page, line) in enumerate(rest):
        last = pieces[-1] if pieces else None
        left_half = line.x0 < profile.left + 6 * profile.cell
        if index in sign:
            role = sign[index]
        elif index > end:
            follows = _follows(last, Role.REMARK, page, line, profile) and _plain_role(page, line, profile) is Role.REST
            first = index == end + 1 and left_half
            role = Role.REMARK if first or follows else _plain_role(page, line, profile)
        elif (index and NOTE.match(line.text) and left_half) or (
            _follows(last, Role.NOTE, page, line, profile) and line.x0 > profile.left + 2.6 * profile.cell
        ):
            role = Role.NOTE
        elif (profile.kind == "minutes" and ATTENDANCE.match(line.text)) or _follows(
            last, Role.ATTENDANCE, page, line, profile
        ):
            role = Role.ATTENDANCE
        else:
            role = _plain_role(page, line, profile)
        pieces.append(_piece(role, page, line, 0))
    return pieces


def _follows(last: PrintedLine | None, role: Role, page: MeasuredPage, line: TextLine, profile: Profile) -> bool:
    """Whether a line goes on below a piece of this role without a gap, or at the head of the next page."""
    if last is None or last.role is not role:
        return False
    return last.page != page.number or line.baseline - last.line.baseline < 1.5 * profile.row


def _split_title(
    lines: Sequence[Placed], profile: Profile
) -> tuple[list[tuple[Role, MeasuredPage, TextLine]], Sequence[Placed]]:
    """The large (or at least centred) lines that open page 1, and what follows them."""
    title: list[tuple[Role, MeasuredPage, TextLine]] = []
    opening = [line for page, line in lines[:8] if page.number == 1]
    start = next((index for index, line in enumerate(opening) if line.size >= profile.title_from), 0)
    large = bool(opening) and opening[start].size >= profile.title_from
    title += [(Role.HEAD_OTHER, page, line) for page, line in lines[:start]]
    for index, (page, line) in enumerate(lines[start:], start):
        is_title = page.number == 1 and (line.size >= profile.title_from if large else _centred(page, line, profile))
        if not is_title:
            if large and title and page.number == 1 and _centred(page, line, profile) and len(title) < 8:
                title.append((Role.SUBTITLE, page, line))
                continue
            return title, lines[index:]
        title.append((Role.TITLE, page, line))
    return title, []


def _split_addressee(lines: Sequence[Placed], profile: Profile) -> tuple[Sequence[Placed], Sequence[Placed]]:
    """Flush lines before the first indented one, if they read like a list of recipients."""
    count = 0
    for page, line in lines[:6]:
        if page.number > 1 or (line.x0 - profile.left) / profile.cell > 1.5:
            break
        count += 1
        if line.text.endswith(("：", ":")):
            return lines[:count], lines[count:]
    text = "".join(line.text for _, line in lines[:count])
    if (count and len(text) < 200 and not re.search("[。；！？]", text)) or (not count and _set_in(lines[:1])):
        return lines[: count or 1], lines[count or 1 :]
    return (), lines


def _set_in(first: Sequence[Placed]) -> bool:
    """Whether the first line is a recipient set in by mistake."""
    text = first[0][1].text if first and first[0][0].number == 1 else ""
    short = text.endswith(("：", ":")) and len(text) < 40 and not _level(text)
    return short and not re.search("[。；]|如下|通知", text)


def _sign_off(lines: Sequence[Placed], profile: Profile) -> dict[int, Role]:
    """成文日期 and the 署名 above it, by index."""
    right = profile.left + 6 * profile.cell
    dated = [
        index
        for index, (page, line) in enumerate(lines)
        if DATE.match("".join(line.text.split())) and line.x0 > right and not page.landscape
    ]
    if not dated:
        return {}
    page, last = lines[dated[-1]]
    named = last.x0 - 2 * profile.cell  # where a name without a seal begins (7.3.5.2)
    found = {dated[-1]: Role.DATE}
    for index in range(dated[-1] - 1, -1, -1):
        line = lines[index][1]
        near = lines[index][0] is page and last.baseline - line.baseline < max(12 * profile.row, 125)
        follows = lines[index + 1][1].baseline - line.baseline < max(4.6 * profile.row, 50)  # a seal between them
        if not (
            near
            and follows
            and _like_name(line.text)
            and (
                line.x0 > right
                or abs(line.x0 - named) < 0.3 * profile.cell
                or _beside(lines, index)
                or _goes_on(lines, index, found, profile)
            )
        ):
            break
        found[index] = Role.SIGNATURE
    return found


def _goes_on(lines: Sequence[Placed], index: int, found: dict[int, Role], profile: Profile) -> bool:
    """Whether a line is the upper half of a name already found, at whose middle it stands."""
    line = lines[index][1]
    return any(
        abs(lines[each][1].baseline - line.baseline - profile.row) < 1 and abs(lines[each][1].centre - line.centre) < 1
        for each in found
    )


def _like_name(text: str) -> bool:
    return len(text) <= 30 and not re.search("[。；：，]", text) and not _level(text) and not NOTE.match(text)


def _beside(lines: Sequence[Placed], index: int) -> bool:
    """Whether another line stands on the same row, as with joint issuers."""
    page, line = lines[index]
    return any(
        each is page and other is not line and abs(other.baseline - line.baseline) < 1
        for each, other in lines[max(0, index - 3) : index + 4]
    )


def _annex(lines: Sequence[Placed], part: int, profile: Profile) -> list[PrintedLine]:
    page, line = lines[0]
    pieces = [PrintedLine(Role.ANNEX, page.number, line, part)]
    titled = False
    for index, (page, line) in enumerate(lines[1:], 1):
        opening = not titled and page is lines[0][0] and index <= 4
        if opening and (_centred(page, line, profile) or line.size >= profile.title_from):
            pieces.append(PrintedLine(Role.ANNEX_TITLE, page.number, line, part))
            continue
        titled = True
        pieces.append(_piece(_plain_role(page, line, profile), page, line, part))
    return pieces
