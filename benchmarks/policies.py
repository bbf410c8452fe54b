"""What people wait for when they read, import, compare, search or print policies."""

from collections.abc import Callable

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from benchmarks.measuring import Benchmark
from policies import actions
from policies.differences import between
from policies.importing import read_document
from policies.models import Version
from policies.pdf.making import pdf_of
from policies.search import index_version, search
from school.models import Person, Role
from tests import factories
from tests.policies.documents_made import forty_page_docx


def _get(path: str) -> Callable[[], object]:
    client = Client()

    def call() -> object:
        answer = client.get(path)
        assert answer.status_code == 200, answer.status_code
        return answer

    return call


def _forty_pages() -> Version:
    original = forty_page_docx()
    version = actions.draft_from_import(
        imported=read_document(original, name="long.docx"),
        original=original,
        original_name="long.docx",
        by=_writer(),
    )
    in_force: Version = factories.put_in_force(version)
    return in_force


def _with_clauses(count: int) -> Version:
    version = factories.VersionFactory(sections=[f"Part {n}" for n in range(10)])
    for section in version.sections.all():
        for place in range(3, count // 10 + 1):
            factories.ClauseFactory(
                section=section, position=place, number=f"{section.number}.{place}"
            )
    in_force: Version = factories.put_in_force(version)
    return in_force


def page_of(clauses: int) -> Callable[[], Callable[[], object]]:
    return lambda: _get(_with_clauses(clauses).policy.get_absolute_url())


def importing() -> Callable[[], object]:
    original = forty_page_docx()
    return lambda: read_document(original, name="long.docx")


def comparing() -> Callable[[], object]:
    older = _forty_pages()
    newer = actions.start_next_version(policy=older.policy, by=_writer())
    _change(newer)
    older, newer = (Version.objects.with_text().get(pk=one.pk) for one in (older, newer))
    between(older=older, newer=newer)  # fetches the text, which no later call does again
    return lambda: between(older=older, newer=newer)


def _writer() -> Person:
    person: Person = factories.RoleAssignmentFactory(role=Role.OFFICE).person
    return person


def _change(version: Version) -> None:
    """Reword every fifth clause, and move the first section to the end."""
    for section in version.sections.all():
        for clause in list(section.clauses.all())[::5]:
            clause.text = clause.text.replace("our children", "every child of ours")
            clause.save()
    first = version.sections.earliest("position")
    first.position += 1_000
    first.save()


def printing() -> Callable[[], object]:
    version = _forty_pages()
    sections = list(version.sections.prefetch_related("clauses"))

    def call() -> object:
        cache.clear()
        return pdf_of(version, sections)

    return call


def searching() -> Callable[[], object]:
    for _ in range(100):
        index_version(_with_clauses(200))
    return lambda: search("what is the rule on kindness in posts")


def library() -> Callable[[], object]:
    for _ in range(100):
        factories.published()
    return _get(reverse("policies:library"))


BENCHMARKS = [
    Benchmark("page of a policy with 20 clauses", 0.2, page_of(20)),
    Benchmark("page of a policy with 200 clauses", 0.2, page_of(200)),
    Benchmark("library of 100 policies", 0.2, library),
    Benchmark("import of a Word document of 40 pages", 5, importing, times=3),
    Benchmark("comparison of two versions of 40 pages", 1, comparing, times=3),
    Benchmark("PDF of 40 pages, made anew", 1, printing, times=3),
    Benchmark("search among 20,000 clauses", 0.5, searching),
]
