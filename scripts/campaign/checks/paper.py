"""What no print can show. The docstring of each is the rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from campaign.checks.records import texts
from campaign.content import Content
from campaign.kinds import Kind
from campaign.leaves import typefaces
from campaign.leaves.problems import Path as Where
from campaign.leaves.problems import Problem, Source
from campaign.model import Record
from campaign.views.references import files

Text = tuple[str, Source, Where, bool]  # as it is typed, where it stands, and whether its kind is printed


def undrawn(found: Iterable[Text], folders: tuple[Path, ...]) -> Iterator[Problem]:
    """Every character of every text is in a typeface of these folders, or the documents it stands in cannot be printed; where a text is on the
    site only, readers' machines may lack it as well. Without typefaces nobody can tell, and that is told once."""
    for text, source, where, printed in found:
        lost = typefaces.lacking(text, folders)
        if lost and not folders:
            message = f"打印字体还没有制作，没有查过这里的{typefaces.shown(lost)}和别的少见的字印不印得出"
            yield source.warning(where, "glyphs-unknown", message, "运行 make（或 scripts/setup.sh fonts），再检查一遍")
            return
        if lost and printed:
            message = f"印不出{typefaces.shown(lost)}，字体里没有"
            yield source.error(where, typefaces.NO_GLYPH, message, typefaces.REMEDY)
        elif lost:
            message = f"打印字体里没有{typefaces.shown(lost)}，有的电脑也显示不出"
            yield source.warning(where, "glyph-rare", message, "尽量换用通用规范汉字或常用符号")


def texts_of_all(content: Content) -> Iterator[Text]:
    """Every text of every kind."""
    for kind, _, record, source in files(content):
        yield from texts_of(kind, record, source)
    yield from texts_of_submissions(content)


def texts_of(kind: Kind[Any], record: Record, source: Source) -> Iterator[Text]:
    """Every text of a record."""
    yield from ((text, source, where, kind.paper) for text, where in texts(record))


def texts_of_submissions(content: Content) -> Iterator[Text]:
    """What submitted forms say in words."""
    for each in content.submissions:
        source = content.source("submission", each.key)
        yield from ((str(getattr(each, key) or ""), source, (key,), True) for key in ("version", "reason"))
