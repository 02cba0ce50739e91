"""pytest's root: nothing is configured here, it only makes this folder pytest's root for imports.

What tests share is in tests/conftest.py (end to end) and in the conftest.py of each suite.
"""
