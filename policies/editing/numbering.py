"""How the clauses of a section that somebody edits are numbered.

While only words change, every clause keeps its number, so that whatever points at it still does.
Once clauses were put in, taken out, moved or nested, the section is counted afresh: the second
clause of section 3 is 3.2, the first under that 3.2.1. Where the clauses under another bore
letters, as in 3.2.a, they go on bearing letters.
"""

from collections.abc import Sequence
from string import ascii_lowercase

from policies.editing.draft import ClauseDraft


def number_clauses(
    section: str, before: Sequence[ClauseDraft], now: Sequence[ClauseDraft]
) -> list[str]:
    """Return the number of each clause as it stands now; `before` is what the draft held."""
    shape = [(clause.pk, clause.level) for clause in now]
    if shape == [(clause.pk, clause.level) for clause in before]:
        return [clause.number for clause in before]
    numbers: list[str] = []
    above = [section]  # the number of the clause that each level stands under
    counts = [0]
    for clause in now:
        del above[clause.level :], counts[clause.level :]
        counts[-1] += 1
        number = f"{above[-1]}.{_counted(counts[-1], clause, now)}"
        numbers.append(number)
        above.append(number)
        counts.append(0)
    return numbers


def _counted(count: int, clause: ClauseDraft, siblings: Sequence[ClauseDraft]) -> str:
    known = [one.number.rpartition(".")[2] for one in siblings if one.level == clause.level]
    known = [last for last in known if last]
    is_lettered = clause.level > 1 and bool(known) and all(n in ascii_lowercase for n in known)
    return (
        ascii_lowercase[count - 1] if is_lettered and count <= len(ascii_lowercase) else str(count)
    )
