"""How a bound is written: the words of an operator before a value, the value with its unit, the words behind it."""

from __future__ import annotations

import re

from campaign.importers.outline.words import amount

HAN = "一二三四五六七八九十百两"
NOT = "(?:不(?:得|应当?|能|宜|可|要|准|许|再)?)"
UP = "增长|递增|增幅达|上升|提高|提升|增加|上涨|扩大|新增"
DOWN = "下降|递减|降低|减少|压减|压缩|缩短|缩减|缩小|收窄|下调|回落|降|精简"
RULES = (  # (operator, words before a value)
    ("gte", f"{NOT}(?:低于|少于|小于)|至少|最少|达到?或超过|达到并保持|≥|>=|＞=|高于或等于|稳定在|保持在|维持在|保持|维持"),
    ("lte", f"{NOT}(?:超过|超出|高于|多于|大于)|控制[在到至]|限制在|压缩在|(?:{DOWN}|压)(?:至|到|为)|最高|最多|至多|≤|<=|＜=|低于或等于"),
    ("gt", "高于|超过|大于|多于|突破|＞|>"),
    ("lt", "低于|少于|小于|＜|<"),
    ("eq", "等于|＝|=|为"),
    ("reach", "(?:提高|提升|增加|上升|增长|扩大|扩展|拓展|增|升|提)(?:到|至)|达到|达至|达|至|到"),
)  # fmt: skip
WORDS = "|".join(words for _, words in RULES)
UNIT = (
    r"个百分点|百分点|%|％|‰|/(?:10|十)万|/百万|/万|DDDs?|分贝|微克/立方米|毫克/升|(?<=\d)级|(?:个|多)?(?:工作日|自然日|小时|月|星期|学时|课时|标准化?床位)|平方米|平方公里|公里|千米|(?:万|亿)?元(?:/[\u4e00-\u9fff]{1,4})?"
    r"|(?:万|亿|千)?(?:人次|例次|床日|人日|人份|人|名|位|个|张|所|家|处|场次?|次|件|起|例|项|批次|轮次|本|篇|台|辆|套|份|户|支|种|类|间|座|期|批|条|幅|部|对|把|倍|吨|亩|门|课|节|轮|届|校|村|站|点|科|床|班|队|团|岁|周岁|周|天|日|年|克|千克|公斤|毫克|毫升|升|米|分钟|秒|分|盏|册|块|组|小时|盒|支|株)"
)
NUMBER = rf"(?:百分之[{HAN}]+|\d+(?:[,，]\d{{3}})*(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)?|[{HAN}]+(?:分之[{HAN}]+)?)"
TAIL = r"(?:左右|上下|以上|及以上|以下|及以下|以内|之内|以外|内|余)"
VALUE = re.compile(
    rf"(?P<op>{WORDS})?(?P<op2>{WORDS})?\s*(?P<about>约|近)?\s*(?P<value>{NUMBER})\s*(?P<unit1>%|％|‰)?(?:(?:[-—–~～至到]+)\s*(?P<upper>{NUMBER}))?\s*"
    rf"(?P<unit>{UNIT})?(?P<per>/(?:[年月季周日天]|\d*[百千万十]*(?:人口?|[张名]床?)))?\s*(?P<tail>{TAIL})?(?P<tail2>{TAIL})?"
)  # fmt: skip


def bounded(part: str) -> re.Match[str] | None:
    """The last value of a part that bears an operator."""
    last = None
    for each in VALUE.finditer(part):
        if each["unit"] or each["unit1"] or ":" in each["value"]:
            last = each
    return last if last and (last["op"] or last["tail"]) else None


def tail_of(value: str) -> str:
    """The words behind a value (以上, 左右)."""
    found = re.search(TAIL + "$", value)
    return found[0] if found else ""


def normal(number: str, unit: str) -> tuple[str, str]:
    """(value, unit) as the model wants them: 百分之八十 → 80 %, 三分之一 → 33.3 %."""
    number = number.replace("，", "").replace("：", ":")
    if number.startswith("百分之"):
        return amount(number[3:]), "%"
    if "分之" in number:
        below, above = number.split("分之")
        if (two := amount(below)).isdigit() and (one := amount(above)).isdigit() and int(two):
            return f"{100 * int(one) / int(two):.1f}".removesuffix(".0"), "%"
    made = amount(number).replace(",", "")
    return made, "比" if ":" in made else unit.replace("％", "%")


def operator_of(word: str, tail: str, value: str, unit: str, before: str) -> tuple[str, str]:
    """(operator, change) of a word before and a tail behind the value."""
    if tail in ("左右", "上下"):
        return "approx", ""
    if tail in ("以下", "及以下", "以内", "之内", "内"):
        return "lte", ""
    named = next((operator for operator, words in RULES if word and re.fullmatch(words, word)), "")
    if tail in ("以上", "及以上") and named in ("", "reach", "eq", "gte"):
        return "gte", ""
    if named == "reach":
        lower = re.search(rf"(?:{DOWN}|压|缩|降)$", before) is not None
        return ("lte" if lower else "eq" if value == "100" and unit in ("%", "％") else "gte"), ""
    if word in ("保持", "维持", "保持在", "维持在", "稳定在"):
        return ("eq" if value == "100" else "gte"), ""
    return named or "eq", ""


def numeric(value: str) -> float:
    """A value as a number, 0 for what is none."""
    try:
        return float(value.split(":")[0])
    except ValueError:
        return 0.0
