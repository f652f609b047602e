"""A number equals what it leads to: every count on the site is held against the rows behind it, folded, paged and filtered ones too.

Pages are read as files; filters are worked as `planpress.js` works them (a row fits a facet when its `data-<facet>` has the value among its words).
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from lxml import etree, html
from second_office import written

from campaign.build.recipe import build
from campaign.content import Content
from campaign.kinds import CAMPAIGN
from campaign.leaves import links
from campaign.load import load
from campaign.pages import build_pages
from campaign.pdf import bulletin, task_list
from campaign.pdf.job import Job
from campaign.pdf.prints import prints
from campaign.views.awards import award_rows
from campaign.views.calendar import calendar
from campaign.views.due import due_items
from campaign.views.ledger import ledger_rows
from campaign.views.ledger import months as ledger_months
from campaign.views.materials import material_months
from campaign.views.quota import quota_matrices
from campaign.views.status import Mark
from campaign.views.unit_sheets import unit_sheets

ROOT = Path(__file__).resolve().parent.parent
DAYS = [date(2026, 10, 31), date(2026, 11, 21), date(2027, 2, 1)]
ROWS = {"ol", "ul", "tbody", "dl"}


class Site:
    """A built site with its content."""

    def __init__(self, content: Content, folder: Path) -> None:
        self.content, self.folder = content, folder
        self._pages: dict[str, html.HtmlElement] = {}

    def page(self, name: str) -> html.HtmlElement:
        if name not in self._pages:
            self._pages[name] = html.fromstring((self.folder / name).read_text("utf-8"))
        return self._pages[name]

    def pages(self) -> Iterator[tuple[str, html.HtmlElement]]:
        for file in sorted(self.folder.rglob("*.html")):
            name = file.relative_to(self.folder).as_posix()
            yield name, self.page(name)

    def address(self, name: str, href: str) -> str:
        """Where a link of a page leads, from the folder of the site on, with its #."""
        path, mark = urldefrag(href)
        file = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
        return f"{file}#{unquote(mark)}"

    def led_to(self, name: str, href: str) -> tuple[html.HtmlElement, str]:
        """The page a link leads to, and what stands after its #."""
        file, _, mark = self.address(name, href).partition("#")
        return self.page(file), mark


@pytest.fixture(
    scope="module",
    params=[(whose, day) for whose in ("example", "office") for day in DAYS],
    ids=lambda each: f"{each[0]}-{each[1]}",
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    whose, day = request.param
    folder = tmp_path_factory.mktemp("numbers")
    root = ROOT if whose == "example" else written(folder / "office")
    build(root, folder / "site", day, as_of=day, only="site", say=lambda _: None)
    assert (folder / "site/index.html").is_file()
    return Site(load(root, day, day).content, folder / "site")


def classes(element: html.HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def of_class(top: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    return [each for each in top.iter(etree.Element) if name in classes(each)]


def words(element: html.HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def rows_below(section: html.HtmlElement) -> list[html.HtmlElement]:
    """The items of the lists and tables of a section, not those of lists inside an item."""
    found: list[html.HtmlElement] = []
    for each in section:
        if not isinstance(each.tag, str) or "sec-head" in classes(each):
            continue
        if each.tag in ROWS:
            found += [item for item in each if item.tag in ("li", "tr", "dt") and "today" not in classes(item)]
        else:
            found += rows_below(each)
    return found


def filtered(page: html.HtmlElement, mark: str) -> list[html.HtmlElement]:
    """The rows of a filtered list that stay for what stands after the #."""
    box = next(each for each in page.iter(etree.Element) if each.get("data-filters"))
    rows = of_class(page, box.get("data-filters").removeprefix("."))
    for pair in filter(None, mark.split("&")):
        facet, _, value = pair.partition("=")
        rows = [row for row in rows if value in (row.get(f"data-{facet}") or "").split()]
    return rows


def test_a_choice_says_how_many_rows_it_leaves(built: Site) -> None:
    wrong, seen = [], 0
    for name, page in built.pages():
        for box in page.xpath("//*[@data-filters]"):
            for facet in box.xpath(".//fieldset[@data-facet]"):
                for option in facet.xpath(".//button[span] | .//option"):
                    told = re.search(r"(\d+)）?$", words(option))
                    if not option.get("value") or not told:
                        continue
                    seen += 1
                    left = len(filtered(page, f"{facet.get('data-facet')}={option.get('value')}"))
                    if left != int(told[1]):
                        wrong.append(f"{name}: {words(option)} leaves {left}")
    assert seen and not wrong, "\n".join(wrong)


def figures(top: html.HtmlElement) -> int:
    """The sum of the numbers that the rows of a bar list show."""
    return sum(int(words(each)) for each in top.iter("b") if words(each).isdigit())


def first_table(top: html.HtmlElement) -> int:
    return len(top.xpath(".//table")[0].xpath("./tbody/tr[not(contains(@class, 'band'))]"))


def column_sum(top: html.HtmlElement, head: str) -> int:
    """The sum of a column of a table by its head."""
    heads = [words(each) for each in top.xpath(".//thead//th")]
    return sum(int(words(row[heads.index(head)])) for row in top.xpath(".//tbody/tr"))


# what a heading counts where it is not the items of the lists below it
COUNTED: dict[str, Callable[[html.HtmlElement], int]] = {
    "按类失分": figures,
    "媒体报道": figures,
    "核对规则": first_table,
    "各家的数": lambda top: len(top.xpath(".//thead//th[a]")),
    "正在开展": lambda top: len(of_class(top, "run")) + more(top),
    "下属单位": lambda top: len(of_class(top, "chip")),
    "附件": lambda top: len(top.xpath("./div[@class='lines']/div[@id]")),
}


def more(top: html.HtmlElement) -> int:
    """What a list says that it leaves out: 还有 3 项没有列出."""
    return sum(
        int(found[1]) for each in of_class(top, "note") if (found := re.match(r"还有 (\d+) 项没有列出", words(each)))
    )


def counted(name: str, head: html.HtmlElement) -> int:
    section, title = head.getparent(), words(head.find(".//h2"))
    if title in COUNTED:
        return COUNTED[title](section)
    if title == "指标":
        return len(of_class(section, "panel")) or first_table(section)
    if name.startswith("findings/"):
        return len(of_class(section, "each"))
    if name.startswith("questions/"):
        return len(of_class(section, "asked"))
    return len(rows_below(section))


def test_a_heading_says_how_many_rows_stand_below(built: Site) -> None:
    wrong, seen = [], 0
    for name, page in built.pages():
        for head in of_class(page, "sec-head"):
            for aside in of_class(head, "aside"):
                entered = re.match(r"(\d+) 条已立账，(\d+) 条未立账", words(aside))
                told = re.match(r"(\d+) (项|件|条|个|处|篇|幅|步|家(?!合计)|问|组|版)", words(aside))
                if told and not aside.xpath(f".//a[contains(., '{told[0]}')]"):
                    seen += 1
                    rows = counted(name, head)
                    if rows != (int(entered[1]) + int(entered[2]) if entered else int(told[1])):
                        wrong.append(f"{name}: {words(head)} — {rows}")
    assert seen and not wrong, "\n".join(wrong)


def test_a_state_in_a_heading_is_that_of_as_many_rows(built: Site) -> None:
    """临期 3 over a list of what a unit has to hand in, 已办结 2 over its tasks: so many rows below bear the word."""
    wrong, seen = [], 0
    for name, page in built.pages():
        if not name.startswith(("units/", "forms/")):
            continue
        for head in of_class(page, "sec-head"):
            told: Counter[str] = Counter()
            for each in head.xpath("./span[contains(@class, 'status')][b]"):
                told[each.xpath(".//use/@href")[0]] += int(words(each.find("b")))
            below = Counter(each for row in rows_below(head.getparent()) for each in row.xpath(".//use/@href"))
            seen += len(told)
            wrong += [f"{name}: {words(head)} — {below[shape]}" for shape in told if told[shape] != below[shape]]
    assert seen and not wrong, "\n".join(wrong)


def test_contents_say_how_much_stands_in_each_part(built: Site) -> None:
    wrong, seen = [], 0
    for name, page in built.pages():
        for link in page.xpath("//nav[contains(@class, 'toc')]//a[span[@class='fig']]"):
            seen += 1
            section = page.get_element_by_id(link.get("href").removeprefix("#"))
            heads = of_class(section, "sec-head")
            rows = counted(name, heads[0]) if heads else len(rows_below(section))
            if rows != int(words(of_class(link, "fig")[0])):
                wrong.append(f"{name}: {words(link)} — {rows}")
    assert not wrong, "\n".join(wrong)
    assert seen or "office" in str(built.folder)


# links whose words hold a count, and what is counted where they lead
LINKS: dict[str, Callable[[html.HtmlElement, str], int]] = {
    r"逾期 (\d+)|\d+ 天内 (\d+)|没达到 (\d+) 项": lambda page, mark: len(filtered(page, mark)),
    r"全部 (\d+) [个条]|在执行的方案共 (\d+) 个": lambda page, mark: len(filtered(page, mark)),
    r"本月要交 (\d+) 项": lambda page, _: len(owed_on(page)),
    r"会议 (\d+) 次": lambda page, _: len(page.xpath("//main//table[1]/tbody/tr")),
    r"案例 (\d+) 个": lambda page, _: len(page.xpath("//main//li[.//h3]")) or len(page.xpath("//main//li")),
    r"问答 (\d+) 条|问答（(\d+) 条）": lambda page, _: len(of_class(page, "asked")),
    r"名词 (\d+) 条": lambda page, _: len(page.xpath("//main//dl[@class='words']//dt")),
    r"按主题找（(\d+) 个）": lambda page, _: len(page.xpath("//main//section")),
    r"(\d+) 条已立账": lambda page, mark: len(
        page.get_element_by_id(mark).xpath(".//tbody/tr[.//a[contains(@href, 'ledger/')]]")
    ),
    r"(\d+) 条规则": lambda page, mark: first_table(page.get_element_by_id(mark)),
    r"(\d+) 条": lambda page, mark: len(rows_below(page.get_element_by_id(mark))),
    r"是 (\d+) 家": lambda page, mark: page.get_element_by_id(mark).xpath("count(./td[a][normalize-space(.)='是'])"),
}


# -- figures -------------------------------------------------------------------------------------------------------------------------


def shapes(rows: list[html.HtmlElement], path: str = ".") -> Counter[str]:
    """The marks that rows bear: #m-dot, #m-square …"""
    return Counter(each for row in rows for each in row.xpath(f"{path}//use/@href"))


def all_tasks(page: html.HtmlElement) -> list[html.HtmlElement]:
    return page.xpath("//li[@class='task']")


def tasks_marked(page: html.HtmlElement, mark: str) -> int:
    return shapes(all_tasks(page), "./div[@class='state']")[f"#m-{mark}"]


def part(page: html.HtmlElement, mark: str) -> html.HtmlElement:
    return page.get_element_by_id(mark)


def indicators_judged(page: html.HtmlElement) -> list[html.HtmlElement]:
    return [row for row in part(page, "indicators").xpath(".//table[1]/tbody/tr") if "不作评判" not in words(row)]


def dates(page: html.HtmlElement, *, dated: bool) -> int:
    """Rows of 限时和例行 that are to be done once, or again and again; quotas (so many 篇) are neither."""
    told = [words(row.xpath("./td[last()]")[0]) for row in part(page, "dates").xpath(".//tbody/tr")]
    duties = [each for each in told if "篇" not in each]
    again = [bool(re.search("每|[^一]次", each)) for each in duties]
    return again.count(not dated)


def column(page: html.HtmlElement, mark: str, title: str) -> list[str]:
    """The words of a column of the first table of a part, by the beginning of its head."""
    (table, *_) = part(page, mark).xpath(".//table")
    heads = [words(each) for each in table.xpath("./thead/tr[last()]/*")]
    place = next(place for place, head in enumerate(heads) if head.startswith(title))
    return [words(row[place]) for row in table.xpath("./tbody/tr") if len(row) > place]


def sums(page: html.HtmlElement, title: str) -> str:
    """The sum over the boards of a column that says so many of so many."""
    parts = [
        tuple(map(int, each.split("／")))
        for each in (column(page, "boards", title) if page.xpath("//*[@id='boards']//table") else [])
    ]
    return f"{sum(each for each, _ in parts)}／{sum(each for _, each in parts)}"


def supervised(page: html.HtmlElement, *, closed: bool) -> int:
    """The entries behind a month's ranking, each once however many units share it; those also listed as struck off in the month."""
    ranked = set(part(page, "standings").xpath(".//tbody//a[contains(@href, 'ledger/')]/@href"))
    struck = set(part(page, "closed").xpath(".//a[contains(@href, 'ledger/')]/@href"))
    return len(ranked & struck if closed else ranked)


def reported(page: html.HtmlElement, period: str, *, in_time: bool) -> str:
    told = column(page, "returns", period)
    due = [each for each in told if not each.startswith(("未到期", "不用报"))]
    good = ("按时",) if in_time else ("按时", "迟报", "已报")
    return f"{sum(each.startswith(good) for each in due)}／{len(due)}"


def stories(page: html.HtmlElement, month: str, word: str) -> int:
    return sum(each.startswith(word) for each in column(page, "submissions", month))


def bars(page: html.HtmlElement, mark: str) -> list[int]:
    return [int(words(each)) for each in part(page, mark).xpath(".//dl//b")]


def made_known(page: html.HtmlElement) -> int:
    """What the awards list as chosen, but for what is still in its notice."""
    rows = part(page, "awards").xpath(".//tbody/tr")
    told = [
        words(row.xpath("./td[@data-l='入选']")[0])
        for row in rows
        if words(row.xpath("./td[last()]")[0]).startswith("已于")
    ]
    return sum(int(each) for each in told if each.isdigit())


Page = html.HtmlElement
# what stands behind a figure, by its words: the page where it leads, the words' groups → the number with its whole, as the figure shows them
FIGURES: dict[str, Callable[[Page, tuple[str, ...]], int | str]] = {
    "任务|项任务": lambda page, _: len(all_tasks(page)),
    "组任务": lambda page, _: len(page.xpath("//section[@class='group']")),
    "单位|个单位": lambda page, _: len(page.xpath("//thead/tr/th[contains(@class, 'unit')]")),
    "(?:项)?指标": lambda page, _: first_table(part(page, "indicators")),
    "例行": lambda page, _: dates(page, dated=False),
    "限时": lambda page, _: dates(page, dated=True),
    "个阶段": lambda page, _: len(page.xpath("//*[starts-with(@id, 'phase-')]")),
    "牵头": lambda page, _: len(rows_below(part(page, "lead"))),
    "参与": lambda page, _: len(rows_below(part(page, "join"))),
    "督办": lambda page, _: len(rows_below(part(page, "ledger"))),
    "新交办": lambda page, _: len(rows_below(part(page, "assigned"))),
    "应销号": lambda page, _: supervised(page, closed=False),
    "已销号（本月）": lambda page, _: supervised(page, closed=True),
    "(?:月末|现在)在办": lambda page, _: len(rows_below(part(page, "open"))),
    "逾期（本月）": lambda page, _: len(rows_below(part(page, "late"))),
    "方案": lambda page, _: len(rows_below(part(page, "boards"))),
    "指标达到（各方案）": lambda page, _: sums(page, "指标达到"),
    "任务办结（各方案）": lambda page, _: sums(page, "任务办结"),
    "逾期未更新": lambda page, _: len(rows_below(part(page, "late"))),
    "任务办结": lambda page, _: f"{tasks_marked(page, 'dot')}／{len(all_tasks(page))}",
    "任务临期": lambda page, _: tasks_marked(page, "triangle"),
    "任务逾期": lambda page, _: tasks_marked(page, "square"),
    "指标达到": lambda page, _: f"{shapes(indicators_judged(page))['#m-dot']}／{len(indicators_judged(page))}",
    "填": lambda page, _: len(
        [each for each in part(page, "fields").xpath(".//dd") if not words(each).endswith("（算出）")]
    ),
    "算": lambda page, _: len(
        [each for each in part(page, "fields").xpath(".//dd") if words(each).endswith("（算出）")]
    ),
    "部分": lambda page, _: len(part(page, "form").xpath(".//th[contains(@class, 'pf-section')]")),
    "家填报": lambda page, _: len(part(page, "returns").xpath(".//tbody/tr | .//p/*[contains(@class, 'chip')]")),
    r"(.*)报齐 ([\d／]+)": lambda page, told: reported(page, told[0], in_time=False),
    "类": lambda page, _: len(page.xpath("//*[starts-with(@id, 'category-')]")),
    "条": lambda page, _: len(of_class(page, "rule")),
    r"投稿篇数，采用 (\d+)": lambda page, _: (bars(page, "pipeline") or [0])[0],
    "欠交次数": lambda page, _: sum(
        words(each).startswith("欠") for each in part(page, "submissions").xpath(".//tbody/tr/td")
    ),
    "(.+月)欠交科室": lambda page, told: stories(page, told[0], "欠"),
    "(.+月)待交科室，.*": lambda page, told: stories(page, told[0], "待交"),
    "媒体报道篇数": lambda page, _: len(rows_below(part(page, "reports"))) if page.xpath("//*[@id='reports']") else 0,
    "公布的先进和作品": lambda page, _: made_known(page),
    "(投稿|采用)": lambda page, told: column_sum(part(page, "departments"), told[0]),
    "媒体报道": lambda page, _: len(page.xpath("//*[@id='above']//tbody/tr")),
    "还没交齐的科室": lambda page, _: len(page.xpath("//*[@id='owing']//tbody/tr")),
}
# reckoned, not counted: test_what_is_reckoned_is_so, test_what_a_unit_hands_in_is_what_its_two_figures_say
RECKONED = r"天|销号率|行|项|报送|定额|按时 .*|有数的栏目，共 \d+|填报|汇总|空"


def figures_on(page: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, str, str]]:
    """Every number shown large: its link or the bold number itself, what it says, and its words."""
    for box in page.xpath("//*[contains(@class, 'figures') or @class='three' or @class='campaign-four']"):
        for each in box:
            bold = each.find(".//b")
            if bold is not None:
                label = words(each).removeprefix(words(bold)).strip()
                link = bold.find(".//a")
                yield (link if link is not None else bold), words(bold), label


def test_a_figure_is_as_many_as_the_rows_where_it_leads(built: Site) -> None:
    """Every number shown large says what it counts and leads to its rows; one that nobody has said how to count fails."""
    wrong, met = [], Counter[str]()
    for name, page in built.pages():
        for shown, number, label in figures_on(page):
            told = shown.xpath("ancestor-or-self::*[@title][1]/@title")
            assert told and told[0], f"{name}: nobody says what {label} counts"
            if re.fullmatch(RECKONED, label):
                continue
            if shown.get("href") is None:
                assert number == "0", f"{name}: {number} {label} leads nowhere"
                continue
            there, mark = built.led_to(name, shown.get("href"))
            if "=" in mark:
                behind: int | str = len(filtered(there, mark))
            else:
                behind = counted_as(name, label, there, wrong)
                met[label] += 1
            if str(behind) != number and not re.fullmatch(r"[\d.]+%|—", number):
                wrong.append(f"{name}: {number} {label} → {shown.get('href')}: {behind}")
            told = re.search(r"报齐 ([\d／]+)", label)
            if told and told[1] != behind:
                wrong.append(f"{name}: {label}: {behind}")
    assert sum(met.values()) > 40 and not wrong, "\n".join(wrong[:40])


def counted_as(name: str, label: str, there: html.HtmlElement, wrong: list[str]) -> int | str:
    """The rows of a figure by its words; some words mean another thing on the boards and in a month's bulletin."""
    where = "（各方案）" if name.startswith("dashboards/") else "（本月）" if name.startswith("bulletins/") else ""
    of_period = re.search(r"/(\d{4})-(\d\d)/", name)
    if of_period and label.startswith("报齐"):
        label = f"{of_period[1]}年{int(of_period[2])}月{label}"
    for words_of in (label + where, label):
        for pattern, count in FIGURES.items():
            told = re.fullmatch(pattern, words_of)
            if told or pattern == words_of:
                return count(there, tuple(each or "" for each in told.groups()) if told else ())
    wrong.append(f"{name}: nobody says what {label} counts")
    return ""


def test_what_a_unit_hands_in_is_what_its_two_figures_say(built: Site) -> None:
    """报送 and 定额 lead to one table."""
    for name, page in built.pages():
        if name.startswith("units/") and page.xpath("//*[@id='duties']"):
            told = {label: int(number) for _, number, label in figures_on(page)}
            assert told["报送"] + told["定额"] == len(rows_below(part(page, "duties"))), name


def printed(job: Job) -> str:
    """The words of a print job, without what guards its lines."""
    return re.sub(r"[\u2060\u200b]", "", words(html.fromstring(job.html)))


def owed_on(page: html.HtmlElement) -> list[html.HtmlElement]:
    """What a unit has still to hand in, by its page: not what stands folded as done."""
    section = page.get_element_by_id("month") if page.xpath("//*[@id='month']") else None
    lists = section.xpath("./ol") if section is not None else []
    return [row for each in lists for row in each if "today" not in classes(row)]


def test_a_link_with_a_number_leads_to_so_many_rows(built: Site) -> None:
    wrong, met = [], set()
    for name, page in built.pages():
        for link in page.iter("a"):
            said = words(link)
            for pattern, count in LINKS.items() if re.search(r"\d", said) else ():
                if told := re.fullmatch(pattern, said):
                    met.add(pattern)
                    number = int(next(filter(None, told.groups())))
                    there, mark = built.led_to(name, link.get("href"))
                    if count(there, mark) != number:
                        wrong.append(f"{name}: {said} → {link.get('href')}: {count(there, mark)}")
    assert not wrong, "\n".join(wrong)


def test_what_my_unit_owes_is_what_its_page_lists(built: Site) -> None:
    told = json.loads(built.page("index.html").get_element_by_id("unit-figures").text)
    for unit, owes in told.items():
        rows = owed_on(built.page(f"units/{unit}/index.html"))
        assert (unit, owes["due"]) == (unit, len(rows))
        assert (unit, owes["late"]) == (unit, sum(bool(of_class(row, "s-square")) for row in rows))
        assert len(owes["first"]) == min(3, len(rows))
        shown = {words(link) for row in rows for link in row.iter("a")}
        assert {what for what, _, _ in owes["first"]} <= shown, unit
        if "above" in owes:
            assert owes["above"][2] == len(owed_on(built.page(f"units/{owes['above'][0]}/index.html")))


def test_the_ledger_and_this_months_bulletin_count_the_same(built: Site) -> None:
    """What is late by the list is late by the account of the month, of every unit and in all."""
    page = built.page("ledger/index.html")
    for ledger in built.content.ledgers.values():
        late = (
            filtered(page, f"ledger={ledger.id}&state=逾期")
            if len(built.content.ledgers) > 1
            else filtered(page, "state=逾期")
        )
        months = ledger_months(built.content, ledger, ledger_rows(built.content))
        now = [month for month in months if not month.final]
        if now:
            (month,) = now
            told = built.page(month.url)
            part = next(
                head.getparent() for head in of_class(told, "sec-head") if words(head).startswith("逾期没有办结")
            )
            assert len(rows_below(part)) == len(late) == len(month.late)
        accounts = page.get_element_by_id(f"units-{ledger.id}").xpath(".//table//tbody/tr")
        for row in accounts:
            unit = re.search(r"units/(.+)/index", row.xpath(".//a/@href")[0])
            cells = row.xpath("./td[@data-l='交办'] | ./td[@data-l='已销号']")
            every = [
                each
                for each in filtered(page, "")
                if each.get("data-ledger") == ledger.id and unit and unit[1] in each.get("data-unit").split()
            ]
            closed = [each for each in every if each.get("data-state") == "已销号"]
            assert [int(words(cell)) for cell in cells] == [len(every), len(closed)]


DUE = date(2026, 10, 31)
TELLS = """\
id: once
title: 某方案
issuer: 澜川区人民医院
period: {start: 2026-10-01, end: 2026-12-31}
tasks: [{id: t, title: 某任务, due: 2026-10-31, responsibility: {lead: [外科]}}]
milestones: [{id: m, name: 某限时, due: 2026-10-31, lead: [外科]}]
recurring: [{id: r, what: 某例行, per: month, lead: [外科]}]
"""
PROGRESS = "plan: once\nduties: [{duty: r, due: 2026-09-30, done: 2026-09-30}]\n"


@pytest.mark.parametrize(
    ("day", "late"), [(DUE - timedelta(days=1), False), (DUE, False), (DUE + timedelta(days=1), True)]
)
def test_late_begins_the_day_after_for_everything(tmp_path: Path, day: date, late: bool) -> None:
    """Task, milestone, duty, quota, material, form, matter under supervision, award: all of them are due on one day here."""
    root = written(tmp_path)
    (root / "plans/once.yaml").write_text(TELLS, "utf-8")
    (root / "plans/progress/once.yaml").write_text(PROGRESS, "utf-8")
    changes = {
        "plans/ledger/bureau.yaml": ("2026-11-12\n    due: 2026-12-10", "2026-10-12\n    due: 2026-10-31"),
        "plans/forms/visits.yaml": ("first: 2026-10", "first: 2026-08\nlast: 2026-09\ndue_day: 31"),
        "plans/campaign-data/spring-story/a.yaml": ("nominate_by: 2026-11-15", "announced: 2026-10-31"),
    }
    for name, (old, new) in changes.items():
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(
            text.replace(old, new)
            .replace(
                "  - {unit: 外科, month: 2026-10, date: 2026-10-31, photos: 3}",
                "  - {unit: 外科, month: 2026-11, date: 2026-11-30, photos: 3}",
            )
            .replace("date: 2026-10-20", "date: 2026-12-20"),
            "utf-8",
        )
    content = load(root, day, day).content
    items = [each for each in due_items(content, date(2026, 10, 1), DUE) if each.due == DUE]
    assert {each.kind for each in items} == {"task", "milestone", "recurring", "quota", "form", "ledger"}
    assert {(each.kind, each.state.mark is Mark.LATE) for each in items if each.state.mark is not Mark.NONE} == {
        (each.kind, late) for each in items if each.state.mark is not Mark.NONE
    }
    (matrix,) = quota_matrices(content, content.plans["spring-story"])
    assert bool(matrix.short(0)) is late
    assert bool(material_months(content, content.plans["spring-story"])[0].owing) is late
    assert (award_rows(content, content.plans["spring-story"])[0].state.mark is Mark.LATE) is late


def test_the_sheet_of_a_unit_says_on_paper_what_its_page_says(built: Site) -> None:
    for unit, sheet in unit_sheets(built.content).items():
        paper, page = printed(task_list.document(sheet, built.content)), built.page(f"units/{unit}/index.html")
        rows = owed_on(page)
        if not rows:
            assert "本月要交" not in paper or re.search(r"本月要交\s*0项", paper), unit
            continue
        late = sum(bool(of_class(row, "s-square")) for row in rows)
        told = re.search(r"本月要交\s*(\d+)项(?:，其中逾期(\d+)项)?", paper)
        assert told and (int(told[1]), int(told[2] or 0)) == (len(rows), late), unit
        for word, rows_of in (("牵头", sheet.lead), ("参与", sheet.join), ("指标", sheet.indicators)):
            assert re.search(rf"{word}\s*{len(rows_of)}(?!\d)", paper), (unit, word)


def test_a_bulletin_says_on_paper_what_its_page_says(built: Site) -> None:
    for ledger in built.content.ledgers.values():
        for month in ledger_months(built.content, ledger, ledger_rows(built.content)):
            paper, page = printed(bulletin.document(month, built.content)), built.page(month.url)
            parts = {
                words(head.find(".//h2")): len(rows_below(head.getparent())) for head in of_class(page, "sec-head")
            }
            assert f"新交办{parts['新交办']}件" in paper
            late = parts["逾期没有办结"]
            assert (f"其中逾期{late}件" in paper) if late else ("其中逾期" not in paper), month.words
            told = re.search(r"应销号(\d+)件，已销号(\d+)件", paper)
            table = page.xpath("//section[.//h2[.='销号率排名']]//tbody/tr")
            assert bool(table) is bool(told)
            for row in table:
                paths = (".//th", "./td[@data-l='应销号']", "./td[@data-l='已销号']", "./td[@data-l='销号率']")
                cells = [re.escape(words(row.xpath(path)[0])) for path in paths]
                assert re.search(r"\s*".join(cells), paper), (month.words, cells)


def test_the_list_of_units_and_the_front_say_what_stands_behind(built: Site) -> None:
    """牵头 6，参与 9 and 逾期 1 beside a unit are its page's own; 能评判的 23 项 are the indicators that stand as met, short or unknown."""
    page = built.page("units/index.html")
    for line in page.xpath("//div[@class='unit-group']//li"):
        there, _ = built.led_to("units/index.html", line.find(".//a").get("href"))
        own = {label: number for _, number, label in figures_on(there)}
        for word in ("牵头", "参与"):
            told = re.search(rf"{word} (\d+)", words(line))
            assert (told[1] if told else "0") == own.get(word, "0"), words(line)
        late = re.search(r"逾期 (\d+)", words(line))
        assert int(late[1] if late else 0) == sum(bool(of_class(row, "s-square")) for row in owed_on(there)), words(
            line
        )
    judged = re.search(r"能评判的 (\d+) 项", words(built.page("index.html")))
    rows = of_class(built.page("indicators/index.html"), "indicator-row")
    assert judged and int(judged[1]) == sum(bool(row.get("data-standing")) for row in rows)


# -- cells of tables -------------------------------------------------------------------------------------------------------------------


def share(part: int, whole: int, places: int) -> str:
    """How so many of so many are shown: 87.5%, — of none."""
    return (
        f"{Decimal(part * 100 / Decimal(whole)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%" if whole else "—"
    )


def cell_of(row: html.HtmlElement, label: str) -> str:
    return words(row.xpath(f"./*[@data-l='{label}']")[0])


def number_at(top: html.HtmlElement) -> str:
    """The figure of a form's cell, or of its row over all who report: of one that is added up, the sum and not its parts."""
    own = of_class(top, "own") or top.xpath(".//summary/b") or [top]
    return (own[0].text or "").strip() or words(own[0])


def rows_of_form(page: html.HtmlElement) -> int:
    """The rows of a blank form: a label with several fields spans several lines."""
    rows, covered = 0, 0
    for line in part(page, "form").xpath(".//tbody/tr"):
        if not covered:
            label = next(each for each in line if "pf-section" not in classes(each))
            rows, covered = rows + bool(words(label)), int(label.get("rowspan", 1))  # a stub belongs to the label above
        covered -= 1
    return rows


def figure(page: html.HtmlElement, label: str) -> str:
    return next(number for _, number, told in figures_on(page) if told == label)


def in_matrix(page: html.HtmlElement, unit: str) -> int:
    """How many tasks of a matrix a unit leads."""
    place = [words(each) for each in page.xpath("//table[@class='matrix']/thead//th")].index(unit)
    return sum(words(row[place])[:1] in ("负", "分") for row in page.xpath("//table[@class='matrix']/tbody/tr[td]"))


@dataclass(frozen=True)
class Told:
    """A number in a cell: the row and the page it stands on, the page it leads to (or that its row names), and what stands after the #."""

    site: Site
    name: str
    row: html.HtmlElement
    there: html.HtmlElement
    mark: str = ""


def unit_of(row: html.HtmlElement) -> str:
    """The unit that a row is about, by the address of its page."""
    return row.xpath("./th//a/@href")[0].split("/")[-2]


def returned_of(page: html.HtmlElement, unit: str) -> str:
    """How many reports of those due a unit has handed in."""
    (row,) = (each for each in part(page, "returns").xpath(".//tbody/tr") if unit_of(each) == unit)
    told = [words(each) for each in row.xpath("./td[not(@class='n')]")]
    due = [each for each in told if each and not each.startswith(("未到期", "不用报"))]
    return f"{sum(each.startswith(('按时', '迟报', '已报')) for each in due)}／{len(due)}"


def matters(at: Told, state: str) -> int:
    return len(filtered(at.site.page("ledger/index.html"), f"unit={unit_of(at.row)}&state={state}"))


def owed_to(at: Told) -> list[html.HtmlElement]:
    """What the units of a leader owe, as the same page lists it; where it is nothing there is no list."""
    (leads, *_) = at.row.xpath("./th//a/@href") or [""]
    return rows_below(part(at.there, leads.removeprefix("#"))) if leads else []


def of_plan(at: Told, label: str) -> int | str:
    """A figure of a board, counted on the page of its plan."""
    return FIGURES[label](
        at.site.led_to(at.name, at.row.xpath("./th//a/@href")[0].replace("dashboards/", "plans/"))[0], ()
    )


# a number in a cell that is a link, by the address it leads to
LINKED: dict[str, Callable[[Told], int | str]] = {
    r"forms/.*#f-.*": lambda at: number_at(part(at.there, at.mark)),
    r"forms/.*#returns": lambda at: returned_of(at.there, unit_of(at.row)),
    r"plans/.*#group-.*": lambda at: len(part(at.there, at.mark).xpath(".//li[@class='task']")),
    r"plans/.*/matrix/index\.html#": lambda at: in_matrix(at.there, words(at.row[0])),
    r"assessments/.*#losses": lambda at: len(rows_below(part(at.there, at.mark))),
    r"assessments/.*#category-.*": lambda at: len(of_class(part(at.there, at.mark), "c-lost")),
    r"assessments/.*#items": lambda at: len(of_class(part(at.there, at.mark), "c-unscored")),
    r"ledger/.*#unit=.*": lambda at: len(filtered(at.there, at.mark)),
}
# a number in a cell that is none, by the beginning of its page's address and the cell's label
COLUMNS: dict[tuple[str, str], Callable[[Told], int | str]] = {
    ("across/institutions", "已销号"): lambda at: matters(at, "已销号"),
    ("across/institutions", "逾期"): lambda at: matters(at, "逾期"),
    ("across/leaders", "要交"): lambda at: len(owed_to(at)),
    ("across/leaders", "逾期"): lambda at: sum(bool(of_class(each, "s-square")) for each in owed_to(at)),
    ("bulletins/", "销号率"): lambda at: share(int(cell_of(at.row, "已销号")), int(cell_of(at.row, "应销号")), 1),
    ("campaigns/", "合计"): lambda at: sum(map(int, re.findall(r"(\d+) 篇", " ".join(map(words, at.row[:-1]))))),
    ("dashboards/index.html", "指标达到"): lambda at: of_plan(at, "指标达到"),
    ("dashboards/index.html", "任务办结"): lambda at: of_plan(at, "任务办结"),
    ("dashboards/index.html", "项数"): lambda at: len(rows_below(part(at.there, "fresh"))),
    ("ledger/index.html", "新交办"): lambda at: figure(at.there, "新交办"),
    ("ledger/index.html", "应销号"): lambda at: figure(at.there, "应销号"),
    ("ledger/index.html", "销号"): lambda at: figure(at.there, "已销号"),
    ("ledger/index.html", "在办"): lambda at: len(rows_below(part(at.there, "open"))),
    ("meetings/index.html", "议程"): lambda at: len(rows_below(part(at.there, "agenda"))),
    ("meetings/index.html", "要求"): lambda at: len(rows_below(part(at.there, "instructions"))),
    ("plans/index.html", "任务"): lambda at: len(all_tasks(at.there)),
    ("plans/index.html", "指标"): lambda at: (
        first_table(part(at.there, "indicators")) if at.there.xpath("//*[@id='indicators']") else 0
    ),
    ("plans/index.html", "办结"): lambda at: tasks_marked(at.there, "dot"),
    ("units/", "失分"): lambda at: len(of_class(part(at.there, "items"), "c-lost")),
    ("units/", "未评"): lambda at: len(of_class(part(at.there, "items"), "c-unscored")),
}


def test_a_number_in_a_cell_that_is_a_link_is_what_stands_there(built: Site) -> None:
    wrong, met = [], Counter[str]()
    for name, page in built.pages():
        for link in page.xpath("//table//a"):
            cell = next(link.iterancestors("td", "th"), None)
            told = re.fullmatch(r"(\d+(?:／\d+)?)(?: [项件条个家次篇])?", words(link))
            if not told or cell is None or cell.get("data-l") == "材料":  # papers are numbered, not counted
                continue
            address = built.address(name, link.get("href"))
            count = next((each for pattern, each in LINKED.items() if re.fullmatch(pattern, address)), None)
            met[address.split("/")[0]] += 1
            there, mark = built.led_to(name, link.get("href"))
            behind = count(Told(built, name, cell.getparent(), there, mark)) if count else "nobody says how to count it"
            if str(behind) != told[1]:
                wrong.append(f"{name}: {words(link)} → {address}: {behind}")
    assert met.total() > 5 and not wrong, "\n".join(wrong[:40])


def test_a_number_in_a_column_is_counted_again(built: Site) -> None:
    wrong, met = [], set()
    for name, page in built.pages():
        for cell in page.xpath("//table/tbody/tr/td[@data-l]"):
            key = next((each for each in COLUMNS if name.startswith(each[0]) and cell.get("data-l") == each[1]), None)
            told = re.fullmatch(r"(\d+(?:／\d+)?|[\d.]+%)(?: 篇)?", words(cell))
            if key and told and cell.find(".//a") is None:
                row = cell.getparent()
                named = [each for each in row.xpath("./th[@scope='row']//a/@href") if "#" not in each]
                there = built.led_to(name, named[0])[0] if named else page
                behind = COLUMNS[key](Told(built, name, row, there))
                met.add(key)
                if str(behind) != told[1]:
                    wrong.append(f"{name}: {words(cell)} {key[1]} of {words(row)[:30]}: {behind}")
    assert len(met) > 5 and not wrong, "\n".join(wrong[:40])


def test_a_matrix_adds_up(built: Site) -> None:
    for name, page in built.pages():
        for table in page.xpath("//table[@class='matrix']"):
            rows = table.xpath("./tbody/tr[td]")
            for row in rows:
                assert int(words(row[-1])) == sum(bool(words(each)) for each in row[1:-1]), name
            for sums, signs in zip(table.xpath("./tfoot/tr"), ("负分", "参会"), strict=True):
                counts = [sum(words(row[place])[:1] in [*signs] for row in rows) for place in range(1, len(sums) - 1)]
                told = [int(words(each)) for each in sums[1:]]
                assert told == [*counts, sum(counts)], (name, words(sums[0]))


def test_what_is_reckoned_is_so(built: Site) -> None:
    """按时 7／8 beside 87.50% are the reports of that period; a rate of matters struck off is that of the two counts beside it; a form's figures
    are those with a value; days are from the first to the last."""
    seen: set[str] = set()
    for name, page in built.pages():
        for box in page.xpath("//*[contains(@class, 'figures')]"):
            told = {
                words(each).removeprefix(words(each.find(".//b"))).strip(): each
                for each in box
                if each.find(".//b") is not None
            }
            for label, each in told.items():
                number = words(each.find(".//b"))
                if found := re.fullmatch(r"按时 (\d+)／(\d+)", label):
                    period = next(re.search(r"(\d+年\d+月)报齐", key) for key in told if "报齐" in key)
                    months = re.search(r"/(\d{4})-(\d\d)/", name)
                    when = period[1] if period else f"{months[1]}年{int(months[2])}月" if months else ""
                    there, _ = built.led_to(name, each.find(".//a").get("href"))
                    assert reported(there, when, in_time=True) == "／".join(found.groups()), name
                    assert number == share(int(found[1]), int(found[2]), 2), name
                if label == "销号率":
                    assert number == share(int(figure(page, "已销号")), int(figure(page, "应销号")), 1), name
                if label == "天":
                    period = built.content.plans[name.split("/")[1]].period
                    assert period and period.start and period.end
                    assert int(number) == (period.end.last - period.start.first).days + 1, name
                if label == "项":
                    there, _ = built.led_to(name, each.find(".//a").get("href"))
                    assert int(number) == len(of_class(there, "sub-item")), name
                if label == "行":
                    there, _ = built.led_to(name, each.find(".//a").get("href"))
                    assert int(number) == rows_of_form(there), name
                if found := re.fullmatch(r"有数的栏目，共 (\d+)", label):
                    cells = [words(each) for each in of_class(part(page, "form"), "pf-value")]
                    asked = [each for each in cells if "×" not in each]  # a rate is reckoned of them
                    assert (int(number), int(found[1])) == (sum(map(bool, asked)), len(asked)), name
                    parts = {key: int(words(each.find(".//b"))) for key, each in told.items()}
                    assert parts.get("空", 0) == len(asked) - int(number), name
                    if len(parts) > 1:
                        assert parts.get("填报", 0) + parts.get("汇总", 0) == int(number), name
                seen.add(re.sub(r"[\d／]+", "", label))
    assert "行" in seen


# a count with what it counts, in running text
SAID = re.compile(r"(\d+) ?([项件条个家篇次处](?!以)[\u4e00-\u9fff]{2,6})")


def test_no_paragraph_counts_one_thing_twice(built: Site) -> None:
    """14 项指标 and 18 项指标 in one paragraph cannot both be so."""
    wrong = []
    for name, page in built.pages():
        for each in page.xpath(
            "//main//p | //main//header | //main//li[not(.//li) and not(.//p)] | //main//dd | //main//td"
        ):
            said: dict[str, set[str]] = {}
            for number, what in SAID.findall(words(each)):
                said.setdefault(what, set()).add(number)
            wrong += [
                f"{name}: {what} {sorted(told)}: {words(each)[:120]}" for what, told in said.items() if len(told) > 1
            ]
    assert not wrong, "\n".join(wrong)


# -- a campaign on paper ---------------------------------------------------------------------------------------------------------------


MONTH = "1[0-2]月|[1-9]月"


def owing(page: html.HtmlElement) -> dict[str, list[str]]:
    """Who is short of stories or still to hand in, by the word of the cell and the month (10月 欠), in the order of the page."""
    if not page.xpath("//*[@id='submissions']//table"):
        return {}
    table = part(page, "submissions").xpath(".//table")[0]
    months = [re.match(r"\d+月", words(each)) for each in table.xpath("./thead/tr/th")]
    found: dict[str, list[str]] = {}
    for row in table.xpath("./tbody/tr"):
        for month, cell in zip(months, row, strict=True):
            if month and (told := re.match("欠|待交", words(cell))):
                found.setdefault(f"{month[0]} {told[0]}", []).append(words(row[0]))
    return found


def pieces_of(built: Site) -> Iterator[tuple[str, str, html.HtmlElement, str]]:
    """Every printed piece of the campaigns: its name, its words, its HTML, and the address of the campaign's page."""
    for each in prints(built.content, CAMPAIGN):  # those of a month by itself stand as it ended
        if each.record_id in {file.campaign for file in built.content.publicity.values()}:
            top = html.fromstring(each.make().html)
            yield each.name, re.sub(r"[\u2060\u200b\s]", "", words(top)), top, links.campaign(each.record_id)


def test_a_campaign_says_on_paper_what_its_page_says(built: Site) -> None:
    """Poster, digest, newsletters, list of debtors and summary: the figures at the head, the way of the stories, the reports by level, who owes."""
    met: Counter[str] = Counter()
    for name, text, top, address in pieces_of(built):
        page = built.page(address)
        told = [(number, re.sub(r"\s", "", label)) for _, number, label in figures_on(page)]
        for box in top.xpath("//*[@class='four']")[:1] if told else ():
            shown = [(words(each.find("b")), re.sub(r"[\u2060\u200b\s]", "", words(each.find("p")))) for each in box]
            assert shown == told, name
            met["head"] += 1
        # a bulletin of a span that ended before today counts to its end
        if name == "monthly" and not text.count(
            f"数据截至{built.content.as_of.year}年{built.content.as_of.month}月{built.content.as_of.day}日"
        ):
            continue
        steps, levels = bars(page, "pipeline"), bars(page, "coverage")
        if found := re.search(
            r"投稿(\d+)篇，采用(\d+)篇(?:（占\d+%）)?，择优上报(\d+)篇，上级采用(\d+)篇；(?:媒体报道(\d+)篇|媒体还没有报道)",
            text.rpartition("活动开始以来")[2] or text,
        ):
            assert [int(each) for each in found.groups()[:4]] == steps, name
            assert (
                int(found[5] or 0)
                == sum(levels)
                == (len(rows_below(part(page, "reports"))) if page.xpath("//*[@id='reports']") else 0)
            ), name
            met["steps"] += 1
        by_word = owing(page)
        for month, short in re.findall(rf"({MONTH})，应投稿的\d+个科室交齐\d+个，(?!没有)([^。]*?)欠交", text):
            assert set(short.split("、")) == set(by_word.get(f"{month} 欠", [])), (name, month)
            met["short"] += 1
        for month, many, done in re.findall(rf"({MONTH})，应投稿的(\d+)个科室交齐(\d+)个", text):
            assert int(many) == len(part(page, "submissions").xpath(".//tbody/tr")), name
            assert int(many) - int(done) == len(by_word.get(f"{month} 欠", [])), (name, month)
        for month, many in re.findall(rf"({MONTH})(?:还有|到\d+月\d+日截止，|还没有交的)(\d+)个科室", text):
            assert int(many) == len(by_word.get(f"{month} 待交", [])), (name, month)
            met["waiting"] += 1
        if name == "shortages":
            times = re.search(r"(\d+)个科室欠交(\d+)次", text)
            short_units = {unit for key, units in by_word.items() if key.endswith("欠") for unit in units}
            listed = top.xpath("//table//tbody/tr")
            assert len(listed) == len(short_units) == int(times[1] if times else 0)
            assert int(times[2] if times else 0) == sum(
                len(units) for key, units in by_word.items() if key.endswith("欠")
            )
            met["debtors"] += 1
    assert met["steps"] and met["debtors"] == 1, met


def test_the_oldest_debt_stands_first_however_old(tmp_path: Path) -> None:
    """A campaign long over is still owed what it asked for: in the calendar, on the front page, with the unit, in its count."""
    day = date(2029, 3, 1)
    content = load(written(tmp_path), day, day).content
    agenda = calendar(content).agenda
    dues = [entry.days[0] for entry in agenda if entry.late]
    assert dues == sorted(dues)
    sheet = unit_sheets(content)["lch-surgery"]
    assert {item.kind for item in sheet.late} == {"quota", "recurring"}
    assert min(item.due for item in sheet.late if item.due) < date(2026, 12, 31)
    assert dues[0] <= min(item.due for item in sheet.late if item.due)
    front = next(page.body for page in build_pages(content) if page.path == "index.html")
    first = of_class(html.fromstring(front), "due")[0][0]
    assert agenda[0].item.what in words(first)
