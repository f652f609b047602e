"""PDFs with a text layer: lines by their places on the page, joined where they run on."""

from __future__ import annotations

import io
import re
from functools import partial
from typing import Any

from campaign.importers.papers.base import MAX_CHARS, Line, Paper, PaperFault
from campaign.leaves import limits
from campaign.leaves.confined import Exceeded, confined

_ALONE = re.compile(r"(?:^|\s)\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日$")  # the date below a signature


def read(name: str, raw: bytes) -> Paper:
    """The lines of a PDF; a place is a page."""
    try:
        limits.pdf(raw)
        pages = confined(lambda: _printed_lines(raw))
    except limits.Refused as fault:
        raise PaperFault(f"{name} {fault}") from fault
    except Exceeded as fault:
        raise PaperFault(f"{name} 太大或太复杂，没有读；拆开，或转成文字再读入") from fault
    except Exception as fault:  # whatever a library of many formats may raise on a damaged file
        raise PaperFault(f"{name} 打不开，可能加了密码或已经损坏") from fault
    lines: list[Line] = []
    tables = 0
    ended = 0.0  # where the line before ended
    for number, (width, printed) in enumerate(pages, 1):
        rows = [
            row
            for row in printed
            if row["text"].strip() and not re.fullmatch(r"[—–\- ]*\d+[—–\- ]*", row["text"].strip())
        ]
        texts = [row for row in rows if "cells" not in row]
        left, right = min((row["x0"] for row in texts), default=0), max((row["x1"] for row in texts), default=width)
        for row in rows:
            if "cells" in row:
                above = lines[-1] if lines else None
                tables += not (above and above.cells and len(above.cells) == len(row["cells"]))
                lines.append(Line(row["text"], number, aside="表格", cells=row["cells"], table=tables))
                ended = 0.0
                continue
            em = max(row["chars"][0]["size"], 1)
            text = row["text"].strip()
            centred = row["x0"] - left > 3 * em and abs(row["x0"] + row["x1"] - left - right) < 2 * em
            if (
                lines
                and not centred
                and not lines[-1].centred
                and not lines[-1].cells
                and not _ALONE.search(lines[-1].text)
                and not re.match(r"附\s*件", text)
                and row["x0"] - left < 1.2 * em
                and ended > right - 3.5 * em
            ):  # runs on
                lines[-1] = Line(lines[-1].text + text, lines[-1].place)
            else:
                lines.append(Line(text, number, centred))
            ended = row["x1"]
    if not lines:
        raise PaperFault(f"{name} 没有文字层（多半是扫描件）；先用文字识别软件转成文字")
    return Paper(tuple(lines), ("PDF 的分段按版面推断，请对照原件",), unit="页")


def _printed_lines(raw: bytes) -> list[tuple[float, list[dict[str, Any]]]]:
    """Width and lines of every page; no more of them than a document has."""
    import pdfplumber

    pages: list[tuple[float, list[dict[str, Any]]]] = []
    chars = 0
    with pdfplumber.open(io.BytesIO(raw)) as pdf:
        for page in pdf.pages:
            tables = page.find_tables()
            boxes = [table.bbox for table in tables]
            text = page.filter(partial(_outside, boxes)) if boxes else page
            lines: list[dict[str, Any]] = [
                {
                    "text": row["text"], "x0": row["x0"], "x1": row["x1"], "top": row["top"],
                    "chars": [{"size": row["chars"][0]["size"]}],
                }
                for row in text.extract_text_lines()
            ]  # fmt: skip
            for table in tables:
                cells = [["" if cell is None else cell.replace("\n", "") for cell in row] for row in table.extract()]
                lines += [
                    {
                        "text": " | ".join(row),
                        "cells": tuple(row),
                        "x0": 0,
                        "x1": 0,
                        "top": table.bbox[1] + place / 1000,
                    }
                    for place, row in enumerate(cells)
                    if any(row)
                ]
            lines.sort(key=lambda row: float(row["top"]))
            pages.append((float(page.width), lines))
            page.close()
            chars += sum(len(row["text"]) for row in lines)
            if chars > 2 * MAX_CHARS:
                break
    return pages


def _outside(boxes: list[tuple[float, float, float, float]], each: Any) -> bool:
    """Does something printed stand outside the tables?"""
    middle, height = (each["x0"] + each["x1"]) / 2, (each["top"] + each["bottom"]) / 2
    return not any(left <= middle <= right and top <= height <= bottom for left, top, right, bottom in boxes)
