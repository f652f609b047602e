"""How the command itself speaks: help pages, wrong usage, and faults nobody foresaw, each in Chinese and never as a traceback.

click speaks English and knows no Chinese; what it raises has a class a kind of mistake, and that is what is told apart here.
"""

from __future__ import annotations

import re
import sys
import tempfile
import traceback
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import click

import campaign

INTERRUPTED = 130  # what shells say of a command that Ctrl-C ended
_HEADS = {"Options": "选项", "Commands": "命令", "Positional arguments": "参数"}
_VALUES = {
    "PATH": "路径", "FILE": "文件", "DIRECTORY": "文件夹", "TEXT": "文字", "INTEGER RANGE": "整数", "[%Y-%m-%d]": "年-月-日",
}  # fmt: skip
_EXTRA = {"default: ": "不写即 ", "required": "必须写"}


def stop(message: str, code: int = 1) -> NoReturn:
    """End the command with a sentence."""
    click.echo(f"错误：{message}", err=True)
    sys.exit(code)


class _Page(click.HelpFormatter):
    """A help page."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = "用法：") -> None:
        super().write_usage(prog, args, prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_value(term), _extra(words)) for term, words in rows], col_max, col_spacing)


def _value(term: str) -> str:
    return re.sub(rf" ({'|'.join(map(re.escape, _VALUES))})$", lambda found: f" {_VALUES[found[1]]}", term)


def _extra(words: str) -> str:
    text, mark, more = words.rpartition("  [")
    for english, ours in _EXTRA.items():
        more = more.replace(english, ours)
    return f"{text}{mark}{more}" if mark else words


class _Context(click.Context):
    formatter_class = _Page


class Command(click.Command):
    """A command whose help is Chinese, and asked for by `-h` as well."""

    context_class = _Context

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("options_metavar", "[选项]")
        kwargs["context_settings"] = {"help_option_names": ["-h", "--help"], **(kwargs.get("context_settings") or {})}
        super().__init__(*args, **kwargs)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这一页"
        return option


class CommandGroup(Command, click.Group):
    """The group of commands. However one of them ends, it is with an exit code and at most a Chinese sentence."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, subcommand_metavar="命令 …", **kwargs)

    def main(self, *args: Any, **extra: Any) -> NoReturn:
        try:
            sys.exit(super().main(*args, **{**extra, "standalone_mode": False}) or 0)
        except click.exceptions.NoArgsIsHelpError as fault:
            fault.show()
            sys.exit(fault.exit_code)
        except click.ClickException as fault:
            at = fault.ctx.command_path if isinstance(fault, click.UsageError) and fault.ctx else "plan"
            stop(f"{sentence(fault)}；用法见 {at} --help", fault.exit_code)
        except (click.Abort, KeyboardInterrupt):
            stop("已中断", INTERRUPTED)
        except MemoryError:
            stop("内存不够，没有做完；关掉别的程序再试，或分几次做")
        except Exception as fault:
            if _interrupted(fault):  # what was being made at that moment has wrapped it
                raise
            stop(unforeseen(fault))


def _interrupted(fault: BaseException | None) -> bool:
    return fault is not None and (
        isinstance(fault, KeyboardInterrupt)
        or "KeyboardInterrupt" in str(fault)  # pydantic says so in words only
        or _interrupted(fault.__cause__ or fault.__context__)
    )


def unforeseen(fault: Exception) -> str:
    """The one sentence for a fault of the program, whose particulars go into a file that only its owner reads."""
    words = "".join(traceback.format_exception(fault))
    try:
        with tempfile.NamedTemporaryFile("w", prefix="plan-", suffix=".log", encoding="utf-8", delete=False) as log:
            log.write(f"方案通 {campaign.__version__}，Python {sys.version}\n{words}")
    except OSError:
        return f"程序出了没有料到的错（{type(fault).__name__}），经过也没有地方可写；腾出临时文件夹再试"
    return f"程序出了没有料到的错（{type(fault).__name__}），没有做完；经过记在 {log.name}，请把它交给维护的人"


def sentence(fault: click.ClickException) -> str:
    """What was typed wrong."""
    said = re.search(r"\((.+)\)", fault.message, re.S)
    match fault:
        case click.exceptions.NoSuchCommand():
            return f"没有“{fault.command_name}”这个命令{_near(fault.possibilities)}"
        case click.NoSuchOption():
            return f"没有 {fault.option_name} 这个选项{_near(fault.possibilities)}"
        case click.BadOptionUsage():
            takes = "requires" in fault.message
            return f"{fault.option_name} 后面{'要写上值' if takes else '不写值'}"
        case click.MissingParameter():
            return f"没有写{_name(fault.param)}"
        case click.BadParameter():
            return f"{_name(fault.param)}{_wanted(fault)}"
        case _ if "extra argument" in fault.message and said:
            return f"多写了“{said[1]}”"
        case _ if fault.message == "Missing command.":
            return "没有写命令"
        case _:
            return f"命令写得不对（{fault.message}）"


def _near(names: Sequence[str] | None) -> str:
    return f"，是不是 {'、'.join(names)}？" if names else ""


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return "写的值"
    return (
        f"“{param.make_metavar(click.Context(Command('plan')))}”"
        if isinstance(param, click.Argument)
        else f"{param.opts[-1]} "
    )


def _wanted(fault: click.BadParameter) -> str:
    kind = fault.param.type if fault.param else None
    given = re.search(r"'([^']*)'", fault.message)
    match kind:
        case click.Choice():
            return f"不能是“{given[1] if given else ''}”，可以写：{'、'.join(map(str, kind.choices))}"
        case click.DateTime():
            return f"不能是“{given[1] if given else ''}”，日期写成 2026-11-21 这样，要确有这一天"
        case click.IntRange():
            least, most = kind.min, kind.max
            return f"要写整数，{f'{least} 到 {most}' if most is not None else f'最小 {least}'}"
        case click.Path():
            there = "does not exist" not in fault.message
            return f"不对：{'这是一个文件夹' if 'is a directory' in fault.message else '这是一个文件，不是文件夹' if 'is a file' in fault.message else '不许读写' if there else '没有这个文件或文件夹'}{f' {given[1]}' if given else ''}"
        case _:
            return f"写得不对{f'：{given[1]}' if given else ''}"
