"""Every kind of page at its narrowest, in large type and in forced colours: one walk in one browser over the site of this repository."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from campaign.leaves.codes import qr

MOST_SHIFT = 0.05
SMALLEST = 24  # CSS pixels of a target (WCAG 2.2, 2.5.8)

SEEN = """() => {
  const clipped = (each) => { for (let box = each; box; box = box.parentElement) if (getComputedStyle(box).clip !== "auto") return true; return false; };
  const shown = (each) => { const box = each.getBoundingClientRect(); return box.width > 1 && box.height > 1 && getComputedStyle(each).visibility !== "hidden" && !each.closest(".long-page") && each.checkVisibility({ contentVisibilityAuto: true }) && !clipped(each); };
  const said = (each) => (each.getAttribute("aria-label") || each.textContent || each.tagName).trim().replace(/\\s+/g, " ").slice(0, 24) + " <" + each.tagName.toLowerCase() + "." + (each.getAttribute("class") || "") + ">";
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push("sideways " + root.scrollWidth + " > " + root.clientWidth);
  document.querySelectorAll("main svg").forEach((svg) => {
    const free = getComputedStyle(svg).overflow === "visible";
    const frame = free ? { left: 0, right: root.clientWidth, top: -1e6, bottom: 1e6 } : svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(shown).map((each) => [each, each.getBoundingClientRect()]);
    texts.forEach(([each, box], at) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) faults.push("clipped " + said(each));
      texts.slice(at + 1).forEach(([other, beside]) => {
        const across = Math.min(box.right, beside.right) - Math.max(box.left, beside.left), down = Math.min(box.bottom, beside.bottom) - Math.max(box.top, beside.top);
        if (across > 1 && down > box.height / 4) faults.push("labels " + said(each) + " on " + said(other));
      });
    });
  });
  document.querySelectorAll("main :is(td, th)").forEach((cell) => {
    if (shown(cell) && cell.scrollWidth > cell.clientWidth + parseFloat(getComputedStyle(cell).fontSize) / 2 && !/auto|scroll|hidden/.test(getComputedStyle(cell).overflowX)) faults.push("cell runs over " + said(cell));
  });
  const away = (each) => {  // scrolled out of a box that scrolls by itself
    const own = each.getBoundingClientRect();
    for (let box = each.parentElement; box && box !== root && box !== document.body; box = box.parentElement) {
      const frame = box.getBoundingClientRect();
      if (/auto|scroll|hidden/.test(getComputedStyle(box).overflow) && (own.top >= frame.bottom || own.bottom <= frame.top || own.left >= frame.right || own.right <= frame.left)) return true;
    }
    return false;
  };
  const targets = [...document.querySelectorAll("a[href], button, summary, input, select")].filter((each) => shown(each) && !away(each)).map((each) => {
    const parts = [...each.getClientRects()].filter((box) => box.width > 1);
    return [each, parts.length ? parts : [each.getBoundingClientRect()]];
  });
  const inText = (each) => getComputedStyle(each).display === "inline" && [...each.parentNode.childNodes].some((part) => part !== each && part.textContent.trim());
  targets.forEach(([each, parts]) => {
    if (inText(each) || parts.length > 1) return;
    const box = parts[0];
    if (box.width >= SMALLEST && box.height >= SMALLEST) return;
    const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2, reach = SMALLEST / 2;
    const near = targets.find(([other, rects]) => other !== each && !other.contains(each) && !each.contains(other) && rects.some((beside) =>
      Math.hypot(x - Math.max(beside.left, Math.min(x, beside.right)), y - Math.max(beside.top, Math.min(y, beside.bottom))) < reach - .5));
    if (near) faults.push("target " + Math.round(box.width) + "×" + Math.round(box.height) + " " + said(each) + " beside " + said(near[0]));
  });
  return [...new Set(faults)];
}""".replace("SMALLEST", str(SMALLEST))
SIGNALS = """() => [...document.querySelectorAll("main *")].filter((each) => !each.textContent.trim() && !each.children.length && !(each instanceof SVGElement) && each.tagName !== "IMG")
  .filter((each) => { const box = each.getBoundingClientRect(); return box.width > 1 && box.height > 1; })
  .map((each) => [each.className, getComputedStyle(each).backgroundColor, getComputedStyle(each).borderTopWidth !== "0px" || getComputedStyle(each).borderBottomWidth !== "0px"])"""
SHIFT = """() => new Promise((done) => { let sum = 0; const watch = new PerformanceObserver((list) => list.getEntries().forEach((each) => { if (!each.hadRecentInput) sum += each.value; }));
  watch.observe({ type: "layout-shift", buffered: true }); requestAnimationFrame(() => setTimeout(() => done(sum))); })"""

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"  # menus know of the new width


ALONE = """() => [...document.querySelectorAll("main :is(p, li, h1, h2, h3, dd)")].filter((each) => each.checkVisibility() && each.textContent.trim().length > 12
  && [...each.children].every((part) => getComputedStyle(part).display === "inline")).map((each) => {
    const walk = document.createTreeWalker(each, NodeFilter.SHOW_TEXT), signs = [], range = document.createRange();
    for (let node; (node = walk.nextNode());) for (let at = 0; at < node.length; at++) {
      range.setStart(node, at); range.setEnd(node, at + 1);
      const box = range.getBoundingClientRect();
      if (node.data[at].trim() && box.width) signs.push([node.data[at], box.bottom]);
    }
    const last = signs.filter(([, bottom]) => signs.length && Math.abs(bottom - signs[signs.length - 1][1]) < 8).map(([sign]) => sign).join("");
    return last.length < signs.length && last.replace(/[，。；：、）”]/g, "").length < 2 ? each.textContent.trim().slice(-16) + " | " + last : "";
  }).filter(Boolean)"""


def templates(site: Path) -> Iterator[str]:
    """The largest page of every shape of address: what stands in the place of an id is left out."""
    largest: dict[str, tuple[int, str]] = {}
    for path in site.rglob("*.html"):
        name = path.relative_to(site).as_posix()
        parts = name.split("/")
        words = [part if at == 0 or part in WORDS else "*" for at, part in enumerate(parts[:-1])]
        shape = "/".join([*words, parts[-1]])
        largest[shape] = max(largest.get(shape, (0, "")), (path.stat().st_size, name))
    yield from sorted(name for _, name in largest.values())


WORDS = frozenset("all matrix digest uptake revision item month".split())


@pytest.fixture(scope="module")
def walked(site: Path, served: str, browser: Any) -> dict[str, list[str]]:
    """Page → what is wrong with it, and where."""
    found: dict[str, list[str]] = {}
    page = browser.new_page()
    for name in templates(site):
        faults = found.setdefault(name, [])
        page.set_viewport_size({"width": 320, "height": 800})
        page.goto(served + name)
        shift = page.evaluate(SHIFT)
        if shift > MOST_SHIFT:
            faults.append(f"shift {shift:.3f}")
        before = page.evaluate(SIGNALS)
        page.emulate_media(forced_colors="active")
        for (look, color, lined), (_, forced, _) in zip(before, page.evaluate(SIGNALS), strict=True):
            if (
                color not in ("rgba(0, 0, 0, 0)", forced)
                and forced in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
                and not lined
            ):
                faults.append(f"signal lost .{look}")
        page.emulate_media(forced_colors="none")
        faults += [f"320: {each}" for each in page.evaluate(SEEN)]
        page.set_viewport_size({"width": 360, "height": 800})
        page.evaluate("document.querySelector('[data-pref=large]').click()")
        faults += [f"large: {each}" for each in page.evaluate(SEEN)]
        page.evaluate("document.querySelector('[data-pref=large]').click()")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.evaluate(SETTLED)
        faults += [f"1280: {each}" for each in page.evaluate(SEEN)]
    page.close()
    return found


def test_nothing_is_clipped_lost_too_small_or_pushed_aside(walked: dict[str, list[str]]) -> None:
    assert len(walked) > 40
    wrong = {name: list(dict.fromkeys(faults)) for name, faults in walked.items() if faults}
    assert not wrong, "\n".join(f"{name}: {each}" for name, faults in wrong.items() for each in faults[:6])


def test_a_browser_prints_the_matrix_on_one_sheet(served: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(f"{served}plans/demo-quality-year/matrix/index.html")
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as printed:
        assert len(printed) == 1
    page.close()


def test_lines_end_well_words_are_found_across_them_and_a_page_is_shared_by_its_code(served: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    for name in ("index.html", "guide/index.html", "plans/demo-quality-year/index.html"):
        page.goto(served + name)
        assert page.evaluate(ALONE) == [], name
    assert page.locator("h1 wbr").count() and page.evaluate("find('医疗服务质量提升年活动方案')")
    page.get_by_text("扫码在手机上看本页").click()
    page.locator(".share svg").scroll_into_view_if_needed()
    assert page.locator(".share path").get_attribute("d") in qr(
        "https://plans.example.org/plans/demo-quality-year/index.html"
    )
    box = page.locator(".share svg").bounding_box()
    assert box["width"] == box["height"] > 120 and box["x"] + box["width"] < 360
    page.close()
