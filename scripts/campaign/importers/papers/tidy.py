"""Characters as an office means them: radicals of PDF copies, full-width letters, half-width marks between Han characters, invisible characters.

Only these are changed, nothing else of NFKC: ① stays ①. Every kind of change is counted, for the report.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import replace

from campaign.importers.papers.base import Paper
from campaign.leaves import unseen

# Radicals of the supplement that have no compatibility mapping (Unicode 2E80–2EF3).
_RADICALS = dict(
    zip(
        "⺁⺄⺆⺈⺊⺌⺍⺎⺕⺗⺘⺙⺚⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺬⺭⺮⺯⺰⺱⺲⺳⺴⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙冂刀卜小小兀彐心手攵无无日月歹母民水水火爪爪丬牛犬玉疋示示竹糸纟网网网网羊羊羊老聿聿月臼艹艹艹虎衣西西见角角讠贝足车辶辶辶阝金长长长门阜阜雨青韦页风飞食食食饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龟龟",
        strict=False,
    )
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_FULL = re.compile("[０-９Ａ-Ｚａ-ｚ％．＋－](?![\u4e00-\u9fff]?．)|(?<=[０-９0-9])．")
_OLD = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_HALF = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。"}
_NEAR = "\u3400-\u9fff“”《》（）〔〕【】、。，；：％%"
_MARK = re.compile(
    rf"(?<=[{_NEAR}])[,;:?!]|[,;](?=[{_NEAR}])(?<!\d.)|(?<=\d)[,;](?=[\u3400-\u9fff“])"
    r"|(?<=[\u3400-\u9fff”》）)%])\.(?=$|[\s\u3400-\u9fff“《（(])"
)
_HEAD = re.compile(r"\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十\d]{1,3}[.．、])")
_WORDS = {
    "radical": "处部首字符换成了普通汉字",
    "full": "处全角字母、数字换成了半角",
    "half": "处半角标点换成了全角",
}


def tidied(paper: Paper) -> Paper:
    """The same paper in ordinary characters, with a note for every kind of change."""
    seen: Counter[str] = Counter()
    hidden = [(line.place, said) for line in paper.lines for _, said in unseen.found(line.text)]
    lines = tuple(
        replace(line, text=text(line.text, seen), cells=tuple(text(cell, seen) for cell in line.cells))
        for line in paper.lines
    )
    notes = [f"{seen[key]} {words}" for key, words in _WORDS.items() if seen[key]]
    if hidden:
        turning = (
            "，其中有颠倒文字方向的，请对照原件的次序" if any(said[0] == "text-direction" for _, said in hidden) else ""
        )
        notes.insert(0, f"去掉了 {len(hidden)} 个看不见的字符，第一个在第 {hidden[0][0]} {paper.unit}{turning}")
    return replace(paper, lines=tuple(line for line in lines if line.text.strip()), notes=(*paper.notes, *notes))


def text(typed: str, seen: Counter[str]) -> str:
    """One line in ordinary characters; `seen` counts the changes by kind."""

    def count(key: str, made: str) -> str:
        seen[key] += 1
        return made

    made = _SPACES.sub(" ", unseen.stripped(typed))
    made = _OLD.sub(
        lambda found: count("radical", _RADICALS.get(found[0]) or unicodedata.normalize("NFKC", found[0])), made
    )
    made = re.sub(
        "[０-９Ａ-Ｚａ-ｚ％]|(?<=[０-９0-9])．",
        lambda found: count("full", unicodedata.normalize("NFKC", found[0])),
        made,
    )
    if not re.search("[\u3400-\u9fff]", made) or not re.search(r"[,;:?!.()]", made):
        return made
    head = found.end() if (found := _HEAD.match(made)) else 0
    rest = re.sub(
        r"\(([^()]*)\)",
        lambda found: (
            count("half", f"（{found[1]}）")
            if re.search("[\u3400-\u9fff]", found[1]) or re.search("[\u3400-\u9fff]$", made[: head + found.start()])
            else found[0]
        ),
        made[head:],
    )
    rest = re.sub(
        r"\(([^()]*)\)",
        lambda found: count("half", f"（{found[1]}）") if re.search("[\u3400-\u9fff]", found[1]) else found[0],
        rest,
    )
    return made[:head] + _MARK.sub(lambda found: count("half", _HALF[found[0]]), rest)
