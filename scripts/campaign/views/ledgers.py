"""A campaign's ledgers as they stood at `as_of`: all its files together, without what had not happened yet, in the order of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from campaign.content import Content, once_a_plan
from campaign.leaves.dates import Moment
from campaign.model import AwardRound, Coverage, Material, Nomination, Plan, Stage, Story, Work

T = TypeVar("T", Story, Coverage, Nomination, Material)


@dataclass(frozen=True)
class Ledgers:
    """Entries up to `as_of`. `held` tells whether anybody keeps ledgers for this campaign at all."""

    stories: tuple[Story, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    works: tuple[Work, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    rounds: tuple[AwardRound, ...] = ()
    materials: tuple[Material, ...] = ()
    materials_duty: str | None = None
    held: bool = False

    def reached(self, stage: Stage) -> tuple[Story, ...]:
        """The stories that have taken a stage."""
        return tuple(story for story in self.stories if any(step.name is stage for step in story.stages))


@once_a_plan
def ledgers(content: Content, plan: Plan) -> Ledgers:
    """Everything kept of a campaign by its day: what is dated later does not count yet."""
    files = [each for each in content.publicity.values() if each.campaign == plan.id]
    as_of = content.as_of
    return Ledgers(
        stories=tuple(
            _walked(story, as_of) for story in _known([each for file in files for each in file.submissions], as_of)
        ),
        coverage=_known([each for file in files for each in file.coverage], as_of),
        works=tuple(each for file in files for each in file.works if not each.date or each.date.first <= as_of),
        nominations=_known([each for file in files for each in file.nominations], as_of),
        rounds=tuple(each for file in files for each in file.rounds),
        materials=_known([each for file in files for each in file.materials], as_of),
        materials_duty=next((file.materials_duty for file in files if file.materials_duty), None),
        held=bool(files),
    )


def _known(entries: list[T], as_of: date) -> tuple[T, ...]:
    return tuple(sorted((each for each in entries if each.date.first <= as_of), key=lambda each: each.date.first))


def _walked(story: Story, as_of: date) -> Story:
    """The story with the steps it had taken by then."""
    return story.model_copy(update={"stages": tuple(step for step in story.stages if step.date.first <= as_of)})


def on(moment: Moment, start: date, end: date) -> bool:
    """Whether a day lies in an inclusive span."""
    return start <= moment.first <= end
