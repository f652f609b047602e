"""Unit names of imported documents: those of the registry, `home` and issuer first, and a draft registry for the rest.

A name that the registry does not know becomes a unit of the draft registry, with a kind guessed from its words, so that roles are kept and the office only
confirms. A name that would mean two units once both registries are loaded is written as its id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from campaign.model.registry import HOUSE_KINDS, Registry, Unresolved

_COLLECTIVE = re.compile(
    r"^(?:各|有关|相关|其他|其它|全体|所有|全院各|全市各|全县各|全区各|全院|全市|市直|县直|区直|省直|委直|局直|属地|辖区)|(?:各部门|各单位|各科室)$"
)
_KINDS = (
    ("team", r"(?:小组|专班|指挥部|领导组|工作组|教研组|年级组|专家组|委员会|联席会议|大队部)$"),
    ("party", r"^(?:党|团委|工会|纪委|纪检|组织部|宣传部|统战|妇联|共青团|机关党委|总工会|团市委)"),
    ("hospital", r"(?:医院|保健院|妇幼院|医学院附属.*|医学中心)$"),
    ("primary", r"(?:卫生院|卫生服务中心|卫生服务站|卫生室|诊所)$"),
    ("institution", r"(?:疾控中心|疾病预防控制中心|控制中心|血站|血液中心|急救中心|监督所|监督局|120|健康教育所|卫生监督所|研究所|研究院)$"),
    ("government", r"(?:政府|管委会|街道|办事处|镇|乡|开发区|高新区|居委会|村委会|社区)$|政府办(?:公室|公厅)?$"),
    ("ward", r"(?:病区|病房|ICU)$"),
    ("medtech", r"^(?:检验|放射|影像|超声|病理|药学|药剂|药房|心电|核医学|输血|内镜|功能|消毒供应|供应室|医学影像|B超).*(?:科|部|室|中心)?$"),
    ("clinical", r"(?:内科|外科|妇科|产科|儿科|急诊科|骨科|眼科|中医科|康复科|皮肤科|口腔科|麻醉科|重症.*科|感染.*科|肿瘤科|手术室|透析室|门诊|保健科|耳鼻.*科|神经.*科|心血管.*科|临床.*科室)$"),
    ("functional", r"(?:科|部|处|股|院办|党办|室|科室)$"),
    ("department", r"(?:局|委|厅|办|办公室|院|联|会|支队|总队|大队|中心|公司|银行|分行|海关)$"),
)  # fmt: skip
_LEVELS = (
    ("national", "^国家|^中国|^全国"),
    ("province", "^省|省"),
    ("city", "^市|市"),
    ("county", "^县|^区|县|区|^旗"),
    ("township", "乡|镇|街道"),
)


@dataclass
class Names:
    """The names of one import; `units` and `collectives` are the draft registry in the order found."""

    registry: Registry
    prefix: str = "draft"
    home: str | None = None
    issuer: str | None = None  # an id, of the registry or the draft
    issuer_known: bool = False
    units: list[dict[str, Any]] = field(default_factory=list)
    collectives: list[dict[str, Any]] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)
    _made: dict[str, str] = field(default_factory=dict)  # name → what is written into the plan

    def sign(self, name: str) -> str:
        """The issuer of a document: what is written into `issuer`. The names that follow are those of its house."""
        self._made = {} if name not in {unit["name"] for unit in self.units} else self._made
        try:
            self.issuer, self.issuer_known = self.registry.resolve(name, self.home), True
            return name
        except Unresolved as fault:
            self.issuer_known = False
            if fault.code == "unit-ambiguous":
                return self._new(name, "", as_id=True)
            written = self._new(name, fault.hint)
            self.issuer = next(unit["id"] for unit in self.units if unit["name"] == name)
            return written

    def unsigned(self) -> None:
        """A document whose issuer is not known begins: the names that follow are of no house met before."""
        self.issuer, self.issuer_known, self._made = None, False, {}

    def all(self, typed: list[str]) -> list[str]:
        """What is written for a list of names; a prefix printed once (市教育局、财政局) applies to those behind it."""
        made: list[str] = []
        prefix = ""
        for name in typed:
            found = re.match(
                r"(?:[\u4e00-\u9fff]{1,3}?(?:省|市|自治区)|[省市县区州镇旗](?![场域级直]))(?=[\u4e00-\u9fff（]{2,})",
                name,
            )
            if found and not _COLLECTIVE.match(name) and len(found[0]) == 1:
                prefix = found[0]
            whole = prefix + name if prefix and not found and self._shares(name) else ""
            made.append(self.one(name, whole))
        return list(dict.fromkeys(made))

    @staticmethod
    def _shares(name: str) -> bool:
        """May a name stand without the prefix of the one before?"""
        return (
            bool(re.search(r"(?:局|委|厅|办|办公室|中心|联|部|支队|大队|工会)$", name))
            and not _COLLECTIVE.match(name)
            and not re.match("团|共青团", name)
            and not re.match(
                r"国家|中国|[省市县区州镇](?![场域])|人民银行|国网|海关|[\u4e00-\u9fff]{2,4}(?:市|县|区|省|州|镇)", name
            )
        )

    def again(self, typed: list[str]) -> list[str]:
        """What was written for names met before in this document."""
        return [self._made.get(name, name) for name in typed]

    def collective(self, names: list[str]) -> bool:
        """Does one of the names written stand for many units?"""
        drafted = {each[key] for each in self.collectives for key in ("id", "name")}
        return any(name in drafted or self._stands_for_many(name) for name in names)

    def _stands_for_many(self, name: str) -> bool:
        try:
            return self.registry.is_collective(self.registry.resolve(name, self.issuer if self.issuer_known else None))
        except Unresolved:
            return False

    def written(self) -> list[str]:
        """Every name met in this document."""
        return list(self._made)

    def one(self, name: str, whole: str = "") -> str:
        """What is written for a name: itself where that means one unit to a reader of the draft, else an id."""
        for each in filter(None, (name if not whole else "", whole, name)):
            if each in self._made:
                self._made[name] = self._made[each]
                return self._made[each]
        written = self._known(whole) or self._known(name)
        if written is None:
            hint = ""
            try:
                self.registry.resolve(name, self.issuer)
            except Unresolved as fault:
                hint = fault.hint if fault.code == "unit-unknown" else ""
            written = self._new(whole or name, hint, name if whole else "")
        self._made[name] = written
        if whole:
            self._made[whole] = written
        return written

    def _known(self, name: str) -> str | None:
        """The name when the registry knows it for this document: a unit of the issuer's house or one that belongs to no other."""
        if not name:
            return None
        for issuer in dict.fromkeys((self.issuer if self.issuer_known else None, self.home)):
            try:
                found = self.registry.resolve(name, issuer)
            except Unresolved:
                continue
            if self.issuer_known or self.issuer is None or self._everybodys(found, name):
                return name
        return None

    def _everybodys(self, found: str, name: str) -> bool:
        """Can a document of a stranger mean this unit by this name? Not a department of another house, nor 市财政局 of another city."""
        unit = self.registry.units.get(found)
        if unit is None:
            return True
        if self.home and found in {*self.registry.descendants(self.home), *self.registry.ancestors(self.home)}:
            return True
        house = self.registry.house(found)
        if house is not None and house != found:
            return False
        return (
            unit.name == name
            and not re.match(r"[省市县区州镇院]", name)
            and unit.kind not in ("functional", "clinical", "medtech", "ward", "party", "team")
        )

    def _new(self, name: str, hint: str, alias: str = "", as_id: bool = False) -> str:
        entries = self.collectives if _COLLECTIVE.search(name) else self.units
        for held in (*self.units, *self.collectives):
            if name in (held["name"], *held.get("aliases", ())) and held.get("parent", self.issuer) == self.issuer:
                if alias and alias not in held.get("aliases", ()):
                    held.setdefault("aliases", []).append(alias)
                return str(held.get("written", name))
        key = f"{self.prefix}-u{len(self.units) + len(self.collectives) + 1}"
        self.hints[name] = hint
        entry: dict[str, Any] = {"id": key, "name": name}
        taken = set(self.registry._by_name)
        clash = name in taken or (self.issuer is None and any(each["name"] == name for each in self.units))
        if alias and alias not in taken:
            entry["aliases"] = [alias]
        if entries is self.collectives:
            entry["kinds"] = _kinds_of(name)
        else:
            entry["kind"] = kind_of(name, self._inside())
            if level := _level_of(name):
                entry["level"] = level
            if entry["kind"] in ("functional", "clinical", "medtech", "ward", "party", "team") and self.issuer:
                entry["parent"] = self.issuer
        entry["written"] = key if clash or as_id else name
        entries.append(entry)
        return str(entry["written"])

    def _inside(self) -> bool:
        """Is the issuer a house whose parts are departments?"""
        if self.issuer and self.issuer in self.registry.units:
            return self.registry.units[self.issuer].kind in HOUSE_KINDS
        own = next((unit for unit in self.units if unit["id"] == self.issuer), None)
        return bool(own and own["kind"] in ("hospital", "primary", "institution"))

    def yaml(self) -> str:
        """The draft registry as a file of `plans/registry/`; empty without new names."""
        if not (self.units or self.collectives):
            return ""
        lines = [
            "# 单位名册草稿：读入方案时遇到、名册里没有的单位。类别、层级是按名称猜的，请核对；与已有单位是同一个的，删去这里的一条，把叫法写进那个单位的 aliases。"
        ]
        for key, entries in (("units", self.units), ("collectives", self.collectives)):
            if entries:
                lines.append(f"{key}:")
                for entry in entries:
                    said = ", ".join(
                        f"{name}: [{', '.join(map(_flow, each))}]"
                        if isinstance(each, list)
                        else f"{name}: {_flow(each)}"
                        for name, each in entry.items()
                        if name != "written"
                    )
                    hint = self.hints.get(entry["name"], "").removesuffix(
                        "没有登记的单位写进 plans/registry/units.yaml"
                    )
                    lines.append(f"  - {{{said}}}{f'  # {hint}' if hint else ''}")
        return "\n".join(lines) + "\n"


def _flow(text: str) -> str:
    return (
        text
        if re.fullmatch(r"[\u4e00-\u9fffa-z][\u4e00-\u9fffA-Za-z0-9（）、“”·-]*", text)
        and text not in ("yes", "no", "on", "off", "null", "true", "false", "y", "n")
        else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    )


def kind_of(name: str, inside: bool = False) -> str:
    """The kind of unit a name sounds like; `inside` a hospital 办公室 and 中心 are departments."""
    core = re.sub(r"[（(].*?[)）]", "", name) or name
    if inside and re.search(r"(?:办公室|办|中心|部|组)$", core) and not re.match(r"[省市县区]", core):
        return "functional"
    return next((kind for kind, words in _KINDS if re.search(words, core)), "department")


def _kinds_of(name: str) -> list[str]:
    if re.search("病区", name):
        return ["ward"]
    if re.search("临床医技", name):
        return ["clinical", "medtech"]
    if re.search("临床", name):
        return ["clinical"]
    if re.search("医技", name):
        return ["medtech"]
    if re.search("职能", name):
        return ["functional"]
    if re.search("科室", name):
        return ["functional", "clinical", "medtech"]
    if re.search("卫生院|社区卫生|基层", name):
        return ["primary"]
    if re.search("医院|医疗机构|医疗卫生机构", name):
        return ["hospital"]
    if re.search("政府|县|区|镇|乡|街道|管委会", name):
        return ["government"]
    return ["department"]


def _level_of(name: str) -> str:
    head = name[:8]
    return next((level for level, words in _LEVELS if re.search(words, head)), "")
