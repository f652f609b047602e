"""Derived facts, each computed once and shown alike on the page, in print and in the data. Pure functions of content."""
