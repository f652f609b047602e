"""What the units reported at the end of every month: 视频, 图片, 文字, and who did not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.content import Content, once_a_plan
from campaign.model import Material, Plan
from campaign.views.duties import recurring_of
from campaign.views.ledgers import ledgers
from campaign.views.periods import CutPeriod, slots
from campaign.views.quota import counted_unit
from campaign.views.status import Mark, State
from campaign.views.tasks import UnitRef, unit_refs
from campaign.views.timeline import span


@dataclass(frozen=True)
class MaterialMonth:
    """What came in at the end of a month, against who was asked. Sums leave out what nobody filled in."""

    slot: CutPeriod
    phase: str  # past, current or coming
    entries: tuple[tuple[UnitRef, Material], ...]
    missing: tuple[UnitRef, ...]
    left: int  # days to its end
    soon_days: int

    @property
    def asked(self) -> int:
        """How many units were asked."""
        return len(self.entries) + len(self.missing)

    @property
    def videos(self) -> int:
        """All videos handed in."""
        return _sum(entry.videos for _, entry in self.entries)

    @property
    def photos(self) -> int:
        """All pictures handed in."""
        return _sum(entry.photos for _, entry in self.entries)

    @property
    def texts(self) -> int:
        """All texts handed in."""
        return _sum(entry.texts for _, entry in self.entries)

    @property
    def owing(self) -> tuple[UnitRef, ...]:
        """Who is late with it; nobody owes what is not yet due."""
        return self.missing if self.phase == "past" else ()

    @property
    def closing(self) -> tuple[UnitRef, ...]:
        """Who has not reported on the last day itself."""
        return self.missing if self.phase == "current" and not self.left else ()

    @property
    def state(self) -> State:
        """交齐, or how many are missing when it is past."""
        if not self.missing:
            return State(Mark.DONE, "交齐")
        if self.phase == "past":
            return State(Mark.LATE, f"欠 {len(self.missing)} 个科室")
        if self.phase == "coming":
            return State(Mark.PENDING, "未到期", self.left)
        return State(
            Mark.SOON if self.left <= self.soon_days else Mark.PENDING,
            f"还有 {self.left} 天" if self.left else "今天截止",
            self.left,
        )


def _sum(values: Iterable[int | None]) -> int:
    return sum(value or 0 for value in values)


@once_a_plan
def material_months(content: Content, plan: Plan) -> tuple[MaterialMonth, ...]:
    """Month by month who reported what. Nothing when the ledgers do not say which recurring duty asks for it."""
    kept = ledgers(content, plan)
    start, end = span(plan)
    found = next(((holder, duty) for holder, duty in recurring_of(plan) if duty.id == kept.materials_duty), None)
    if found is None or not start or not end:
        return ()
    holder, duty = found
    members = content.registry.expand(duty.lead or holder.lead, plan.issuer)
    refs = dict(zip(members, unit_refs(content.registry, members), strict=True))
    made = []
    for slot in slots(duty.per, start, end):
        reported = {
            unit: entry
            for entry in kept.materials
            if slot.holds(max(entry.month.first, start))
            and (unit := counted_unit(content.registry, entry.unit, members))
        }
        made.append(
            MaterialMonth(
                slot,
                slot.state(content.as_of),
                tuple((refs[unit], reported[unit]) for unit in members if unit in reported),
                tuple(
                    refs[unit] for unit in members if unit not in reported and content.registry.at_work(unit, slot.last)
                ),
                (slot.last - content.as_of).days,
                content.site.due_soon_days,
            )
        )
    return tuple(made)
