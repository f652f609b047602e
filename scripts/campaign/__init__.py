"""Planpress (方案通): a compiler from YAML plans to a site, printed documents and open data.

The rooms, in the order a build walks through them: load → check → derive (views) → render (pages, pdf, search, exporters) → publish.
"""

__version__ = "1.1.0"  # the first heading of CHANGELOG.md; a test compares
