"""作品说明牌: the captions of the photographs to cut out and hang — four on a sheet with the photograph, eight without."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.content import Content
from campaign.leaves import links
from campaign.leaves.dates import Moment
from campaign.pdf import page, publicity
from campaign.pdf.job import Job
from campaign.views.awards import GalleryWork
from campaign.views.campaign import CampaignDesk

KIND = "captions"
ROOM = (76.0, 74.0)  # mm for the photograph on its card


@dataclass(frozen=True)
class Card:
    """A work with the place of its photograph (`photo:…`, put in when it is printed) and the size it is printed at, in mm."""

    work: GalleryWork
    source: str
    width: float
    height: float


def document(shown: CampaignDesk, content: Content) -> Job:
    plan = shown.plan
    title = f"{plan.name}摄影作品说明牌"
    cards = [_card(shown, each) for each in shown.works]
    words = {
        "title": title,
        "cards": sorted(cards, key=lambda card: not card.source),
        "campaign": plan.title.removesuffix("方案"),
        "demo": page.DEMO if plan.demo else "",
        "author": content.site.organisation,
        "foot": publicity.foot(plan, "摄影作品说明牌", Moment.of(shown.as_of).chinese),
    }
    return Job(name=f"{plan.id}-captions", title=title, kind=KIND, html=page.write(KIND, words))


def _card(shown: CampaignDesk, each: GalleryWork) -> Card:
    if each.photo is None:
        return Card(each, "", 0, 0)
    width, height = each.photo.width, each.photo.height
    share = min(ROOM[0] / width, ROOM[1] / height)
    source = f"photo:{links.work_picture(shown.plan.id, each.work.id)}#{each.photo.digest[:16]}"
    return Card(each, source, round(width * share, 2), round(height * share, 2))
