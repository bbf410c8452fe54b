"""What somebody may tell us about, in their words, and what that says of kind and subject.

Who tells us does not know our kinds of case. They know whether it was a colleague, a parent or a
child, or that it is about a picture. Where the topic says already who did it (a parent, a child),
only the name is asked. Where it may be anybody at the school, the Headteacher and the chair stand
first, because a report about them goes to somebody else (I3).
"""

from __future__ import annotations

from enum import Enum

from incidents.models import Kind, SubjectKind

WORK_OR_HELP_HERE = (
    SubjectKind.HEADTEACHER,
    SubjectKind.CHAIR,
    SubjectKind.GOVERNOR,
    SubjectKind.STAFF,
    SubjectKind.VOLUNTEER,
    SubjectKind.UNKNOWN,
)
ANYBODY = tuple(SubjectKind)


class Topic(Enum):
    """One line of the first page: its words, the kind of case, and whom it can be about."""

    def __init__(self, label: str, kind: Kind, subjects: tuple[SubjectKind, ...]) -> None:
        self.label, self.kind, self.subjects = label, kind, subjects

    STAFF = (
        "Something online by somebody who works or helps at the school",
        Kind.BREACH,
        WORK_OR_HELP_HERE,
    )
    FAMILY = (
        "Something online by a parent, carer or relative",
        Kind.BREACH,
        (SubjectKind.PARENT_FAMILY,),
    )
    PUPIL = ("Something online by a child at our school", Kind.BREACH, (SubjectKind.PUPIL,))
    CYBERBULLYING = ("Bullying online", Kind.CYBERBULLYING, ANYBODY)
    IMAGE = ("A picture or video posted without permission", Kind.IMAGE, ANYBODY)
    COMMENT = ("A comment online about somebody in our school", Kind.COMMENT, ANYBODY)
    PUPIL_ACCESS = (
        "A child using social media at school",
        Kind.PUPIL_ACCESS,
        (SubjectKind.PUPIL,),
    )
    SERVICE = (
        "An app or website used at school that may not be approved",
        Kind.UNAPPROVED_SERVICE,
        ANYBODY,
    )
    CONCERN = ("A question, a worry or a complaint", Kind.CONCERN, ANYBODY)

    @classmethod
    def named(cls, name: str) -> Topic | None:
        """Return the topic of that name, or None."""
        return cls.__members__.get(name)
