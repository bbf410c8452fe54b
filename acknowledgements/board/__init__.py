"""The board (A9): who was asked to sign what, and how each has replied.

Each figure counts the very rows that the page behind it lists and that a file out of it holds:
all three begin with `rows.seen_by`, so they cannot differ.
"""
