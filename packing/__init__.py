"""Files that are put together by a worker, kept privately for a week, and taken away.

Each is a ZIP whose manifest holds the SHA-256 of every part. The rooms above say what is in it and
who may have it.
"""
