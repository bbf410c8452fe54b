"""What was said about a version, each remark beside the clause that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from policies.models import Clause, ReviewComment, Section, Version


@dataclass(frozen=True)
class Thread:
    """A remark with its answers, oldest first."""

    remark: ReviewComment
    answers: list[ReviewComment] = field(default_factory=list)
    now: Clause | None = None  # the clause as the text holds it now, if it still does

    @property
    def is_open(self) -> bool:
        return self.remark.settled_at is None

    @property
    def words_changed(self) -> bool:
        """Tell whether the clause reads otherwise than when the remark was made."""
        return self.now is not None and self.now.text != self.remark.about_words


@dataclass(frozen=True)
class Remarks:
    """All that was said about a version: on each clause, on the whole, on clauses now gone."""

    on_clauses: dict[int, list[Thread]]
    on_whole: list[Thread]
    on_what_went: list[Thread]

    @property
    def threads(self) -> list[Thread]:
        beside = [thread for threads in self.on_clauses.values() for thread in threads]
        return [*self.on_whole, *beside, *self.on_what_went]

    @property
    def open(self) -> int:
        return sum(thread.is_open for thread in self.threads)


def remarks_on(version: Version, sections: Sequence[Section]) -> Remarks:
    """Return what was said about a version, in two queries; `sections` come with their clauses."""
    clauses = {clause.pk: clause for section in sections for clause in section.clauses.all()}
    said = list(version.comments.filter(agrees=False).select_related("written_by", "settled_by"))
    threads = {
        one.pk: Thread(one, now=clauses.get(one.clause_id or 0))
        for one in said
        if one.in_reply_to_id is None
    }
    for one in said:
        if one.in_reply_to_id in threads:
            threads[one.in_reply_to_id].answers.append(one)
    found = Remarks({}, [], [])
    for thread in threads.values():
        if thread.now is not None:
            found.on_clauses.setdefault(thread.now.pk, []).append(thread)
        elif thread.remark.about_number:
            found.on_what_went.append(thread)
        else:
            found.on_whole.append(thread)
    return found


def open_remarks(version: Version) -> int:
    """Return how many remarks on a version nobody has settled yet."""
    return version.comments.open_remarks().count()


def open_remarks_by_section(version: Version) -> dict[int, int]:
    """Return how many open remarks stand in each section, by its pk; those without are absent."""
    counted = (
        version.comments.open_remarks()
        .filter(clause__isnull=False)
        .order_by()
        .values_list("clause__section")
        .annotate(Count("pk"))
    )
    return dict(counted)
