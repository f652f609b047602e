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
    except BaseException as fault:
        if isinstance(fault, SystemExit) or not interrupted(fault):
            raise
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.write(2, "错误：已中断\n".encode())
        sys.exit(130)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left is to go home
