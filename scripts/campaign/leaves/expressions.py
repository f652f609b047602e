"""A small language for rules about figures that stand in data files: `daysurg_t3 + daysurg_t2 <= daysurg_orgs`, `surgery == 否 且 filled(cases)`.

Text → tokens → tree → value, all of it here; nothing typed by an author is ever run as a program. A value is a Decimal, a yes or no, or None
for a blank, and a blank is never 0: in a sum it adds nothing, every other reckoning with it is blank again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Value = Decimal | bool | None
Kind = Literal["number", "yesno"]

MAX_LENGTH = 500
MAX_DEPTH = 40
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
FUNCTIONS: Mapping[str, str] = {"filled": "填了没有", "abs": "绝对值"}
_SPELLINGS = {"≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "=": "==", "且": "and", "或": "or", "非": "not"}
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z_][a-z0-9_]*)|(==|!=|<=|>=|[-+*/()<>=≤≥≠×÷])|([是否且或非]))")


class ExpressionFault(Exception):
    """What is wrong with an expression; `at` counts characters from 1. The text is a Chinese sentence for its author."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.message = message
        self.at = at


class DivisionByZero(ExpressionFault):
    """A denominator came out as 0."""


@dataclass(frozen=True)
class Constant:
    value: Decimal
    at: int


@dataclass(frozen=True)
class YesNo:
    value: bool
    at: int


@dataclass(frozen=True)
class Name:
    name: str
    at: int


@dataclass(frozen=True)
class Call:
    function: str
    inner: Node
    at: int


@dataclass(frozen=True)
class Negative:
    """`-x` (sign) or `非 x` (not)."""

    sign: Literal["-", "not"]
    inner: Node
    at: int


@dataclass(frozen=True)
class Binary:
    """`left sign right`; `at` is where the sign stands."""

    sign: str
    left: Node
    right: Node
    at: int


Node = Constant | YesNo | Name | Call | Negative | Binary


@dataclass(frozen=True)
class _Token:
    text: str
    kind: Literal["number", "name", "sign", "word", "end"]
    at: int


# -- text to tree -------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def parse(text: str) -> Node:
    """The tree of an expression. Raises ExpressionFault."""
    if len(text) > MAX_LENGTH:
        raise ExpressionFault(f"算式超过 {MAX_LENGTH} 个字符", MAX_LENGTH)
    reader = _Parser(tuple(_tokens(text)))
    node = reader.either(0)
    if reader.now.kind != "end":
        raise ExpressionFault(f"“{reader.now.text}”放在这里读不懂", reader.now.at)
    return node


def _tokens(text: str) -> Iterator[_Token]:
    narrow = "".join(_narrow(char) for char in text)
    place = 0
    while narrow[place:].strip():
        found = _TOKEN.match(narrow, place)
        if not found:
            at = place + len(narrow[place:]) - len(narrow[place:].lstrip())
            raise ExpressionFault(f"不认识的符号“{text[at]}”", at + 1)
        index = found.lastindex or 1
        word = found.group(index)
        kinds: tuple[Literal["number", "name", "sign", "word"], ...] = ("number", "name", "sign", "word")
        kind = "sign" if word in ("and", "or", "not", "且", "或", "非") else kinds[index - 1]
        yield _Token(_SPELLINGS.get(word, word), kind, found.start(index) + 1)
        place = found.end()
    yield _Token("结尾", "end", len(text) + 1)


def _narrow(char: str) -> str:
    """A full-width sign as its ordinary one, as long as it stays one character."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if len(plain) == 1 and char not in _SPELLINGS else char


class _Parser:
    """Reads tokens from left to right; one method a level of the grammar, the loosest first."""

    def __init__(self, tokens: tuple[_Token, ...]) -> None:
        self.tokens = tokens
        self.place = 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.place]

    def take(self, *signs: str) -> _Token | None:
        if self.now.kind == "sign" and self.now.text in signs:
            self.place += 1
            return self.tokens[self.place - 1]
        return None

    def either(self, depth: int) -> Node:
        left = self.both(depth)
        while sign := self.take("or"):
            left = Binary("or", left, self.both(depth), sign.at)
        return left

    def both(self, depth: int) -> Node:
        left = self.negated(depth)
        while sign := self.take("and"):
            left = Binary("and", left, self.negated(depth), sign.at)
        return left

    def negated(self, depth: int) -> Node:
        self.limit(depth)
        if sign := self.take("not"):
            return Negative("not", self.negated(depth + 1), sign.at)
        left = self.sums(depth)
        if sign := self.take(*COMPARISONS):
            left = Binary(sign.text, left, self.sums(depth), sign.at)
            if again := self.take(*COMPARISONS):
                raise ExpressionFault("一条算式里只能比较一次", again.at)
        return left

    def sums(self, depth: int) -> Node:
        left = self.products(depth)
        while sign := self.take("+", "-"):
            left = Binary(sign.text, left, self.products(depth), sign.at)
        return left

    def products(self, depth: int) -> Node:
        left = self.signed(depth)
        while sign := self.take("*", "/"):
            left = Binary(sign.text, left, self.signed(depth), sign.at)
        return left

    def signed(self, depth: int) -> Node:
        self.limit(depth)
        if sign := self.take("-"):
            return Negative("-", self.signed(depth + 1), sign.at)
        return self.atom(depth)

    def atom(self, depth: int) -> Node:
        token = self.now
        if self.take("("):
            inner = self.either(depth + 1)
            self.close()
            return inner
        self.place += token.kind != "end"
        if token.kind == "number":
            return Constant(Decimal(token.text), token.at)
        if token.kind == "word":
            return YesNo(token.text == "是", token.at)
        if token.kind != "name":
            raise ExpressionFault("算式没有写完" if token.kind == "end" else f"“{token.text}”放在这里读不懂", token.at)
        if not self.take("("):
            return Name(token.text, token.at)
        if token.text not in FUNCTIONS:
            raise ExpressionFault(f"没有叫“{token.text}”的算法；可用 {'、'.join(FUNCTIONS)}", token.at)
        inner = self.either(depth + 1)
        self.close()
        return Call(token.text, inner, token.at)

    def close(self) -> None:
        if not self.take(")"):
            raise ExpressionFault("括号没有配对", self.now.at)

    def limit(self, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise ExpressionFault(f"括号或符号套了 {MAX_DEPTH} 层以上", self.now.at)


# -- looking at a tree ----------------------------------------------------------------------------------------------------------


def names(node: Node) -> Iterator[Name]:
    """Every name in an expression, in order of appearance."""
    if isinstance(node, Name):
        yield node
    elif isinstance(node, Call | Negative):
        yield from names(node.inner)
    elif isinstance(node, Binary):
        yield from names(node.left)
        yield from names(node.right)


def kind_of(node: Node, known: Mapping[str, Kind]) -> Kind:
    """What an expression comes to. Raises ExpressionFault for an unknown name, a mixture of numbers and yes/no, and a denominator of 0."""
    match node:
        case Constant():
            return "number"
        case YesNo():
            return "yesno"
        case Name():
            if node.name not in known:
                raise ExpressionFault(f"没有叫“{node.name}”的栏目", node.at)
            return known[node.name]
        case Call():
            inner = kind_of(node.inner, known)
            if node.function == "abs" and inner != "number":
                raise ExpressionFault("abs 里应是数", node.at)
            return "yesno" if node.function == "filled" else "number"
        case Negative():
            wanted: Kind = "number" if node.sign == "-" else "yesno"
            if kind_of(node.inner, known) != wanted:
                raise ExpressionFault("负号后面应是数" if node.sign == "-" else "“非”后面应是能判断是否的话", node.at)
            return wanted
        case Binary():
            return _kind_of_two(node, known)


def _kind_of_two(node: Binary, known: Mapping[str, Kind]) -> Kind:
    left, right = kind_of(node.left, known), kind_of(node.right, known)
    if node.sign in ("and", "or"):
        if (left, right) != ("yesno", "yesno"):
            raise ExpressionFault("“且”“或”两边都应是能判断是否的话", node.at)
        return "yesno"
    if node.sign in ("==", "!="):
        if left != right:
            raise ExpressionFault("一边是数，一边是“是”“否”，不能相比", node.at)
        return "yesno"
    if (left, right) != ("number", "number"):
        raise ExpressionFault(f"“{node.sign}”两边都应是数", node.at)
    if node.sign == "/" and not any(True for _ in names(node.right)) and evaluate(node.right, {}) == 0:
        raise DivisionByZero("除数是 0", node.at)
    return "yesno" if node.sign in COMPARISONS else "number"


# -- reckoning ------------------------------------------------------------------------------------------------------------------


def evaluate(node: Node, values: Mapping[str, Value]) -> Value:
    """What an expression comes to with these values; a name that is absent is blank. Raises DivisionByZero."""
    match node:
        case Constant() | YesNo():
            return node.value
        case Name():
            return values.get(node.name)
        case Call():
            inner = evaluate(node.inner, values)
            if node.function == "filled":
                return inner is not None
            return abs(inner) if isinstance(inner, Decimal) else None
        case Negative():
            inner = evaluate(node.inner, values)
            if inner is None:
                return None
            return -inner if node.sign == "-" and isinstance(inner, Decimal) else not inner
        case Binary():
            return _evaluate_two(node, evaluate(node.left, values), evaluate(node.right, values))


def _evaluate_two(node: Binary, left: Value, right: Value) -> Value:
    if node.sign == "and":
        return False if left is False or right is False else None if left is None or right is None else True
    if node.sign == "or":
        return True if left is True or right is True else None if left is None or right is None else False
    if node.sign in ("+", "-") and (left is None or right is None):
        return left if right is None else _number(right) if node.sign == "+" else -_number(right)
    if left is None or right is None:
        return None
    if node.sign == "==":
        return left == right
    if node.sign == "!=":
        return left != right
    return _reckon(node, _number(left), _number(right))


def _number(value: Value) -> Decimal:
    assert isinstance(value, Decimal), "kind_of lets only numbers through"
    return value


def _reckon(node: Binary, left: Decimal, right: Decimal) -> Value:
    match node.sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            if right == 0:
                raise DivisionByZero("除数是 0", node.at)
            return left / right
        case "<=":
            return left <= right
        case ">=":
            return left >= right
        case "<":
            return left < right
        case _:
            return left > right
