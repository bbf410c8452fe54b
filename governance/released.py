"""Legal advice in the file of a case: only what those named on it released (G3)."""

from functools import partial

from governance.models import AdviceFile, LegalAdvice
from incidents.casefile.added import Added, AddedFile
from incidents.casefile.moments import at, on
from incidents.models import Case
from uploads import Kind


def released_advice(case: Case) -> list[Added]:
    """Return a section for each advice about a case that was released; most often none."""
    found = LegalAdvice.objects.released_from(case).select_related("released_by")
    return [_added(advice, place) for place, advice in enumerate(found.order_by("recorded_at"), 1)]


def _added(advice: LegalAdvice, place: int) -> Added:
    deciders = ", ".join(str(person) for person in advice.deciders.by_name())
    said = [
        (f"What it says, {on(each.received_on) or 'recorded ' + at(each.added_at)}", each.words)
        for each in advice.words.all()
    ]
    return Added(
        heading="Legal advice" if place == 1 else f"Legal advice {place}",
        rows=[
            ("Decided to seek it", f"{deciders}, on {on(advice.decided_on)}"),
            ("Why", advice.why),
            ("From whom", advice.from_whom),
            *said,
            (
                "Released into this file",
                f"By {advice.released_by}, {at(advice.released_at)}: {advice.release_why}",
            ),
        ],
        mark=f"{advice.pk} {advice.released_at}",
        files=[_file(file, place) for file in advice.files.all()],
    )


def _file(file: AdviceFile, place: int) -> AddedFile:
    kind = Kind[file.copy_kind]
    return AddedFile(
        path=f"released/legal-advice-{place}-{file.number:02d}{kind.ending}",
        title=f"File {file.number}: {file.file_name}",
        kind=kind,
        read=partial(_read, file),
    )


def _read(file: AdviceFile) -> bytes:
    with file.copy.open("rb") as copy:
        content: bytes = copy.read()
    return content
