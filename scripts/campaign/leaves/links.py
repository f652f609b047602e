"""Where things live on the site: addresses relative to the site root, and permanent anchors. Ids never change, so these never do."""

from __future__ import annotations

import posixpath

FRONT = "index.html"
PLANS = "plans/index.html"
ALL_ENTRIES = "all-entries/index.html"  # as ALL_INDICATORS; an entry of a ledger may be called all
ALL_PLANS = "all-plans/index.html"  # as ALL_INDICATORS; a plan may be called all
UNITS = "units/index.html"
INDICATORS = "indicators/index.html"
ALL_INDICATORS = "indicators/all/index.html"  # page by page, where they are too many for one
CALENDAR = "calendar/index.html"
GLOSSARY = "glossary/index.html"
GUIDE = "guide/index.html"
INTERPRETATIONS = "interpretations/index.html"
CAMPAIGNS = "campaigns/index.html"
QUOTA = "submissions"  # anchor of the matrix of stories on a campaign's home
FINDINGS = "findings/index.html"
MECHANISMS = "mechanisms/index.html"
TOPICS = "topics/index.html"
SEARCH = "search/index.html"
LEDGER = "ledger/index.html"
DASHBOARDS = "dashboards/index.html"
FORMS = "forms/index.html"
ASSESSMENTS = "assessments/index.html"
UPDATES = "updates/index.html"
CORRESPONDENCE = "correspondence/index.html"  # in a preview only
SCHEDULED = "updates/scheduled/index.html"  # in a preview only
CASES = "cases/index.html"
SERVICES = "services/index.html"
QUESTIONS = "questions/index.html"
MEETINGS = "meetings/index.html"
ATOM = "feeds/updates.atom"
JSON_FEED = "feeds/updates.json"
ICS = "calendar/all.ics"
CATALOG = "data/catalog.json"
DIAGRAMS = "assets/diagrams/"  # pictures drawn of what a text says in Mermaid


def plan(plan_id: str, anchor: str = "") -> str:
    """The page of a plan, or a place on it by its anchor."""
    return f"plans/{plan_id}/index.html" + (f"#{anchor}" if anchor else "")


def plan_pdf(plan_id: str) -> str:
    """A plan as printed."""
    return f"plans/{plan_id}/{plan_id}.pdf"


def plan_docx(plan_id: str) -> str:
    """A plan as a Word file."""
    return f"plans/{plan_id}/{plan_id}.docx"


def plan_stratml(plan_id: str) -> str:
    """A plan as StratML (ISO 17469)."""
    return f"data/plans/{plan_id}.stratml.xml"


def plan_data(plan_id: str) -> str:
    """The open data of a plan."""
    return f"data/plans/{plan_id}.json"


def matrix(plan_id: str) -> str:
    """Who carries which task of a plan."""
    return f"plans/{plan_id}/matrix/index.html"


def revision(plan_id: str) -> str:
    """What is different in a plan from the versions before it."""
    return f"plans/{plan_id}/revision/index.html"


def uptake(plan_id: str) -> str:
    """What plans below made of a plan."""
    return f"plans/{plan_id}/uptake/index.html"


def campaign(campaign_id: str, anchor: str = "") -> str:
    """The home of a campaign; its plan has a page of its own."""
    return f"campaigns/{campaign_id}/index.html" + (f"#{anchor}" if anchor else "")


def campaign_pdf(campaign_id: str, kind: str) -> str:
    """Something printed of a campaign: `kind` is the last word of its file name, such as poster-a4 or weekly."""
    return f"campaigns/{campaign_id}/{campaign_id}-{kind}.pdf"


def campaign_docx(campaign_id: str, kind: str) -> str:
    """The same as a Word file, of what is running text."""
    return f"campaigns/{campaign_id}/{campaign_id}-{kind}.docx"


def campaign_picture(campaign_id: str, kind: str) -> str:
    """The same as one long picture, to be shown in a chat."""
    return f"campaigns/{campaign_id}/{campaign_id}-{kind}.png"


def campaign_month(campaign_id: str, month: str) -> str:
    """The end of a month (2026-10) of a campaign."""
    return f"campaigns/{campaign_id}/{month}/index.html"


def campaign_month_file(campaign_id: str, month: str, form: str) -> str:
    """The lists of a month of a campaign, as xlsx or docx."""
    return f"campaigns/{campaign_id}/{month}/{campaign_id}-{month}.{form}"


def campaign_month_print(campaign_id: str, month: str, form: str) -> str:
    """The 月报 of a month that is over, as pdf or docx."""
    return f"campaigns/{campaign_id}/{month}/{campaign_id}-{month}-monthly.{form}"


def campaign_slip(campaign_id: str, form: str) -> str:
    """The 投稿单 of a campaign, as docx or xlsx."""
    return f"campaigns/{campaign_id}/{campaign_id}-slip.{form}"


def campaign_data(campaign_id: str) -> str:
    """The open data of a campaign."""
    return f"data/campaigns/{campaign_id}.json"


def work_picture(campaign_id: str, work_id: str) -> str:
    """Where the picture of a photo work lives on the site, as `picture` completes it; one in a text lives beside the text."""
    return f"campaigns/{campaign_id}/works/{work_id}"


def annex(file: str) -> str:
    """Where a file beside a plan (its path from the content root) lies on the site; a picture as `picture` completes it."""
    return f"annexes/{file.removeprefix('plans/')}"


def picture(place: str, width: int = 0) -> str:
    """A picture of the site: whole, or `width` pixels wide."""
    return f"{place}-{width}.webp" if width else f"{place}.webp"


def unit(unit_id: str) -> str:
    """The page of a unit."""
    return f"units/{unit_id}/index.html"


def unit_list(unit_id: str, name: str) -> str:
    """All rows of a list of a unit's page that is too long for it: `name` is lead, join, indicators, duties, owed …"""
    return f"units/{unit_id}/{name}/index.html"


def part(first: str, number: int) -> str:
    """One of the pages of a long list; the first has the address of the list."""
    return first if number == 1 else f"{first.removesuffix('index.html')}{number}/index.html"


def month(first: str) -> str:
    """A month of a long calendar (2026-12), or `late` and `undated`."""
    return f"calendar/{first}/index.html"


def unit_pdf(unit_id: str) -> str:
    """The task list of a unit as printed."""
    return f"units/{unit_id}/{unit_id}.pdf"


def meeting(meeting_id: str) -> str:
    """The page of a meeting."""
    return f"meetings/{meeting_id}/index.html"


def meeting_pdf(meeting_id: str) -> str:
    """The 材料汇编 of a meeting."""
    return f"meetings/{meeting_id}/{meeting_id}.pdf"


def plan_sheet(plan_id: str, name: str) -> str:
    """A further printed sheet of a plan: `name` is tasks, timeline, indicators or matrix."""
    return f"plans/{plan_id}/{plan_id}-{name}.pdf"


def plan_dashboard(plan_id: str) -> str:
    """The board of a plan's progress."""
    return f"dashboards/{plan_id}/index.html"


def across(key: str, form: str = "") -> str:
    """A sheet that looks across units, hospitals or places: its page, or the file of a form (pdf, xlsx) beside it."""
    return f"across/{key}/{f'{key}.{form}' if form else 'index.html'}"


def unit_dashboard(unit_id: str) -> str:
    """The board of what a unit answers for and reports on."""
    return f"dashboards/units/{unit_id}/index.html"


def ledger_entry(entry_id: str) -> str:
    """The page of an entry under supervision."""
    return f"ledger/{entry_id}/index.html"


def correspondence_pdf(name: str) -> str:
    """A paper of 收发文, in a preview only: outgoing-2026, fw-2026-003-drafting."""
    return f"correspondence/{name}.pdf"


def assignment_pdf(entry_id: str) -> str:
    """The printed 交办单 of an entry."""
    return f"ledger/{entry_id}/{entry_id}.pdf"


def bulletin(ledger_id: str, month: str) -> str:
    """A month's 通报 of a ledger; `month` is 2026-10."""
    return f"bulletins/{ledger_id}-{month}/index.html"


def bulletin_pdf(ledger_id: str, month: str) -> str:
    """A month's 通报 as printed; `month` is 2026-10."""
    return f"bulletins/{ledger_id}-{month}/{ledger_id}-{month}.pdf"


def ledger_data(ledger_id: str) -> str:
    """The open data of a ledger."""
    return f"data/ledgers/{ledger_id}.json"


def problem_list_anchor(ledger_id: str, list_id: str) -> str:
    """A list of problems on the page of all ledgers."""
    return f"list-{ledger_id}-{list_id}"


def interpretation(interpretation_id: str) -> str:
    """The page of an interpretation (解读)."""
    return f"interpretations/{interpretation_id}/index.html"


def updates_of(plan_id: str) -> str:
    """The list of updates, narrowed to one plan."""
    return f"{UPDATES}#plan={plan_id}"


def update(update_id: str) -> str:
    """The page of an update (动态)."""
    return f"updates/{update_id}/index.html"


def case(case_id: str, anchor: str = "") -> str:
    """The page of a case, or a place on it by its anchor."""
    return f"cases/{case_id}/index.html" + (f"#{anchor}" if anchor else "")


def question_set(set_id: str) -> str:
    """The questions about one subject, on the page of all of them."""
    return f"{QUESTIONS}#qa-{set_id}"


def digest(plan_id: str) -> str:
    """The one-page digest (一图读懂) of a plan."""
    return f"plans/{plan_id}/digest/index.html"


def case_data(case_id: str) -> str:
    """The open data of a case."""
    return f"data/cases/{case_id}.json"


def plan_ics(plan_id: str) -> str:
    """The calendar of a plan."""
    return f"plans/{plan_id}/{plan_id}.ics"


def unit_ics(unit_id: str) -> str:
    """The calendar of a unit."""
    return f"units/{unit_id}/{unit_id}.ics"


def form(form_id: str, anchor: str = "") -> str:
    """The page of a reporting form, or a place on it."""
    return f"forms/{form_id}/index.html" + (f"#{anchor}" if anchor else "")


def form_blank(form_id: str) -> str:
    """A reporting form to fill in by hand, as printed."""
    return f"forms/{form_id}/{form_id}.pdf"


def form_template(form_id: str) -> str:
    """A reporting form to fill in with Excel."""
    return f"forms/{form_id}/{form_id}.xlsx"


def form_data(form_id: str) -> str:
    """The open data of a form: its fields and every sheet that stands."""
    return f"data/forms/{form_id}.json"


def form_csv(form_id: str) -> str:
    """Everything reported on a form, a line a sheet."""
    return f"data/forms/{form_id}.csv"


def form_period(form_id: str, period: str, anchor: str = "") -> str:
    """`period` is ISO: 2016-12."""
    return f"forms/{form_id}/{period}/index.html" + (f"#{anchor}" if anchor else "")


def form_sheet(form_id: str, period: str, unit_id: str) -> str:
    """One unit's sheet of a form; `period` is 2016-12."""
    return f"forms/{form_id}/{period}/{unit_id}/index.html"


def field_anchor(field_id: str) -> str:
    """Anchor of a value on the pages of a form."""
    return f"f-{field_id}"


def form_sheet_pdf(form_id: str, period: str, unit_id: str) -> str:
    """The same as printed."""
    return f"forms/{form_id}/{period}/{unit_id}/{unit_id}.pdf"


def assessment(rules_id: str, anchor: str = "") -> str:
    """The rule book."""
    return f"assessments/{rules_id}/index.html" + (f"#{anchor}" if anchor else "")


def assessment_item(rules_id: str, number: int) -> str:
    """One item of a rule set, by its number."""
    return f"assessments/{rules_id}/items/{number}/index.html"


def assessment_data(rules_id: str) -> str:
    """The open data of a rule set and its results."""
    return f"data/assessments/{rules_id}.json"


def score(rules_id: str, unit_id: str, round_id: str = "", anchor: str = "") -> str:
    """A hospital's scores in a round; without a round, in the latest."""
    place = f"{unit_id}/{round_id}" if round_id else unit_id
    return f"assessments/{rules_id}/{place}/index.html" + (f"#{anchor}" if anchor else "")


def score_pdf(rules_id: str, unit_id: str, round_id: str) -> str:
    """The 评分报告 of a hospital and round."""
    return f"assessments/{rules_id}/{unit_id}/{round_id}/{unit_id}-{round_id}.pdf"


def ranking(rules_id: str, anchor: str = "") -> str:
    """Ranks and losses compared, or one round of them by its anchor."""
    return f"assessments/{rules_id}/ranking/index.html" + (f"#{anchor}" if anchor else "")


def check_sheet_pdf(rules_id: str, tier_id: str) -> str:
    """The printed self-check sheet of a tier."""
    return f"assessments/{rules_id}/{rules_id}-{tier_id}.pdf"


def item_anchor(number: int) -> str:
    """An item in the rule book and on score pages."""
    return f"item-{number}"


def category_anchor(number: int) -> str:
    """A category (类) in the rule book and on score pages."""
    return f"category-{number}"


def task_anchor(task_id: str) -> str:
    """A task on the page of its plan."""
    return f"task-{task_id}"


def group_anchor(group_id: str) -> str:
    """A group of tasks on the page of its plan."""
    return f"group-{group_id}"


def goal_anchor(goal_id: str) -> str:
    """A goal on the page of its plan."""
    return f"goal-{goal_id}"


def phase_anchor(phase_id: str) -> str:
    """A phase on the page of its plan."""
    return f"phase-{phase_id}"


def indicator_anchor(indicator_id: str) -> str:
    """An indicator on the page of its plan."""
    return f"indicator-{indicator_id}"


def part_anchor(part: str) -> str:
    """Anchor of a part of a plan (goals, scope, requirements …); the tasks stand under their own name."""
    return "tasks" if part == "groups" else part


def requirement_anchor(requirement_id: str | None, place: int) -> str:
    """A requirement without an id is known by its place, counted from 1."""
    return f"requirement-{requirement_id or place}"


def term_anchor(place: int) -> str:
    """A glossary term by its place in the file, counted from 1."""
    return f"term-{place}"


def duty_anchor(duty_id: str) -> str:
    """Anchor of a milestone or a recurring duty."""
    return f"duty-{duty_id}"


def relative(target: str, page: str) -> str:
    """The way from one page to another, so that links hold from a server and from a disk alike."""
    if "://" in target or target.startswith("#"):
        return target
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    return posixpath.relpath(path, posixpath.dirname(page) or ".") + mark + anchor
