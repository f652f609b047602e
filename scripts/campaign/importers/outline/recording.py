"""What paragraphs state, put into the entries of a draft: duties, dates, indicators, milestones, returning duties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from campaign.importers.outline.drafts import Draft
from campaign.importers.outline.facts import duties, lasting, moments, once, returning, targets
from campaign.importers.outline.facts.bounds import FoundTarget
from campaign.importers.outline.facts.subjects import blanked
from campaign.importers.outline.names import Names
from campaign.importers.outline.tree import Node, Para, unnumbered
from campaign.importers.outline.words import digits
from campaign.model import Operator

MEASURED = re.compile(r"(?:率|比例|占比|满意度|时间|次数|费用|数量|天数|住院日|水平)$")


class FactRecorder:
    """The facts of one document. What belongs to no entry is the plan's own: `indicators`, `lasting`, `loose`; `took` are the words of each line
    that were understood, which the account of what was not goes by."""

    def __init__(self, made: Draft, names: Names) -> None:
        self.made, self.names = made, names
        self.indicators: list[dict[str, Any]] = []
        self.lasting: list[dict[str, Any]] = []
        self.loose: dict[str, list[dict[str, Any]]] = {"milestones": [], "recurring": []}
        self.took: dict[int, list[str]] = {}
        self.calendar = moments.DateReader()
        self.serial = 0
        self.first_leads = False  # 排在第一位的为牵头单位

    def doubt(self, line: int, words: str, entry: dict[str, Any] | None = None) -> None:
        """Something guessed: told in the report, and in a comment above the entry."""
        self.made.doubts.append((line, words))
        if entry is not None:
            entry.setdefault("#", []).append(words)

    def id(self, letter: str) -> str:
        self.serial += 1
        return f"{letter}{self.serial}"

    def put(
        self,
        made: dict[str, Any],
        node: Node,
        texts: list[Para],
        *,
        title: str = "",
        task: bool = False,
        lifted: Sequence[duties.FoundDuty] = (),
        skip: Sequence[duties.FoundDuty] = (),
        until: str = "",
    ) -> list[str]:
        """Put into `made` what the paragraphs of an entry state: duty, due, indicators, milestones, returning duties. The paragraphs are
        given back as they shall stand in the draft: a bracket of units at the end stands in `responsibility` instead. `until`: the deadline of
        all of it, in words, which its targets take over."""
        paras = [each for each in texts if not each.rows]
        total, loose = duties.FoundDuty(), duties.FoundDuty()
        cut: tuple[int, int] | None = None  # (paragraph, place) where the bracket at the end begins
        found_in: list[str] = []
        spoken_in: list[str] = []
        name = title if MEASURED.search(title) else ""
        for at, para in enumerate([Para(title, node.line), *paras]):
            text = unnumbered(digits(para.text)) if at else digits(para.text)
            stated = [each for each in duties.find(text) if each.words not in [one.words for one in skip]]
            for duty in stated:
                self.merge(loose if duty.spoken else total, duty)
                duty.words = para.text[duty.begin : duty.end].strip()
                self.take(para.line, duty.words)
                (spoken_in if duty.spoken else found_in).append(duty.words)
                if duty.bracketed and at == len(paras) and not text[duty.end :].strip("。 ．."):
                    cut = (at - 1, duty.begin)
            rest = blanked(text, [(each.begin, each.end) for each in stated if not each.spoken])
            words = next((each.until for each in stated if each.bracketed and each.until), until)
            due, guessed = self.calendar.due(digits(words)) or ("", False)
            measured = targets.find(rest, self.calendar, name=name if at else "", due=due)
            self.dated(para, measured)
            for target in measured:
                late = target.due_inferred or (guessed and target.due == due)
                self.took_indicator(made, replace(target, due_inferred=late), para.line)
            taken = [(each.begin, each.end) for each in measured]
            for round_ in returning.find(rest, taken):
                self.round(made, round_, para.line)
                taken.append((round_.begin, round_.end))
            for single in self.singles(Para(rest, para.line), taken):
                self.milestone(made, single, para.line)
                if task and not single.reporting:
                    made["due"], made["due_as_written"] = single.due, single.words[:40]
            for arrangement, words in lasting.find(text):
                if "id" in made and not task:
                    self.lasting.append({"name": arrangement, "where": made["id"]})
                    self.take(para.line, words)
        if task and not total and paras and duties.is_unit(title) and re.match("负责|承担|牵头|做好", paras[0].text):
            total.add(duties.LEAD, [title])  # 县财政局：负责…
            total.words = title
            found_in.append(title)
            self.take(node.line, title)
        for duty in lifted:
            self.merge(total, duty)
            found_in.append(duty.words)
            for each in node.below[-1:]:
                for para in (Para(each.title, each.line), *each.texts):
                    self.take(para.line, duty.words)
        lines = [each.text for each in paras]
        if not total:
            total, found_in = loose, spoken_in
        if total:
            whole = cut is not None and len(found_in) == 1
            if whole and cut is not None:
                self.cut(made, lines, cut)
            total.words = found_in[0] if whole else "；".join(each.strip("（()）［］[]【】。 ") for each in found_in)
            self.responsible(made, total, node.line)
        return [line for line in lines if line]

    def cut(self, made: dict[str, Any], lines: list[str], cut: tuple[int, int]) -> None:
        at, begin = cut
        if at >= 0:
            lines[at] = lines[at][:begin].rstrip()
        else:
            key = "title" if made.get("title") else "name"
            made[key] = str(made.get(key, ""))[:begin].rstrip("。 ") or made.get(key, "")

    @staticmethod
    def merge(total: duties.FoundDuty, more: duties.FoundDuty) -> None:
        total.lead += more.lead
        total.join += more.join
        total.with_ += more.with_
        total._duty += more._duty
        total._parts += more._parts
        total.each = total.each or more.each
        total.person = total.person or more.person
        total.until = total.until or more.until

    def responsible(self, made: dict[str, Any], duty: duties.FoundDuty, line: int) -> None:
        if self.first_leads and not duty.lead and len(duty._duty) > 1:
            duty.lead, duty.join, duty._duty = duty._duty[:1], [*duty.join, *duty._duty[1:]], []
        duty.settled()
        for word in duty.left:
            self.doubt(line, f"{duty.words}：{word}，先登记为负责", made)
        before = set(self.names.hints)
        everyone = self.names.all([*duty.lead, *duty.with_, *duty.join])
        lead = list(dict.fromkeys(self.names.again(duty.lead)))
        with_ = [name for name in dict.fromkeys(self.names.again(duty.with_)) if name not in lead]
        join = [name for name in dict.fromkeys(self.names.again(duty.join)) if name not in lead]
        _ = everyone
        for name in (each for each in self.names.hints if each not in before):
            self.doubt(line, f"{duty.words}：单位“{name}”不在名册里，写进了单位名册草稿", made)
        if lead or duty.person:
            mode = (
                "分别负责"
                if duty.each and (len(lead) > 1 or self.names.collective(lead))
                else "牵头"
                if join and not duty.each and "牵头" in duty.words
                else "负责"
            )
            made["responsibility"] = {
                "mode": mode,
                "lead": lead,
                "with": with_,
                "join": join,
                "person": duty.person,
                "as_written": duty.words,
            }
        if duty.until and "children" not in made.get("#", ()):
            found = self.calendar.due(digits(duty.until))
            if found and "id" in made and str(made["id"]).startswith("t"):
                made["due"] = found[0]
                if found[1]:
                    self.doubt(line, f"“{duty.until}”没有写年份，按 {self.calendar.year} 年推算", made)
            if str(made.get("id", "")).startswith("t"):
                made["due_as_written"] = duty.until
            self.take(line, duty.until)

    def took_indicator(self, made: dict[str, Any], target: FoundTarget, line: int) -> None:
        key = self.indicator(target, line)
        made["indicators"] = list(dict.fromkeys([*made.get("indicators", []), key]))

    def indicator(self, found: FoundTarget, line: int) -> str:
        """The id of the indicator that a target belongs to: one met before under the same name and measure, or a new one."""
        self.take(line, found.words)
        operator = found.operator if found.operator in set(Operator) else "gte"
        value_, upper = found.value, found.upper
        target: dict[str, Any] = {"value": value_, "upper": upper}
        if found.scope:
            target["scope"] = {"condition": found.scope}
        if found.due:
            target["due"] = found.due
            if found.due_inferred:
                target["inferred"] = ["due"]
        if found.modality:
            target["modality"] = found.modality
        target["as_written"] = found.words
        against = "baseline" if found.change else ""
        yearly = "每年" if re.search(r"年均|每(?:个)?(?:学?年|年度)", found.per + found.words) else ""
        said = f"指标“{found.name}”由“{found.words}”认出"
        for same in self.indicators:
            alike = (
                same["name"],
                same["unit"],
                same["operator"],
                same.get("against", ""),
                same.get("reckoning", ""),
            ) == (found.name, found.unit, operator, against, yearly)
            places = [(each.get("scope", {}).get("condition", ""), each.get("due", "")) for each in same["targets"]]
            if alike and (found.scope, found.due) not in places:  # a further stage or tier
                same["targets"].append(target)
                self.doubt(line, said, same)
                return str(same["id"])
            if alike and any(each["value"] == value_ for each in same["targets"]):
                return str(same["id"])
        entry: dict[str, Any] = {
            "id": f"i{len(self.indicators) + 1}",
            "name": found.name,
            "unit": found.unit,
            "operator": operator,
        }
        if against:
            entry |= {"against": against, "baseline": {"as_written": found.baseline or "原文没有写明基数"}}
        elif found.baseline:
            number = re.match(r"\d+(?:\.\d+)?", digits(found.baseline))
            entry["baseline"] = {"value": number[0] if number else "", "as_written": found.baseline}
        entry |= {"reckoning": yearly, "targets": [target]}
        if operator == "between" and not upper:
            entry["operator"] = "gte"
        self.doubt(line, said, entry)
        self.indicators.append(entry)
        return str(entry["id"])

    def round(self, made: dict[str, Any], found: returning.Returning, line: int) -> None:
        self.take(line, found.words)
        entry = {
            "id": self.id("r"),
            "what": found.what,
            "times": found.times,
            "per": found.per,
            "as_written": found.words,
        }
        if found.at_least:
            entry["at_least"] = "是"
        if found.day:
            entry["day"] = found.day
        made.setdefault("recurring", []).append(entry)

    def milestone(self, made: dict[str, Any], found: once.Once, line: int) -> None:
        self.take(line, found.words)
        entry: dict[str, Any] = {"id": self.id("m"), "name": found.what, "due": found.due, "as_written": found.words}
        if found.inferred:
            entry["inferred"] = ["due"]
            self.doubt(line, f"“{found.words[:20]}”没有写年份，按 {self.calendar.year} 年推算", entry)
        made.setdefault("milestones", []).append(entry)

    def loosely(self, texts: Iterable[Para], *, strict: bool, told: bool = False) -> None:
        """Facts in paragraphs that belong to no entry: they are the plan's own. `strict`: only targets that are meant for the future; `told`:
        paragraphs that tell why, without duties."""
        for para in texts:
            if para.rows:
                continue
            text = unnumbered(digits(para.text))
            found = targets.find(text, self.calendar, strict=strict)
            self.dated(para, found)
            for each in found:
                self.indicator(each, para.line)
            if told:
                continue
            taken = [(each.begin, each.end) for each in found]
            for round_ in returning.find(text, taken):
                self.round(self.loose, round_, para.line)
                taken.append((round_.begin, round_.end))
            for single in self.singles(para, taken):
                self.milestone(self.loose, single, para.line)

    def singles(self, para: Para, taken: list[tuple[int, int]]) -> Iterator[once.Once]:
        """Milestones of a paragraph; one right behind a yearly duty (每年…，于12月15日前报送) is part of it."""
        text = digits(para.text)
        for single in once.find(text, self.calendar, taken):
            before = re.split(r"[。；！]", text[: single.begin])[-1]
            if re.search(r"每年(?!龄)", before) and "每年" not in text[single.begin : single.end]:
                self.take(para.line, single.words)
            else:
                yield single

    def dated(self, para: Para, found: list[FoundTarget]) -> None:
        """The words of dates that became the due of a target."""
        dues = {each.due for each in found}
        for point in self.calendar.points(digits(para.text)):
            if point.last in dues:
                self.take(para.line, para.text[point.begin : point.end])

    def take(self, line: int, words: str) -> None:
        """These words of a line were understood."""
        if words:
            self.took.setdefault(line, []).append(words)

    def span(
        self, span: moments.FoundSpan | None, words: str, line: int, entry: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        if not span:
            return {}
        if span.blank:
            self.doubt(line, f"“{words}”的年份空着，没有写日期", entry)
            return {}
        made: dict[str, Any] = {key: each for key, each in (("start", span.first), ("end", span.last)) if each}
        inferred = [key for key in span.inferred if key in made]
        if inferred:
            made["inferred"] = inferred
            self.doubt(line, f"“{words}”没有写年份，按 {self.calendar.year} 年推算", entry)
        return made

    def lead_due(self, lead: list[Para]) -> str:
        """到2027年，实现以下目标： — the date that holds for the whole list."""
        for each in lead:
            found = re.search(r"(?:到|至)(?=20\d\d年)", digits(each.text))
            point = next((p for p in self.calendar.points(digits(each.text)) if found and p.begin == found.end()), None)
            if point and point.last:
                self.take(each.line, each.text[point.begin : point.end])
                return point.last
        return ""
