"""Everything a campaign can print, by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from campaign.content import Content
from campaign.leaves import links
from campaign.pdf import campaign_poster, captions, closing, digest, newsletter, shortages
from campaign.pdf.job import Job
from campaign.views.campaign import Desk, desk, prints

PIECES: Mapping[str, Callable[[Desk, Content], Job]] = {
    "poster-a4": lambda shown, content: campaign_poster.document(shown, content, "a4"),
    "poster-a3": lambda shown, content: campaign_poster.document(shown, content, "a3"),
    "digest": digest.document,
    "weekly": lambda shown, content: newsletter.document(shown, content, "周报"),
    "monthly": lambda shown, content: newsletter.document(shown, content, "月报"),
    "shortages": shortages.document,
    "captions": captions.document,
    "closing": closing.document,
}


def campaign_jobs(content: Content) -> dict[str, Callable[[], Job]]:
    """What every campaign prints at `as_of`, by its address on the site."""
    desks = [desk(content, plan) for plan in content.plans.values() if plan.is_campaign]
    return {
        links.campaign_pdf(shown.plan.id, kind): partial(PIECES[kind], shown, content)
        for shown in desks
        for kind, _ in prints(shown)
    }


def campaign_job(content: Content, record_id: str, kind: str | None) -> Job | None:
    """One piece of a campaign, or None when there is no such campaign or nothing of that kind to print now."""
    plan = content.plans.get(record_id)
    if plan is None or not plan.is_campaign or kind not in PIECES:
        return None
    shown = desk(content, plan)
    return PIECES[kind](shown, content) if kind in dict(prints(shown)) else None
