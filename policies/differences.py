"""What changed between two versions, from what the database holds of them."""

from policies.comparison import ClauseText, Comparison, PolicyText, SectionText, compare
from policies.models import Section, Version


def between(*, older: Version, newer: Version) -> Comparison:
    """Return what changed from one version to another; both fetched `with_text()` cost nothing."""
    return compare(_text_of(older), _text_of(newer))


def _text_of(version: Version) -> PolicyText:
    return PolicyText(
        title=version.title,
        audiences=", ".join(version.audience_labels),
        sign_off_text=version.sign_off_text,
        sections=tuple(_section_of(section) for section in version.sections.all()),
    )


def _section_of(section: Section) -> SectionText:
    return SectionText(
        number=section.number,
        heading=section.heading,
        audiences=", ".join(section.audience_labels),
        clauses=tuple(
            ClauseText(number=clause.number, text=clause.text, level=clause.level)
            for clause in section.clauses.all()
        ),
    )
