"""Awards of a campaign: who is put forward, where the vote stands, who won, and the photographs chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from campaign.content import Content, once_a_plan
from campaign.leaves import links
from campaign.model import Award, AwardRound, Nomination, Plan, Status, Work
from campaign.pictures import Photo
from campaign.views.happened import NO_RECORD, UNRECORDED, Outcome, day_words, outcome
from campaign.views.ledgers import ledgers
from campaign.views.publicity import ranks
from campaign.views.status import Mark, State
from campaign.views.tasks import UnitRef, unit_refs
from campaign.views.timeline import running


@dataclass(frozen=True)
class Nominee:
    """Somebody put forward; `place` by votes where votes were counted, with ties sharing it."""

    nomination: Nomination
    unit: UnitRef
    place: int | None


@dataclass(frozen=True)
class AwardRow:
    """One award at `as_of`. `winners` is empty until the notice (公示) begins; `chosen` are works where photographs are judged."""

    award: Award
    round: AwardRound
    lead: tuple[UnitRef, ...]
    phase: str
    outcome: Outcome
    nominees: tuple[Nominee, ...]
    winners: tuple[Nominee, ...]
    works: tuple[Work, ...]
    chosen: tuple[Work, ...]

    @property
    def state(self) -> State:
        return self.outcome.state

    @property
    def candidates(self) -> int:
        """How many were put forward or sent in."""
        return len(self.nominees) + len(self.works)

    @property
    def selected(self) -> int:
        """How many were chosen, as far as it is known: nobody before the notice."""
        return len(self.winners) + len(self.chosen)

    @property
    def places(self) -> int | None:
        return self.award.max_winners


@once_a_plan
def award_rows(content: Content, plan: Plan) -> tuple[AwardRow, ...]:
    kept = ledgers(content, plan)
    days = {each.award: each for each in kept.rounds}
    return tuple(_row(content, plan, award, days.get(award.id) or AwardRound(award=award.id)) for award in plan.awards)


def _row(content: Content, plan: Plan, award: Award, days: AwardRound) -> AwardRow:
    kept = ledgers(content, plan)
    named = [each for each in kept.nominations if each.award == award.id]
    works = tuple(each for each in kept.works if each.award == award.id)
    chosen = any(each.winner for each in named) or any(each.selected for each in works)
    lead = unit_refs(content.registry, award.lead)
    names = "、".join(ref.name for ref in lead)
    became = outcome(days.announced_word, days.announced, days, content.as_of, content.site.due_soon_days, names)
    phase, state = _state(days, became.state, content.as_of, content.site.due_soon_days, bool(named or works), chosen)
    if plan.status is Status.CLOSED and not kept.held:
        state = State(Mark.NONE, NO_RECORD)
    elif phase in ("open", "judging") and became.planned is None and running(plan, content.as_of).state == "after":
        state = State(Mark.NONE, UNRECORDED)  # nothing goes on when the campaign is over
    refs = {ref.id: ref for ref in unit_refs(content.registry, dict.fromkeys(each.unit for each in named))}
    voted = all(each.votes is not None for each in named) and phase in ("notice", "waiting", "done")
    ordered = sorted(named, key=lambda each: -(each.votes or 0)) if voted else named
    placed = ranks(ordered, lambda each: each.votes) if voted else [(None, each) for each in ordered]
    nominees = tuple(Nominee(each, refs[each.unit], place) for place, each in placed)
    known = phase in ("notice", "waiting", "done")
    return AwardRow(
        award=award,
        round=days,
        lead=lead,
        phase=phase,
        outcome=replace(became, state=state),
        nominees=nominees,
        winners=tuple(each for each in nominees if each.nomination.winner) if known else (),
        works=works,
        chosen=tuple(each for each in works if each.selected) if known else (),
    )


def _state(
    days: AwardRound, known: State, as_of: date, soon_days: int, any_named: bool, chosen: bool
) -> tuple[str, State]:
    """Where an award stands: open, judging, notice, waiting or done; `known` is how making it known stands.

    A planned day alone proves nothing: a notice runs when somebody is registered as `chosen`, and it is made known when
    that is recorded. Without days an award is open once somebody is named.
    """

    def soon(day: date) -> Mark:
        return Mark.SOON if (day - as_of).days <= soon_days else Mark.PENDING

    if known.mark is Mark.DONE:
        return "done", known
    if days.notice_from and as_of >= days.notice_from.first:
        if not chosen:
            word = f"应于{day_words(days.notice_from, as_of)}公示，还没有登记入选的"
            return "judging", State(Mark.LATE, word, (days.notice_from.first - as_of).days)
        if known.mark is Mark.LATE:
            return "waiting", known
        if days.notice_to and as_of > days.notice_to.last:
            return "waiting", State(Mark.SOON, "公示期满，待公布")
        until = f"，到{day_words(days.notice_to, as_of)}" if days.notice_to else ""
        return "notice", State(Mark.SOON, f"公示中{until}")
    if known.mark is Mark.LATE:
        return "judging", known
    if days.nominate_by and as_of > days.nominate_by.last:
        following = days.notice_from or days.announced
        word = "公示" if days.notice_from else days.announced_word
        until = f"，{day_words(following, as_of)}{word}" if following else ""
        return "judging", State(Mark.SOON, f"评审中{until}")
    if days.nominate_by:
        last = days.nominate_by.last
        left = (last - as_of).days
        word = (
            f"推荐中，{day_words(days.nominate_by, as_of)}截止"
            if any_named
            else f"{day_words(days.nominate_by, as_of)}推荐截止"
        )
        return "open", State(soon(last), word, left)
    if known.mark is not Mark.OPEN:
        return "open", replace(known, word=f"推荐中，{known.word}") if any_named else known
    return ("open", State(Mark.PENDING, "推荐中")) if any_named else ("open", State(Mark.OPEN, "日程未定"))


@dataclass(frozen=True)
class GalleryWork:
    """A photograph to show; without `photo` there is only its description."""

    work: Work
    unit: UnitRef | None
    award: str
    photo: Photo | None


@once_a_plan
def gallery(content: Content, plan: Plan) -> tuple[GalleryWork, ...]:
    """The photographs to show: those with leave and a description; of an award only the chosen, and not before they are known."""
    rows = award_rows(content, plan)
    judged = {work.id for row in rows for work in row.works}
    chosen = {work.id: row.award.name for row in rows for work in row.chosen}
    shown = []
    for work in ledgers(content, plan).works:
        if work.consent and work.alt and (work.id in chosen or work.id not in judged):
            unit = unit_refs(content.registry, [work.unit])[0] if work.unit else None
            photo = content.photos.get(links.work_picture(plan.id, work.id))
            shown.append(GalleryWork(work, unit, chosen.get(work.id, ""), photo))
    return tuple(shown)
