"""The index of the search: the fold, the number code, the lists, the shards and the files (no browser)."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_corpus import site

from campaign.search import wordlist
from campaign.search.code import LIMIT, SYMBOLS, decode, encode
from campaign.search.everyday import WORDS
from campaign.search.fold import SEPARATOR, fold, traditional
from campaign.search.index import IndexedPage, SearchUnit, build_index, words
from campaign.search.shards import halve, hashed, plan_shards


def page(*units: SearchUnit, id: str = "plans/a", title: str = "甲方案", date: str = "2026-03-17") -> IndexedPage:
    return IndexedPage(id, title, f"{id}/index.html", "plan", date, units)


def task(name: str, text: str = "", anchor: str = "t1") -> SearchUnit:
    return SearchUnit("task", name, text, anchor)


# ---- reading an index back, as the browser does


def core_of(files: dict[str, bytes]) -> dict:
    return json.loads(files["core.js"].decode().removeprefix("PS.core(").removesuffix(");\n"))


def lists_of(files: dict[str, bytes]) -> dict[str, tuple[list[tuple[int, int]], list[int]]]:
    """{bigram: ([(unit, flags)], [unit])} of all shards."""
    out: dict[str, tuple[list[tuple[int, int]], list[int]]] = {}
    for path, content in files.items():
        if not path.startswith("g/"):
            continue
        name, _, data = json.loads(
            "[" + content.decode().removeprefix("PS.g(").removesuffix(");\n").replace("\t", "\\t") + "]"
        )
        assert path == f"g/{name}.js"
        for first, entries in data.items():
            for entry in entries.split("\t"):
                names, _, bodies = entry[1:].partition(" ")
                unit, in_names = -1, []
                for number in decode(names):
                    unit += number // 4 + 1
                    in_names.append((unit, number % 4))
                unit, in_bodies = -1, []
                for number in decode(bodies):
                    unit += number + 1
                    in_bodies.append(unit)
                assert first + entry[0] not in out
                out[first + entry[0]] = in_names, in_bodies
    return out


def units_of(pages: list[IndexedPage]) -> dict[int, SearchUnit]:
    """{number: unit}: blocks of eight, the page itself first."""
    out, start = {}, 0
    for one in pages:
        own = [u for u in one.units if not u.anchor and u.name == one.title]
        units = list(one.units) if own else [SearchUnit(one.kind, one.title, "", ""), *one.units]
        out |= {start + at: unit for at, unit in enumerate(units)}
        start += -(-len(units) // 8) * 8
    return out


def bigrams(text: str) -> set[str]:
    folded = fold(text) + SEPARATOR
    return {folded[at : at + 2] for at in range(len(folded) - 1) if folded[at] != SEPARATOR}


# ---- the fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("護理部　ＤＲＧ", "护理部 drg"),
        ("门诊（一楼）：8：30—17:30", "门诊 一楼  8 30 17 30"),
        ("０．６０　９５％", "0.60 95%"),
        ("Ⅱ级、①②⑩", "ⅱ级 12⑩"),
        ("⽤药⻓期⻔诊", "用药长期门诊"),  # radicals, as text copied from a PDF has them
        ("ǅÀß", "ǆàß"),
        ("𠮷野家😀ok", "𠮷野家😀ok"),
        ("\u3000\n\t《》", "     "),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_keeps_every_place_and_is_final(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_simplified_characters_stay_as_they_are() -> None:
    assert fold("干系后台面里发表征求") == "干系后台面里发表征求"
    assert not set(traditional()) & set(traditional().values())


# ---- the word list


def test_a_name_is_filed_by_the_sounds_of_its_beginning_and_of_each_rest() -> None:
    filed = wordlist.entries(["护理部", "重症医学科", "6S管理", "甲（乙）丙"])
    found = {
        (a, b, text)
        for a, cells in filed.items()
        for b, both in cells.items()
        for text in re.split(r"[|!]", both.decode())
        if text
    }
    assert {("h", "l", "护理部"), ("l", "b", "理部"), ("z", "z", "重症医学科"), ("c", "z", "重症医学科")} <= found
    assert {("6", "s", "6s管理"), ("g", "l", "管理"), ("j", "y", "甲 乙 丙"), ("y", "b", "乙 丙")} <= found
    assert ("z", "y", "症医学科") in found and filed["h"]["l"] == "护理部!".encode()


def test_the_weightier_name_is_offered_first() -> None:
    offices = page(
        SearchUnit("section", "活路办", "", "s1"),
        SearchUnit("unit", "护理部", "", "u1"),
        SearchUnit("task", "湖里布", "", "t1"),
    )
    cells = [content.decode() for path, content in build_index([offices]).items() if path.startswith("w/")]
    assert any("l护理部|湖里布|活路办!" in each for each in cells)


def test_only_the_readings_of_what_occurs_are_written() -> None:
    table = build_index([page(task("护理", "重"))])["w/readings.js"].decode()
    assert {each for each in table if not each.isascii()} == set("护理重甲方案")
    assert "zhong重" in table and "chong重" in table


def test_everyday_words_are_written_as_queries_are_compared() -> None:
    for everyday, written in WORDS.items():
        assert (fold(everyday), *map(fold, written)) == (everyday, *written)
        assert everyday not in written


# ---- the number code


def test_symbols_need_no_escape_in_a_script() -> None:
    assert len(SYMBOLS) == 92
    assert json.dumps(SYMBOLS) == f'"{SYMBOLS}"'


@pytest.mark.parametrize(
    ("number", "length"),
    [
        (0, 1),
        (55, 1),
        (56, 2),
        (2631, 2),
        (2632, 3),
        (61879, 3),
        (61880, 5),
        (LIMIT - 1, 5),
    ],
)
def test_lengths_at_the_limits(number: int, length: int) -> None:
    text, offsets = encode(np.array([number]))
    assert len(text) == length
    assert offsets.tolist() == [0, length]
    assert list(decode(text.decode())) == [number]


@pytest.mark.parametrize("number", [-1, LIMIT])
def test_numbers_beyond_the_code_are_refused(number: int) -> None:
    with pytest.raises(ValueError, match="can be written"):
        encode(np.array([number]))


@given(
    st.lists(
        st.one_of(st.integers(0, 60), st.integers(2600, 2700), st.integers(61800, 62000), st.integers(0, LIMIT - 1))
    )
)
def test_code_there_and_back(numbers: list[int]) -> None:
    text, offsets = encode(np.array(numbers, np.int64))
    assert list(decode(text.decode())) == numbers
    assert [list(decode(text[a:b].decode())) for a, b in pairwise(offsets)] == [[n] for n in numbers]


# ---- the lists


def test_lists_hold_every_bigram_of_every_unit_and_no_other() -> None:
    pages = site(6)
    lists, units = lists_of(build_index(pages)), units_of(pages)
    for which, field in ((0, "name"), (1, "text")):
        found: dict[int, set[str]] = {number: set() for number in units}
        for bigram, both in lists.items():
            for item in both[which]:
                found[item[0] if isinstance(item, tuple) else item].add(bigram)
        for number, unit in units.items():
            assert found[number] == bigrams(getattr(unit, field)), unit


texts = st.text(st.sampled_from("护理部医 ，。（）a1.％Ｄ護𠮷"), max_size=8)


@given(st.lists(st.tuples(texts, texts), max_size=6))
def test_lists_of_any_texts(pairs: list[tuple[str, str]]) -> None:
    pages = [page(*(task(name, text, f"t{at}") for at, (name, text) in enumerate(pairs)))]
    lists = lists_of(build_index(pages))
    for number, unit in units_of(pages).items():
        folded = fold(unit.name).strip()
        for bigram, (names, bodies) in lists.items():
            flags = dict(names).get(number)
            assert (flags is not None) == (bigram in bigrams(unit.name))
            assert (number in bodies) == (bigram in bigrams(unit.text))
            if flags is not None:
                assert bool(flags & 2) == (folded + SEPARATOR).startswith(bigram)
                assert bool(flags & 1) == (folded.endswith(bigram) or bigram == folded[-1] + SEPARATOR)


def test_whole_name_is_told_apart() -> None:
    lists = lists_of(
        build_index(
            [page(task("医务"), task("医", anchor="t2"), task("医务医务", anchor="t3"), task("（医务）", anchor="t4"))]
        )
    )
    assert lists["医务"][0] == [(1, 3), (3, 3), (4, 3)]
    assert lists["医 "][0] == [(2, 3)]


def test_other_names_have_their_own_edges() -> None:
    lists = lists_of(build_index([page(SearchUnit("unit", "总务科", "后勤、房产", "t1", also=("后勤", "（房产）")))]))
    assert lists["总务"][0] == [(1, 2)] and lists["务科"][0] == [(1, 1)]
    assert lists["后勤"][0] == lists["房产"][0] == [(1, 3)]
    assert "科后" not in lists and "勤房" not in lists


def test_first_and_last_unit_of_the_corpus_are_found() -> None:
    pages = [page(title="首方案"), page(id="plans/b", title="乙"), page(task("末条", ""), id="plans/c", title="丙")]
    lists = lists_of(build_index(pages))
    assert lists["首方"][0] == [(0, 2)]
    assert lists["末条"][0] == [(17, 3)]


# ---- shards


def test_no_shard_is_over_the_limit_but_a_single_bigram() -> None:
    entries = {
        "甲": {chr(0x4E00 + n): b"x" * 400 for n in range(200)} | {"乙": b"y" * 30_000, "丙": b"z" * 7_000},
        "丁": {"戊": b"w" * 50_000},
        **{chr(0x5000 + n): {"一": b"v" * 900} for n in range(300)},
    }
    plan = plan_shards(entries)
    assert set(plan.heavy) == {"甲", "丁"}
    assert set(plan.heavy["甲"][0]) == {"乙", "丙"}
    assert plan.heavy["丁"] == ("戊", "_")
    held = [(first, second) for chosen in plan.shards.values() for first, seconds in chosen for second in seconds]
    assert sorted(held) == sorted((first, second) for first, seconds in entries.items() for second in seconds)
    for chosen in plan.shards.values():
        sizes = [len(entries[first][second]) for first, seconds in chosen for second in seconds]
        assert sum(sizes) <= 12_000 or len(sizes) == 1


def test_a_leaf_is_named_by_its_path() -> None:
    tree, leaves = halve({"甲": 8000, "乙": 8000})
    assert re.fullmatch(r"[01_]+", tree)
    for name, chars in leaves.items():
        path = format(int(name, 16), "b")[1:]
        assert all(format(hashed(char), "032b").startswith(path) for char in chars)


# ---- the files


def test_same_pages_give_the_same_bytes() -> None:
    assert build_index(site(5)) == build_index(site(5))
    assert list(build_index(site(2))) == sorted(build_index(site(2)))


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_an_edit_changes_only_the_shards_of_its_bigrams() -> None:
    pages = site(30)
    unit = next(u for u in pages[-1].units if u.kind == "task")
    edited = replace(unit, text=unit.text + "另备两辆轮椅。")
    units = tuple(edited if u is unit else u for u in pages[-1].units)
    before, after = build_index(pages), build_index([*pages[:-1], replace(pages[-1], units=units)])
    touched = bigrams(edited.text) - bigrams(unit.text) | bigrams(unit.text) - bigrams(edited.text)
    expected = {
        path
        for path in after
        if path.startswith("g/")
        and any(
            f'"{first}":"' in after[path].decode()
            and re.search(rf'"{first}":"[^"]*(?<=[\t"]){re.escape(second)}', after[path].decode())
            for first, second in touched
        )
    }
    assert changed(before, after) == expected | {"core.js", "w/readings.js", f"t/{pages[-1].id}.js"}  # 椅 is new
    assert core_of(before)["layout"] == core_of(after)["layout"]
    assert core_of(before)["build"] != core_of(after)["build"]


def test_one_more_unit_inside_the_block_of_eight_moves_no_other_page() -> None:
    pages = [page(task("甲事")), page(task("乙事"), id="plans/b", title="乙方案")]
    more = [replace(pages[0], units=(task("甲事"), task("丙事", anchor="t2"))), pages[1]]
    before, after = lists_of(build_index(pages)), lists_of(build_index(more))
    assert before["乙事"] == after["乙事"] == ([(9, 3)], [])
    assert core_of(build_index(pages))["layout"] == core_of(build_index(more))["layout"]


def test_core_tells_kinds_months_and_pages() -> None:
    units = (task("一", anchor="t1"), task("二", anchor="t2"), SearchUnit("phase", "三", "", "p1"))
    core = core_of(build_index([page(*units), page(id="units/b", title="乙", date="")]))
    assert core["pages"] == ["plans/a", "units/b"]
    assert core["kinds"] == [word.key for word in words()]
    assert core["runs"] == "bd2e,b"
    assert core["months"] == [2026 * 12 + 3, 0]


def test_the_page_itself_is_a_unit_once() -> None:
    own = SearchUnit("plan", "甲方案", "提要", "")
    assert core_of(build_index([page(task("一"))]))["runs"] == "bd"
    assert core_of(build_index([page(task("一"), own)]))["runs"] == "db"


def test_pairs_of_traditional_characters_in_use_and_in_reserve() -> None:
    files = build_index([page(task("護理部查房", "调查"))])
    reserve = files["fold.js"].decode()
    assert core_of(files)["fold"] == "護护"
    assert "護护" not in reserve
    assert "調调" in reserve
    assert "鐵铁" not in reserve, "铁 is not in the corpus"


def test_texts_are_kept_as_written() -> None:
    name = '<b>"安全"\\输注</b>\u2028</script>'
    content = build_index([page(task(name, "甲\n乙", "t-1"))])["t/plans/a.js"].decode()
    assert "\u2028" not in content
    id, data = json.loads("[" + content.removeprefix("PS.t(").removesuffix(");\n") + "]")
    assert id == "plans/a"
    assert data["units"][1] == [name, "甲\n乙", "t-1", "", "", ""]
    assert (data["title"], data["url"], data["date"]) == ("甲方案", "plans/a/index.html", "2026-03-17")


def test_no_pages() -> None:
    files = build_index([])
    assert sorted(files) == ["core.js", "f/columns.js", "fold.js", "w/readings.js"]
    assert core_of(files)["tree"] == "_"


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (page(id="../etc"), "file name"),
        (page(id="计划"), "file name"),
        (page(id="a//b"), "file name"),
        (page(date="2026-13-01"), "date"),
        (page(date="三月"), "date"),
        (page(SearchUnit("poem", "诗", "", "x")), "unknown kind"),
    ],
)
def test_what_a_caller_may_not_hand_over(bad: IndexedPage, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        build_index([bad])


def test_two_pages_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        build_index([page(), page()])


def test_one_shard_is_small_enough_for_a_first_query() -> None:
    files = build_index(site(100))
    sizes = sorted(len(gzip.compress(content, 6)) for path, content in files.items() if path.startswith("g/"))
    assert sizes[-1] < 14_000
    assert len(gzip.compress(files["core.js"], 6)) < 3_000
