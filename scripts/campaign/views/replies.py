"""What a department is answered about what it handed in, as plain text to copy into a message or a letter: 收到, 采用, 择优上报, 上级采用, 退回."""

from __future__ import annotations

from campaign.content import Content
from campaign.leaves.dates import Moment
from campaign.model import Plan, Stage, Story
from campaign.views.campaign import editor


def reply(content: Content, plan: Plan, story: Story, back: str = "") -> str:
    """The answer about a story as far as it has come; with a reason (`back`) it is sent back."""
    if back:
        return returned(content, plan, content.registry.name(story.unit), story.title, back)
    last = story.stages[-1] if story.stages else None
    if last is None:
        words = f"已收到，登记为{story.id}号，正在看。"
    else:
        day, where = f"{last.date.chinese}", last.where or ""
        words = {
            Stage.ADOPTED: f"已采用，{day}{f'刊发在{where}' if where else '刊发'}。",
            Stage.REPORTED: f"已择优上报{where}，{day}报出。",
            Stage.TAKEN_ABOVE: f"已被上级采用，{day}{f'刊发在{where}' if where else '刊发'}。",
        }[last.name]
    return _letter(
        content, plan, content.registry.name(story.unit), f"来稿《{story.title}》（{story.date.chinese}）{words}谢谢。"
    )


def returned(content: Content, plan: Plan, unit: str, title: str, reason: str) -> str:
    """The answer about something that is sent back, registered or not."""
    what = f"来稿《{title}》" if title else "来稿"
    words = f"{what}退回，请改好再交：{reason.strip().rstrip('。')}。"
    return _letter(content, plan, unit, words)


def _letter(content: Content, plan: Plan, unit: str, words: str) -> str:
    to = f"{unit}：\n" if unit else ""
    return f"{to}{plan.name}，{words}\n{editor(content, plan)}\n{Moment.of(content.as_of).chinese}"
