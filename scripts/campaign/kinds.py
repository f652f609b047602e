"""The kinds of content, each said once: what it is called, where its files lie, where it stands on the site, and
what lists of it the browser editor has.

Every room goes through `KINDS`, in this order, and none has a list of its own. What a room does for one kind only (its page, its data, its
prints) it says in an `Answers`, its one table by kind; a kind that is not in that table is asked for a module of its own,
`campaign.<room>.<key of the kind>`, and answered plainly when there is none. So a new kind is an entry here and the modules it wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from campaign import model
from campaign.leaves import links
from campaign.model import PrintKind, Record

R = TypeVar("R", bound=Record)
A = TypeVar("A")


@dataclass(frozen=True)
class Nav:
    """An entry of the masthead: its key is the `section` of pages, `place` orders the entries of a group."""

    group: str
    place: int
    key: str
    title: str
    path: str


@dataclass(frozen=True)
class SearchWord:
    """A word under which search lists what it finds: `weight` ranks it among others, `place` orders the words."""

    key: str
    word: str
    weight: int
    place: int = 200


@dataclass(frozen=True)
class Listed:
    """A list of the browser editor: whole files of a kind, or the items `within` one of their lists.

    `notes` stand beside a title; `fresh` says how a new one is made: `file` by the scaffold, `entry` by the scaffold in a campaign, `item` in a
    file that is there; nothing where there is only the one; `parts`: too large for one form, so each of its lists is edited by itself; `place` orders the lists, the daily ones
    first; `page` is the address of an item, by the id of its file and its own; `pictures` the folder for them beside the file.
    """

    key: str
    title: str
    place: int = 50
    within: str = ""
    notes: tuple[str, ...] = ()
    fresh: str = "item"
    parts: bool = False
    page: Callable[[str, str], str] | None = None
    pictures: str | None = None


@dataclass(frozen=True, eq=False)
class Kind(Generic[R]):
    """One kind of content."""

    key: str  # in messages, sources, schemas and `plan new`
    name: str  # 会议
    record: type[R]
    folders: tuple[
        str, ...
    ] = ()  # below the content root; under docs/ it is the front matter of <folder>/<id>/index.md
    deep: bool = True  # the folders below count as well
    only: str | None = None  # the one file in them, by its name without suffix
    skip: frozenset[str] = frozenset()  # files in them that are something else
    file: type[Record] | None = None  # what a file holds, where that is a list of these
    schema: str = ""  # the name of its schema, when not `key`
    place: str = ""  # its folder on the site and under data/, and its key in the catalogue; without one it has no page of its own
    page: Callable[[str], str] | None = None  # the address of one by its id, when not <place>/<id>/index.html
    public: bool = True
    paper: bool = True  # its words stand in prints; else on the site only
    among: Kind[Any] | None = None  # the kind that these are some of, which has their files
    prints: Mapping[str, str] = field(default_factory=dict)  # what is printed of one: name → words; the first unasked
    nav: tuple[Nav, ...] = ()  # in the masthead, once there is one
    words: tuple[
        SearchWord, ...
    ] = ()  # what search finds in one, and under which words; without any it is a page like others
    lists: tuple[Listed, ...] = ()  # in the browser editor
    parts: str = "campaign.{room}.{key}"  # where the modules of its own are

    @property
    def files(self) -> type[Record]:
        """The record that a whole file is."""
        return self.file or self.record

    @property
    def id_key(self) -> str:
        """What one is known by; a kind that has no id of its own is known by its plan."""
        return "id" if "id" in self.record.model_fields else "plan"

    @property
    def begun(self) -> tuple[Listed, ...]:
        """The lists that `new` makes a file for: whole files and entries with a file of their own; in a kind without any, its items."""
        whole = tuple(each for each in self.lists if each.fresh in ("file", "entry"))
        return whole or tuple(each for each in self.lists if each.fresh == "item")

    def title(self, record: R) -> str:
        """What one is called."""
        return str(getattr(record, "title", "") or getattr(record, "name", "") or getattr(record, self.id_key))

    def address(self, record_id: str) -> str:
        """Where one stands on the site."""
        return self.page(record_id) if self.page else f"{self.place}/{record_id}/index.html"

    @property
    def in_front_matter(self) -> bool:
        """Whether a text follows each of them."""
        return any(folder.startswith("docs/") for folder in self.folders)

    @property
    def list(self) -> str:
        """Where all of them stand on the site."""
        return self.nav[0].path if self.nav else f"{self.place}/index.html"

    @property
    def section(self) -> str:
        """The entry of the masthead that their pages belong to."""
        return self.nav[0].key if self.nav else self.place

    def pdf(self, record_id: str, name: str) -> str:
        """Where a print of one stands on the site, by its name in `prints`; of some kinds only (links.py has the others)."""
        return f"{self.place}/{record_id}/{record_id}{'' if name == next(iter(self.prints)) else f'-{name}'}.pdf"

    def data(self, record_id: str) -> str:
        """Where the data of one stand on the site."""
        return f"data/{self.place}/{record_id}.json"

    def patterns(self) -> Iterator[str]:
        """Patterns of its files below the content root."""
        for folder in self.folders:
            yield (
                f"{folder}/*/index.md" if folder.startswith("docs/") else f"{folder}/{'**/' if self.deep else ''}*.y*ml"
            )

    def holds(self, name: str) -> bool:
        """Whether a file that fits a pattern holds this kind, by its name."""
        file = PurePosixPath(name)
        return not file.name.startswith(".") and file.stem not in self.skip and file.stem == (self.only or file.stem)

    def brought(self, room: str, name: str) -> Any:
        """What the module of this kind in a room says under a name; None when there is no such module or name."""
        module = self.parts.format(room=room, key=self.key)
        return getattr(import_module(module), name, None) if find_spec(module) else None


@dataclass(frozen=True)
class Answers(Generic[A]):
    """What a room answers for each kind: in its own table, else by `name` in a module of the kind's own, else nothing."""

    room: str
    name: str
    own: Mapping[Kind[Any], A]

    def of(self, kind: Kind[Any]) -> A | None:
        """The answer for one kind, or None."""
        return self.own.get(kind) or kind.brought(self.room, self.name)


def _printed(*kinds: PrintKind) -> Mapping[str, str]:
    return {kind.value: kind.chinese for kind in kinds}


def _of_file(page: Callable[[str], str]) -> Callable[[str, str], str]:
    """The page of an item is that of the plan or campaign its file is about."""
    return lambda whole, _: page(whole)


PLAN = Kind(
    "plan",
    "方案",
    model.Plan,
    ("plans",),
    deep=False,
    skip=frozenset({"site"}),
    place="plans",
    words=(
        SearchWord("plan", "方案", 6, 20),
        SearchWord("indicator", "指标", 5, 30),
        SearchWord("task", "任务", 3, 40),
        SearchWord("phase", "阶段", 2, 50),
        SearchWord("section", "正文", 1, 60),
    ),
    nav=(Nav("方案", 10, "plans", "方案", links.PLANS),),
    prints=_printed(*(kind for kind in PrintKind if kind not in (PrintKind.TASK_LIST, PrintKind.PACK))),
    lists=(
        Listed("activity", "宣传活动安排", 70, "activities", ("date", "status"), page=_of_file(links.campaign)),
        Listed("plan", "方案", 80, notes=("date",), fresh="file", parts=True),
        Listed("campaign", "宣传活动", 80, notes=("date",), fresh="file", parts=True),
    ),
)
UNIT = Kind(
    "unit",
    "单位",
    model.Unit,
    ("plans/registry",),
    skip=frozenset({"glossary", "outlets"}),
    file=model.UnitsFile,
    schema="units",
    place="units",
    words=(SearchWord("unit", "单位", 7, 10),),
    nav=(Nav("单位", 10, "units", "单位", links.UNITS),),
    prints=_printed(PrintKind.TASK_LIST),
    lists=(
        Listed("unit", "单位名册", 20, "units", ("duties",)),
        Listed("collective", "统称", 20, "collectives", ("kinds",)),
    ),
)
COLLECTIVE = Kind("collective", "统称", model.Collective)  # in the files of units
LEDGER = Kind(
    "ledger",
    "督办台账",
    model.Ledger,
    ("plans/ledger",),
    place="ledgers",
    page=lambda _: links.LEDGER,
    words=(SearchWord("ledger", "督办", 2, 110),),
    nav=(Nav("进度", 40, "ledger", "督办", links.LEDGER),),
    prints={"assignment": "交办单", "bulletin": "通报"},
    lists=(
        Listed(
            "entry", "督办事项", 30, "entries", ("number", "lead", "due"), page=lambda _, own: links.ledger_entry(own)
        ),
        Listed("ledger", "督办台账", 90, fresh="file", parts=True),
    ),
)
FORM = Kind(
    "form",
    "报表",
    model.Form,
    ("plans/forms",),
    deep=False,
    place="forms",
    nav=(Nav("评价", 20, "forms", "报表", links.FORMS),),
    prints={"form": "空白表"},
    lists=(Listed("form", "报表", 95, fresh="file", parts=True),),
)
SUBMISSION = Kind("submission", "填报", model.SubmissionFile, ("plans/forms/data",))
ASSESSMENT = Kind(
    "assessment",
    "考核",
    model.RuleSet,
    ("plans/assessment",),
    deep=False,
    place="assessments",
    words=(SearchWord("assessment", "考核", 2, 120),),
    nav=(Nav("评价", 10, "assessments", "考核", links.ASSESSMENTS),),
    prints={"check_sheet": "自评表", "score_report": "评分报告"},
    lists=(Listed("assessment", "考核细则", 95, fresh="file", parts=True),),
)
RESULT = Kind(
    "result",
    "评分",
    model.Result,
    ("plans/assessment/results",),
    lists=(Listed("result", "考核评分", 60, notes=("unit", "round", "date"), fresh="file"),),
)
INTERPRETATION = Kind(
    "interpretation",
    "解读",
    model.Interpretation,
    ("docs/interpretations",),
    paper=False,
    place="interpretations",
    words=(SearchWord("interpretation", "解读", 1, 80),),
    nav=(Nav("参考", 10, "interpretations", "解读", links.INTERPRETATIONS),),
    lists=(Listed("interpretation", "解读", 40, notes=("date", "author"), fresh="file", pictures=""),),
)
UPDATE = Kind(
    "update",
    "动态",
    model.Update,
    ("docs/updates",),
    paper=False,
    place="updates",
    words=(SearchWord("update", "动态", 0, 70),),
    nav=(Nav("动态", 10, "updates", "动态", links.UPDATES),),
    lists=(Listed("update", "动态", 0, notes=("date", "units"), fresh="file", pictures=""),),
)
CAMPAIGN = Kind(
    "campaign",
    "宣传活动",
    model.Plan,
    place="campaigns",
    among=PLAN,
    nav=(Nav("宣传", 10, "campaigns", "宣传", links.CAMPAIGNS),),
    prints={
        "poster-a4": "海报 A4",
        "poster-a3": "海报 A3",
        "digest": "今日简报",
        "weekly": "本周简报",
        "monthly": "月度简报",
        "shortages": "欠交名单",
        "captions": "作品说明牌",
        "closing": "活动总结（草稿）",
    },
)
OUTLETS = Kind(
    "outlets",
    "媒体",
    model.Outlet,
    ("plans/registry",),
    only="outlets",
    file=model.OutletsFile,
    lists=(Listed("outlet", "媒体名册", 20, "outlets", ("level",)),),
)
_CAMPAIGN = _of_file(links.campaign)
PUBLICITY = Kind(
    "publicity",
    "宣传台账",
    model.PublicityFile,
    ("plans/campaign-data",),
    lists=(
        Listed("submission", "投稿", 10, "submissions", ("unit", "date"), "entry", page=_CAMPAIGN),
        Listed("coverage", "媒体报道", 10, "coverage", ("outlet", "date"), "entry", page=_CAMPAIGN),
        Listed("work", "摄影作品", 10, "works", ("author", "unit"), page=_CAMPAIGN, pictures="images"),
        Listed("material", "月末材料", 10, "materials", ("month",), page=_CAMPAIGN),
        Listed("nomination", "推荐评选", 10, "nominations", ("unit", "date"), page=_CAMPAIGN),
        Listed("round", "评选日程", 10, "rounds", ("notice_from", "announced"), page=_CAMPAIGN),
    ),
)
_PLAN = _of_file(links.plan)
PROGRESS = Kind(
    "progress",
    "进展",
    model.Progress,
    ("plans/progress",),
    lists=(
        Listed("value", "指标数据", 60, "values", ("date", "by"), page=_PLAN),
        Listed("done", "任务进展", 60, "tasks", ("done", "by"), page=_PLAN),
        Listed("duty", "例行事项完成", 60, "duties", ("due", "by"), page=_PLAN),
        Listed("progress", "进展文件", 95, fresh="file", parts=True, page=_PLAN),
    ),
)
CASE = Kind(
    "case",
    "案例",
    model.Case,
    ("docs/cases",),
    paper=False,
    place="cases",
    nav=(Nav("参考", 20, "cases", "案例", links.CASES), Nav("参考", 30, "services", "服务索引", links.SERVICES)),
    lists=(Listed("case", "案例", 40, notes=("date", "org"), fresh="file", pictures=""),),
)
QA = Kind(
    "qa",
    "问答",
    model.Questions,
    ("plans/qa",),
    paper=False,
    place="questions",
    page=links.question_set,
    nav=(Nav("参考", 40, "questions", "问答", links.QUESTIONS),),
    lists=(Listed("qa", "问答", 40, notes=("date", "by"), fresh="file"),),
)
MEETING = Kind(
    "meeting",
    "会议",
    model.Meeting,
    ("plans/meetings",),
    place="meetings",
    nav=(Nav("参考", 50, "meetings", "会议", links.MEETINGS),),
    prints=_printed(PrintKind.PACK, PrintKind.ROUTING, PrintKind.RECEIPT),
    lists=(Listed("meeting", "会议", 40, notes=("date", "place"), fresh="file"),),
)
CORRESPONDENCE = Kind(
    "correspondence",
    "收发文",
    model.Correspondence,
    ("plans/correspondence",),
    public=False,  # `views.release` takes it out of whatever is published
    page=lambda _: links.CORRESPONDENCE,
    nav=(Nav("进度", 50, "correspondence", "收发文", links.CORRESPONDENCE),),
    prints={"drafting": "发文稿纸", "outgoing": "发文登记簿", "incoming": "收文登记簿"},
    lists=(
        Listed("outgoing", "发文登记", 35, "outgoing", ("doc_no", "date"), page=lambda *_: links.CORRESPONDENCE),
        Listed(
            "incoming", "收文登记", 35, "incoming", ("received", "sender", "due"), page=lambda *_: links.CORRESPONDENCE
        ),
        Listed("correspondence", "收发文登记", 90, fresh="file", parts=True),
    ),
)
GLOSSARY = Kind(
    "glossary",
    "名词",
    model.Term,
    ("plans/registry",),
    only="glossary",
    file=model.GlossaryFile,
    paper=False,
    words=(SearchWord("glossary", "名词", 4, 90),),
    nav=(Nav("参考", 60, "glossary", "名词", links.GLOSSARY),),
    lists=(Listed("term", "名词解释", 40, "terms", ("plans",)),),
)
SITE = Kind(
    "site",
    "网站设置",
    model.Site,
    ("plans",),
    deep=False,
    only="site",
    lists=(Listed("site", "网站设置", 99, fresh=""),),
)
PROFILE = Kind("profile", "版式", model.Profile, ("plans/profiles",), public=False)

KINDS: list[Kind[Any]] = [
    PLAN, UNIT, COLLECTIVE, LEDGER, FORM, SUBMISSION, ASSESSMENT, RESULT, INTERPRETATION, UPDATE, CAMPAIGN, OUTLETS, PUBLICITY, PROGRESS, CASE, QA, MEETING, GLOSSARY,
    CORRESPONDENCE, SITE, PROFILE,
]  # fmt: skip


def by_key(key: str) -> Kind[Any]:
    """The kind with a key. Raises KeyError for a key that no kind has."""
    return {kind.key: kind for kind in KINDS}[key]
