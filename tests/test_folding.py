"""How templates are read and compiled. Line breaks: of no account between tags, one blank inside a tag, and kept where Jinja needs them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import Environment, TemplateSyntaxError
from markupsafe import Markup

from campaign.leaves.folding import Folding
from campaign.leaves.straight import straight

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


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ r.title }}", "&lt;b&gt;&#34;甲&#34;&amp;&#39;乙&#39;"),
        ("{{ r.html }}{{ r.count + 1 }}{{ r.none }}", "<i>丙</i>4None"),
        ("{% for x in r.items %}{{ loop.index }}{{ x | upper }}{% endfor %}", "1A2B"),
        ("{% macro m(a, b='') %}<u>{{ a }}{{ b }}</u>{% endmacro %}{{ m(r.title[1:3], b='<') }}", "<u>b&gt;&lt;</u>"),
        ("{% macro m() %}<u>{{ caller(1) }}</u>{% endmacro %}{% call(n) m() %}{{ n }}<{% endcall %}", "<u>1<</u>"),
        ("{{ r.both(*r.items) }}{{ r.both(r.items[0], b=2) }}", "ABA2"),
        ("{{ {'a': r.title} | xmlattr }}", ' a="&lt;b&gt;&#34;甲&#34;&amp;&#39;乙&#39;"'),
    ],
)
def test_compiled_straight(source: str, shown: str) -> None:
    def both(a: str, b: object) -> str:
        return f"{a}{b}".upper()

    record = SimpleNamespace(
        title="<b>\"甲\"&'乙'", html=Markup("<i>丙</i>"), count=3, none=None, items=("a", "b"), both=both
    )
    as_jinja = Environment(autoescape=True).from_string(source).render(r=record)
    assert straight(Environment(autoescape=True)).from_string(source).render(r=record) == as_jinja == shown


def test_what_a_record_has_not_is_an_error() -> None:
    with pytest.raises(AttributeError, match="titel"):
        straight(Environment(autoescape=True)).from_string("{{ r.titel }}").render(r=SimpleNamespace(title="甲"))
