"""A paragraph of official text in lines of so many 字 (28) that end flush: where each line breaks, and how far its 字 are drawn apart.

WeasyPrint cannot justify Chinese: it stretches spaces, of which there are none. So lines are broken here, by the rules of 避头尾, and a
line that comes out short by a 字 or two (because the next may not begin a line), or long by half a 字, has that distance shared out between
its 字.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaign.pdf.geometry import OFFICIAL
from campaign.pdf.typeset import ALLOW, FORBID, prose

INDENT = 2  # 字 before a paragraph's first line (7.3.3)
STRETCH, SQUEEZE = 3.2, 0.5  # 字; a line shorter by more is left as it is, one longer by less is drawn together
NO_START = frozenset("，。、；：？！）》”’〕】」』〉％‰℃—…～·/,.;:!?)]%")  # GB/T 15834—2011 5.1
NO_END = frozenset("（《“‘〔【「『〈([/")
# Marks of one 字 whose ink stands in its left half, and in its right half; ？ stands in the middle.
LEFT, RIGHT = frozenset("，。、；：！）》”’〕】」』〉"), frozenset("（《“‘〔【「『〈")
HALF = "half"  # face of a mark that gives half a 字 to the mark beside it

# Thousandths of a 字 for the marks and letters of ASCII from the space on; in every face of ours any other character takes a whole 字,
# but for a few. tests/test_pdf_lines.py compares them with the fonts.
_ASCII = {
    "": (
        333, 278, 500, 833, 500, 833, 781, 278, 389, 389, 500, 778, 278, 333, 278, 500, *(500,) * 10, 278, 278, 778, 778, 778, 472,
        778, 739, 703, 722, 758, 675, 647, 782, 739, 350, 508, 767, 619, 906, 739, 778, 675, 778, 731, 556, 722, 739, 739, 1017, 739, 739, 611,
        278, 500, 278, 611, 778, 500, 489, 561, 444, 561, 444, 306, 500, 561, 283, 311, 533, 283, 839, 561, 500, 561, 533, 392, 394, 389, 561,
        533, 728, 533, 533, 446, 500, 278, 500, 611,
    ),
    "kai": (
        389, 333, 555, 889, 555, 889, 833, 333, 444, 444, 555, 833, 333, 389, 333, 555, *(555,) * 10, 333, 333, 833, 833, 833, 555,
        833, 805, 764, 778, 819, 736, 708, 840, 805, 417, 569, 833, 680, 972, 805, 833, 736, 833, 791, 611, 778, 805, 805, 1083, 805, 805, 667,
        333, 555, 333, 667, 833, 555, 555, 500, 500, 555, 500, 333, 500, 555, 333, 333, 500, 278, 889, 611, 555, 555, 500, 458, 444, 361, 583,
        500, 722, 508, 528, 444, 555, 333, 555, 667,
    ),
    "hei": (
        227, 370, 574, 590, 590, 963, 740, 325, 378, 378, 507, 590, 325, 370, 325, 387, *(590,) * 10, 325, 325, 590, 590, 590, 514,
        1007, 641, 681, 656, 714, 615, 585, 717, 757, 330, 568, 686, 578, 853, 749, 770, 667, 770, 682, 624, 625, 748, 619, 915, 627, 580, 613,
        378, 387, 378, 590, 567, 626, 591, 644, 527, 644, 581, 372, 597, 640, 304, 306, 604, 315, 964, 641, 626, 644, 644, 436, 495, 421, 637,
        576, 863, 562, 574, 511, 378, 296, 378, 590,
    ),
}  # fmt: skip
_OTHERS = {"": {"‰": 1.167, "℃": 0.944}, "kai": {"‰": 1.222}}


@dataclass(frozen=True)
class SetLine:
    """Runs of (face, text), and what is added after every 字, in 字. The first line of a paragraph is indented."""

    runs: tuple[tuple[str, str], ...]
    spacing: float = 0.0
    first: bool = False


@dataclass(frozen=True)
class _Cluster:
    """字 that no line break parts, each with its face."""

    chars: tuple[tuple[str, str], ...]

    @property
    def width(self) -> float:
        return sum(advance(char, face) for face, char in self.chars)


def advance(char: str, face: str = "") -> float:
    """Width of a character in 字."""
    if face.endswith(HALF):
        return 0.5
    if "\x20" <= char <= "\x7e":
        return _ASCII.get(face, _ASCII[""])[ord(char) - 0x20] / 1000
    return _OTHERS.get(face, {}).get(char, 1.0)


def lines(runs: Sequence[tuple[str, str]], measure: int = OFFICIAL.chars) -> tuple[SetLine, ...]:
    """A paragraph of runs (face, text) broken into lines of `measure` 字 (5.2.3)."""
    rows: list[list[_Cluster]] = [[]]
    room = float(measure - INDENT)
    for cluster in _clusters(runs, measure - INDENT - 2):
        if rows[-1] and cluster.width > room + SQUEEZE + 1e-6:
            rows.append([])
            room = measure
        rows[-1].append(cluster)
        room -= cluster.width
    return tuple(_line(row, place == 0, place == len(rows) - 1, measure) for place, row in enumerate(rows))


def unbroken(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The runs of a paragraph as they are set, for those who break lines themselves."""
    return _merged([each for each in _characters(runs) if each[1] not in (ALLOW, FORBID)])


def abreast(text: str) -> Iterator[tuple[str, str]]:
    """A line that is broken already, such as one of a title, as runs (face, text) with its marks side by side."""
    return _merged(list(_tightened([("", char) for char in text])))


def _line(row: Sequence[_Cluster], first: bool, last: bool, measure: int) -> SetLine:
    chars = [each for cluster in row for each in cluster.chars]
    while chars and chars[-1][1] == " ":
        chars.pop()
    chars = list(_tightened(chars))
    slack = measure - (INDENT if first else 0) - sum(advance(char, face) for face, char in chars)
    moved = len(chars) > 1 and (-SQUEEZE - 1e-6 <= slack < 0 or (0 < slack <= STRETCH and not last))
    return SetLine(tuple(_merged(chars)), round(slack / (len(chars) - 1), 5) if moved else 0.0, first)


def _tightened(chars: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Marks that stand side by side share the blank between them: the first is half a 字 wide. Where lines end does not change with it: what a
    line gains is shared out between its 字 like all that it lacks."""
    for place, (face, char) in enumerate(chars):
        after = chars[place + 1][1] if place + 1 < len(chars) else ""
        halved = (char in LEFT and after in LEFT | RIGHT) or (char in RIGHT and after in RIGHT)
        yield (f"{face} {HALF}".strip() if halved else face), char


def _merged(chars: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Characters of one face together again; a mark of half a 字 stays by itself."""
    run: list[str] = []
    held: str | None = None
    for face, char in chars:
        if run and (face != held or face.endswith(HALF)):
            yield held or "", "".join(run)
            run = []
        held = face
        run.append(char)
    if run:
        yield held or "", "".join(run)


def _clusters(runs: Sequence[tuple[str, str]], most: float) -> Iterator[_Cluster]:
    """What may stand apart at the end of a line; an endless word is parted where it exceeds `most` 字."""
    held: list[tuple[str, str]] = []
    tied = True
    for face, char in _characters(runs):
        if char == FORBID:
            tied = True
        elif char != ALLOW:
            parted = held and not tied and _may_part(held[-1][1], char)
            if parted or sum(advance(each, face) for face, each in held) > most:
                yield _Cluster(tuple(held))
                held = []
            held.append((face, char))
            tied = False
    if held:
        yield _Cluster(tuple(held))


def _characters(runs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Every character with its face; the text is set as a whole, since numbers and quotation marks look beyond a run."""
    faces = [face for face, words in runs for _ in words]
    whole = "".join(words for _, words in runs)
    place = 0
    for char in prose(whole):
        if char not in (ALLOW, FORBID):
            while whole[place] != char and not _became(whole[place], char):
                place += 1
            yield faces[place], char
            place += 1
        else:
            yield "", char


def _became(typed: str, char: str) -> bool:
    """Did setting turn what was typed into this? Straight quotation marks become curly ones, any white space a space."""
    return (typed == '"' and char in "“”") or (typed.isspace() and char == " ")


def _may_part(before: str, after: str) -> bool:
    """May a line end between these two?"""
    if after == " " or after in NO_START or before in NO_END:
        return False
    return before == " " or not (before <= "\x7e" and after <= "\x7e")
