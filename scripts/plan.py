#!/usr/bin/env python3
"""方案通: the one command. `plan --help` lists what it does."""

import os
import signal
import sys


def interrupted(fault: BaseException | None) -> bool:
    """Whether a fault comes of Ctrl-C; what was being made at that moment may have wrapped it."""
    return fault is not None and (
        isinstance(fault, KeyboardInterrupt)
        or "KeyboardInterrupt" in str(fault)  # pydantic says so in words only
        or interrupted(fault.__cause__ or fault.__context__)
    )


if __name__ == "__main__":
    try:
        from campaign.cli import main

        main()
    except ImportError as fault:  # none of ours: they are all here
        lacking = str(fault.name or fault).partition(".")[0]
        said = f"错误：还没有装好，缺少 Python 软件包 {lacking}；运行 make（或 scripts/setup.sh venv），再用 .venv/bin/python scripts/plan.py\n"
        os.write(2, said.encode())
        sys.exit(1)
    except BaseException as fault:
        if isinstance(fault, SystemExit) or not interrupted(fault):
            raise
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.write(2, "错误：已中断\n".encode())
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left is to go home
