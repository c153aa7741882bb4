"""Measurements against floors: ``python -m tests.bench``. Not tests; nothing here asserts a time."""
