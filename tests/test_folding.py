"""Line breaks in templates: of no account between tags, one blank inside a tag, and kept where Jinja needs them."""

from __future__ import annotations

import pytest
from jinja2 import Environment, TemplateSyntaxError

from campaign.leaves.folding import Folding

ROOM = Environment(autoescape=True, extensions=[Folding])


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("<p>\n  指标\n  达到\n</p>\n", "<p>指标达到</p>"),
        (
            "<p>\n  {% if x %}\n    {{ x }}\n  {% endif %}\n，好\n</p>",
            "<p>甲\n 乙，好</p>",
        ),  # what a value holds is its own
        (
            "<a\n   href='{{ 1 }}'\n   {% if x %}\n   class='b'\n   {% endif %}\n>\n  甲</a>",
            "<a href='1'  class='b' >甲</a>",
        ),
        ("<b>甲</b> <b>乙</b>\n<b>丙</b>", "<b>甲</b> <b>乙</b><b>丙</b>"),
        ("{% macro m(n) %}\n  <i>{{ n }}</i>\n{% endmacro %}\n一{{ m(1) }}二", "一<i>1</i>二"),
        ("{{ '1 < 2' if 1 < 2 }}\n{{ 'a\n b' }}", "1 &lt; 2a\n b"),  # signs inside braces are no tags
    ],
)
def test_breaks(source: str, shown: str) -> None:
    assert ROOM.from_string(source).render(x="甲\n 乙") == shown


def test_a_fault_keeps_its_line() -> None:
    with pytest.raises(TemplateSyntaxError) as caught:
        ROOM.from_string("<p>\n  <b\n    class='c'>\n  </b>\n\n  {% nonsense %}\n</p>")
    assert caught.value.lineno == 6
