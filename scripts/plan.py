#!/usr/bin/env python3
"""方案通: the one command. `plan --help` lists what it does."""

from campaign.cli import main

if __name__ == "__main__":
    main()
