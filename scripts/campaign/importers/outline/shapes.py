"""How the nodes below a heading are laid out, whatever they are about: run-in headings, points in a paragraph, duties meant for several items."""

from __future__ import annotations

import re
from itertools import pairwise

from campaign.importers.outline.facts import duties
from campaign.importers.outline.tree import Node, Para, parted
from campaign.importers.outline.words import digits
from campaign.leaves import numbering


def lead(node: Node) -> int:
    """How many paragraphs of a section stand before its first run-in heading."""
    for at, each in enumerate(node.texts):
        title, rest, _ = parted(each.text)
        if (
            not each.rows
            and len(title) <= 18
            and (rest or each.text.endswith("。"))
            and not re.search(r"[，,；;]", title)
        ):
            return at
    return 0


def run_ins(node: Node, least: int) -> list[Node]:
    """Paragraphs without numbers that begin with a short heading (加强领导。…) as items; [] when they do not."""
    if node.below or not node.words:
        return []
    made: list[Node] = []
    for each in node.texts[lead(node) :]:
        if each.rows:
            continue
        title, rest, mark = parted(each.text)
        short = bool(rest) and len(title) <= 18 and not re.search(r"[，,；;]", title)
        alone = not rest and len(title) <= 18 and each.text.endswith("。") and not re.search(r"[，,；;]", title)
        if (short or alone) and not duties.labelled(each.text) and not re.match(r"[（(]|到\d|注[：:]", title):
            made.append(Node("", title, each.line, "run-in", [Para(rest, each.line)] if rest else [], mark=mark))
        elif made:
            made[-1].texts.append(each)
        else:
            return []
    return made if len(made) >= least else []


def dutied(node: Node, deep: bool = True) -> bool:
    own = any(duties.find(digits(text)) for text in (node.title, *node.words))
    return own or (deep and any(dutied(each) for each in node.below))


def flattened(node: Node) -> list[Para]:
    """The paragraphs of an entry with its items as paragraphs of their own: a part that holds no deeper items loses no word."""
    made = [each for each in node.texts if not each.rows]
    for each in node.below:
        inner = [one for one in each.texts if not one.rows]
        run_in = inner and inner[0].line == each.line
        mark = each.mark or "。"
        made.append(Para(f"{each.number}{each.title}{mark + inner[0].text if run_in else ''}", each.line))
        made += flattened(Node("", "", each.line, texts=inner[1:] if run_in else inner, below=each.below))
    return made


def flat_texts(node: Node) -> list[str]:
    return [each.text for each in flattened(node)]


def lifts(node: Node) -> list[duties.FoundDuty]:
    """The duties behind the last of several items that are meant for all of them: sentences and lines of their own, or the only bracket among
    small items."""
    if len(node.below) < 2 or node.below[-1].below:
        return []
    last = node.below[-1]
    if any(duties.find(digits(text)) for each in node.below[:-1] for text in (each.title, *each.words)):
        return []
    own = [
        found
        for each in last.texts
        if not each.rows and each.line != last.line
        for found in duties.find(digits(each.text))
        if found.begin == 0
    ]
    if own:
        return own
    if last.kind in ("arabic-bracket", "circled", "spoken", "han-bracket") and node.kind not in (
        "han",
        "part",
        "plain",
    ):
        for text in (*reversed(last.words), last.title):
            if found := duties.find(digits(text)):
                return found[-1:]
    return []


def points(node: Node) -> tuple[list[Para], list[Node]]:
    """一要…。二要…。 sentence by sentence in a paragraph of a section that has no numbered items: its tasks."""
    for at, para in enumerate(node.texts):
        text = para.text
        places = [
            found.start()
            for place in range(1, 20)
            if (found := re.search(rf"(?<![\u4e00-\u9fff，；;]){numbering.to_chinese(place)}要", text))
        ]
        if len(places) > 1 and places == sorted(places) and places[0] == 0:
            pieces = [text[start:end] for start, end in pairwise([*places, len(text)])]
            below = [
                Node(
                    piece[:2],
                    parted(piece[2:])[0],
                    para.line,
                    "yao",
                    [Para(rest, para.line)] if (rest := parted(piece[2:])[1]) else [],
                )
                for piece in pieces
            ]
            below[-1].texts += node.texts[at + 1 :]
            return node.texts[:at], below
    return node.texts, []


def stages(root: Node) -> None:
    """Phases that stand without a heading of their own get one without words."""
    below: list[Node] = []
    for node in root.below:
        if node.kind == "stage" and below and below[-1].kind == "stages":
            below[-1].below.append(node)
        elif node.kind == "stage":
            below.append(Node("", "实施步骤", node.line, "stages", below=[node]))
        else:
            below.append(node)
    root.below = below
