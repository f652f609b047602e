"""The small grammar of facts in Chinese plans: one module a rule, one test file a module.

Every rule is a pure function of a text (and a calendar): it returns frozen records that know where in the text they stand (`begin`, `end`), so
that what no rule took can be told. No rule writes YAML, resolves units or knows another's result, except where its docstring says so.
"""
