"""Searching the text of every policy in force, with the clause in the result.

A clause is found when it, its section's heading and its policy's title hold all the words between
them, in any form that English gives them ("photos" finds "photo"); a word of four letters or more
also finds longer ones ("photo" finds "photographs"). Where no clause has all the words, those that
have some of them are shown, the likeliest first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from policies.models import Clause, Policy, SearchEntry, State, Version

MOST = 200  # as many clauses as one search shows; whoever needs more gives another word
MOST_WORDS = 12
LONG_ENOUGH = 4

# Letters that no text has, between which the database puts the words that were found.
START, END = "\ue000", "\ue001"

# What holds no meaning of its own in a question such as "what is the rule about phones".
SMALL_WORDS = frozenset(
    re.findall(
        r"[a-z]+",
        """
    a about am an and any are as at be been but by can could do does for from had has have how i
    if in into is it its may me my of on or our shall should so that the their them then there
    these they this to us was we were what when where which who why will with would you your
        """,
    )
)

ON_SQLITE = """
    SELECT entry.clause_id, snippet(policies_search, 2, %s, %s, '…', 40)
    FROM policies_search
    JOIN policies_searchentry entry ON entry.id = policies_search.rowid
    JOIN policies_version version ON version.id = entry.version_id
    WHERE policies_search MATCH %s AND version.state = %s
    ORDER BY bm25(policies_search, 3.0, 2.0, 1.0), entry.id
    LIMIT %s
"""

ON_POSTGRESQL = """
    SELECT found.clause_id, ts_headline('english', found.words, to_tsquery('english', %s),
        'StartSel=' || %s || ', StopSel=' || %s || ', MaxWords=40, MinWords=25')
    FROM (
        SELECT entry.id, entry.clause_id, entry.words,
            ts_rank(entry.document, to_tsquery('english', %s)) AS rank
        FROM policies_searchentry entry
        JOIN policies_version version ON version.id = entry.version_id
        WHERE entry.document @@ to_tsquery('english', %s) AND version.state = %s
        ORDER BY rank DESC, entry.id
        LIMIT %s
    ) found
    ORDER BY found.rank DESC, found.id
"""


@dataclass(frozen=True)
class Hit:
    """A clause that was found, and its words in runs: each with whether it was asked for."""

    clause: Clause
    runs: list[tuple[str, bool]]


@dataclass(frozen=True)
class Found:
    """What a search found, likeliest first."""

    hits: list[Hit]
    has_all_words: bool = True

    @property
    def is_cut_short(self) -> bool:
        return len(self.hits) == MOST


def words_of(question: str) -> list[str]:
    """Return the words to look for, without those that mean nothing on their own."""
    words = [word for word in re.findall(r"[^\W_]+", question.lower()) if len(word) > 1]
    return [word for word in words if word not in SMALL_WORDS][:MOST_WORDS]


def search(question: str) -> Found:
    """Return the clauses in force that speak of what was asked, in two or three queries."""
    words = words_of(question)
    if not words:
        return Found([])
    if rows := _matching(words, every=True):
        return Found(list(_hits(rows)))
    rows = _matching(words, every=False) if len(words) > 1 else []
    return Found(list(_hits(rows)), has_all_words=False)


@transaction.atomic
def index_version(version: Version) -> None:
    """Let the search know the words of a version, in the place of any other of its policy."""
    forget_policy(version.policy)
    clauses = Clause.objects.filter(section__version=version).select_related("section")
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                version=version,
                clause=clause,
                title=version.title,
                heading=clause.section.heading,
                words=clause.text,
            )
            for clause in clauses.order_by("section__position", "position")
        ],
        batch_size=500,
    )


def forget_policy(policy: Policy) -> None:
    """Let the search know nothing of a policy."""
    SearchEntry.objects.filter(version__policy=policy).delete()


def index_everything() -> int:
    """Make the index anew from every version in force; return how many there are."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        versions = Version.objects.published().select_related("policy")
        for version in versions:
            index_version(version)
    return len(versions)


def _matching(words: list[str], *, every: bool) -> list[tuple[int, str]]:
    given: list[str | int]
    state = State.PUBLISHED.value
    if connection.vendor == "postgresql":
        terms = [f"{word}:*" if len(word) >= LONG_ENOUGH else word for word in words]
        asked = (" & " if every else " | ").join(terms)
        sql, given = ON_POSTGRESQL, [asked, START, END, asked, asked, state, MOST]
    else:
        terms = [f'"{word}"*' if len(word) >= LONG_ENOUGH else f'"{word}"' for word in words]
        asked = (" AND " if every else " OR ").join(terms)
        sql, given = ON_SQLITE, [START, END, asked, state, MOST]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _hits(rows: list[tuple[int, str]]) -> Iterator[Hit]:
    clauses = Clause.objects.select_related("section__version__policy").in_bulk(
        [pk for pk, _ in rows]
    )
    for pk, marked in rows:
        yield Hit(clauses[pk], _runs(marked))


def _runs(marked: str) -> list[tuple[str, bool]]:
    """Return a text with marks in it as runs of words, each with whether it was marked."""
    parts = re.split(f"{START}(.*?){END}", marked, flags=re.DOTALL)
    return [(part, bool(place % 2)) for place, part in enumerate(parts) if part]
