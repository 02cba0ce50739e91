"""Tools for people who work on Connex Bridge: environment, databases, servers, tests, demo.

Nothing in here is part of the addon. Everything except `demo/` and `testing/` runs on the standard
library alone, so that `python3 -m development environment` works on a machine with only Python and apt.
"""
