"""Publishing a termly report: from then on it says what it says (G4)."""

import hashlib

from django.db import transaction
from django.utils import timezone

from audit import chain
from governance.models import CountedTerm, TermlyReport
from governance.permissions import READ_HISTORY, can_prepare_reports
from governance.report.content import fingerprint, report_of
from governance.report.paper import as_pdf
from notifications import outbox
from school.access import require
from school.errors import WrongState
from school.models import Person

CHANGED = "Something in it has changed since you read it. Read it as it is now, then publish it."
PUBLISHED = "The report of this term is published already. It stays as it is."


def publish_report(*, term: CountedTerm, read: str, by: Person) -> TermlyReport:
    """Publish the report of a term for good, and tell the governors that there is one.

    `read` marks the draft that was read (`content.fingerprint`). Raises PdfNotMade.
    """
    require(can_prepare_reports(by))
    content = report_of(term)
    if fingerprint(content) != read:
        raise WrongState(PUBLISHED if TermlyReport.objects.filter(term=term).exists() else CHANGED)
    pdf = as_pdf(content, on=timezone.localdate())  # before anything is locked: it takes a moment
    with transaction.atomic():
        term = CountedTerm.objects.select_for_update().get(pk=term.pk)
        require(can_prepare_reports(by))
        if TermlyReport.objects.filter(term=term).exists():
            raise WrongState(PUBLISHED)
        if report_of(term) != content:
            raise WrongState(CHANGED)
        report = TermlyReport.objects.create(
            term=term,
            content=content,
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            published_by=by,
        )
        chain.record("governance.report.published", by=by, on=report, sha256=report.sha256)
        for person in Person.objects.holding(*READ_HISTORY).exclude(pk=by.pk):
            outbox.enqueue(
                to=person,
                template="termly_report",
                context={"path": report.get_absolute_url()},
                once=f"termly_report:{report.pk}:{person.pk}",
            )
    return report
