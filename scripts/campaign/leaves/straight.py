"""Templates compiled straight: what a template names is an attribute and is called as it is.

Jinja looks an attribute up as a key too, asks of everything called whether it wants the context, and makes an object of every text it
escapes; our templates are given records and plain functions, so neither is ever the answer, and a page only joins its texts. All three
happen hundreds of thousands of times a build.
"""

from __future__ import annotations

from keyword import iskeyword

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


def straight(environment: Environment) -> Environment:
    """The environment, which compiles its templates so from now on. A name that a record has not raises AttributeError."""
    environment.code_generator_class = _Straight
    environment.escaped = escaped  # type: ignore[attr-defined]
    return environment


def escaped(value: object) -> str:
    """A value as it stands in HTML; what is HTML already stays."""
    if type(value) is Markup:
        return value
    if type(value) is str:
        return (
            value.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace('"', "&#34;")
            .replace("'", "&#39;")
        )
    return str(value) if type(value) is int else escape(value)


class _Straight(CodeGenerator):
    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        """What an expression gives is escaped, in a template that escapes everything."""
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(  # noqa: N802 - Jinja's name
        self, node: nodes.Getattr, frame: Frame
    ) -> None:
        """`a.b` as Python has it."""
        if iskeyword(node.attr):
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Call(  # noqa: N802 - Jinja's name
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """`a(b)` as Python has it; a call block, and a call with spread arguments, as Jinja has it."""
        if forward_caller or node.dyn_args or node.dyn_kwargs or any(iskeyword(each.key) for each in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for each in (*node.args, *node.kwargs):
            self.visit(each, frame)
            self.write(", ")
        self.write(")")
