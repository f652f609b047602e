"""Planpress (方案通): a compiler from YAML plans to a site, printed documents and open data.

The rooms, in the order a build walks through them: load → check → derive (views) → render (pages, pdf, search, exporters) → publish.
"""
