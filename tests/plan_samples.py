"""Plans of any shape, for the property tests of round trips: as the values of a plan file that the second office could hold."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

LETTERS = "门诊住院护理预约随访质量安全满意度改善流程提高培训检查通报考核落实群众患者"
WORD = st.text(LETTERS, min_size=2, max_size=8)
MARKS = st.sampled_from(["", "，", "、", "：", "；", " ", "“甲”", "（乙）", "A1", "90%", "3名", "2026年底前", "·"])
SENTENCE = st.lists(st.tuples(WORD, MARKS), min_size=1, max_size=5).map(
    lambda parts: "".join(a + b for a, b in parts).strip() + "。"
)
TEXTS = st.lists(SENTENCE, max_size=3)
UNITS = ("医政医管科", "宣传科", "区医院", "澜川区中医院", "护理部", "外科")
DAYS = st.sampled_from(["2026-06-30", "2026-12", "2027", "2026-11-05"])
NUMBERS = st.sampled_from(["90", "0.60", "12.5", "0", "1750"])


def _maybe(**held: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=held)


@st.composite
def duties(draw: st.DrawFn) -> dict[str, Any]:
    """Nothing, names by role, or a printed bracket."""
    kind = draw(st.sampled_from(["", "names", "bracket"]))
    units = draw(st.permutations(UNITS))
    if kind == "names":
        cut = draw(st.integers(0, 2))
        return {"responsibility": {"lead": list(units[:1]), **({"join": list(units[1 : 1 + cut])} if cut else {})}}
    return {"responsibility": f"（{units[0]}牵头，{units[1]}参与）"} if kind else {}


@st.composite
def tasks(draw: st.DrawFn, number: int, plain: bool) -> dict[str, Any]:
    """A task, with points inside it where it is not `plain`."""
    made = {
        "id": f"t{number}",
        "title": draw(WORD),
        **draw(duties()),
        **draw(_maybe(due=DAYS, topics=st.lists(WORD, max_size=2, unique=True))),
    }
    if texts := draw(TEXTS):
        made["text"] = texts
    if not plain and draw(st.booleans()):
        made["children"] = [{"id": f"t{number}-{at}", "title": draw(WORD)} for at in range(1, 3)]
    return made


@st.composite
def indicators(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """An indicator with one target or one a tier."""
    targets = [{"value": draw(NUMBERS), **draw(_maybe(due=DAYS, modality=st.sampled_from(["力争", "刚性"])))}]
    if draw(st.booleans()):
        targets = [{**targets[0], "scope": {"tier": tier}, "value": draw(NUMBERS)} for tier in ("二级", "三级")]
    facts = draw(
        _maybe(unit=st.sampled_from(["%", "名", "分钟"]), due=DAYS, definition=SENTENCE, modality=st.just("力争"))
    )
    if facts.get("unit") == "%":
        targets = [{**each, "value": "90"} for each in targets]
    return {
        "id": f"i{number}",
        "name": draw(WORD) + str(number),
        "operator": draw(st.sampled_from(["不低于", "不高于"])),
        **facts,
        "lead": [draw(st.sampled_from(UNITS))],
        "targets": targets,
    }


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """The values of `plans/any.yaml`."""
    number = iter(range(1, 100))
    plain = draw(st.booleans())
    made: dict[str, Any] = {
        "id": "any",
        "title": f"{draw(WORD)}方案",
        "issuer": draw(st.sampled_from(["澜川区卫生健康局", "澜川区人民医院"])),
    }
    made |= draw(
        _maybe(
            doc_no=st.just("澜卫〔2026〕7号"),
            date=st.just("2026-02-03"),
            preamble=TEXTS,
            guiding=TEXTS,
            level=st.just("县"),
        )
    )
    made |= draw(
        _maybe(
            period=st.sampled_from(
                [{"start": "2026-01-01", "end": "2026-12-31"}, {"end": "2027-06", "binds_indicators": "是"}]
            )
        )
    )
    groups = draw(st.integers(0, 2))
    if groups:
        made["groups"] = [
            {
                "id": f"g{at}",
                "title": f"{draw(WORD)}{at}",
                "text": draw(TEXTS),
                "tasks": [draw(tasks(next(number), plain)) for _ in range(draw(st.integers(1, 3)))],
            }
            for at in range(1, groups + 1)
        ]
    else:
        made["tasks"] = [draw(tasks(next(number), plain)) for _ in range(draw(st.integers(1, 3)))]
    if count := draw(st.integers(0, 2)):
        made["indicators"] = [draw(indicators(at)) for at in range(1, count + 1)]
    if draw(st.booleans()):
        made["requirements"] = [{"title": f"{draw(WORD)}{at}", "text": draw(TEXTS)} for at in range(1, 3)]
    if draw(st.booleans()):
        made["phases"] = [
            {"id": "p1", "name": draw(WORD), "start": "2026-01-01", "end": "2026-06-30", "text": draw(TEXTS)}
        ]
    return made
