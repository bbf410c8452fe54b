"""How a case can end, for whom, and who may say so.

In words a deputy head could check (I7). The outcome has to fit whoever the case is about: a parent
or relative is never given a sanction that belongs to staff or to pupils, and so on along the table
below. An outcome for staff is recorded by the Headteacher alone; when the case is about the
Headteacher, by the chair of governors alone. Referring somebody to the disciplinary procedure needs
the reference of the HR file, and no HR detail (M11). If what happened is outside the school's
remit, the case can end in one way only: as outside the remit, with advice to the reporter (M17).

Each outcome has a sentence for the reporter. It names nobody and, for staff, says the same whatever
was decided: that remains between the school and its employee.
"""

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """Whom a case is about: the values of `incidents.models.SubjectKind`."""

    HEADTEACHER = "headteacher"
    CHAIR = "chair"
    GOVERNOR = "governor"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    PARENT_FAMILY = "parent_family"
    PUPIL = "pupil"
    UNKNOWN = "unknown"


STAFF = frozenset({Subject.HEADTEACHER, Subject.STAFF})
GOVERNORS = frozenset({Subject.CHAIR, Subject.GOVERNOR})
VOLUNTEERS = frozenset({Subject.VOLUNTEER})
FAMILIES = frozenset({Subject.PARENT_FAMILY})
PUPILS = frozenset({Subject.PUPIL})
UNKNOWN = frozenset({Subject.UNKNOWN})
EVERYBODY = frozenset(Subject)


@dataclass(frozen=True)
class Outcome:
    """One way for a case to end.

    `label` is for whoever records it, `sentence` for the reporter, `advice` what the reporter may
    do instead. `subjects` says whom the case may be about. `staff_only` marks the outcomes that
    are the Headteacher's alone to record, or the chair's when it is about the Headteacher.
    `needs_contact_with` names the bodies (`incidents.models.Body`) of which one must have it.
    """

    code: str
    label: str
    sentence: str
    subjects: frozenset[Subject]
    needs_within_remit: bool = True
    staff_only: bool = False
    needs_hr_reference: bool = False
    needs_contact_with: frozenset[str] = frozenset()
    advice: str = ""

    def alone_recorded_by(self, subject_kind: str) -> str | None:
        """Return the one role that may record it in such a case, or None when any handler may."""
        if not self.staff_only:
            return None
        return "chair" if subject_kind == Subject.HEADTEACHER else "headteacher"


ABOUT_STAFF = (
    "We have looked into this with care and dealt with it in the way that we deal with such "
    "things at work. What was decided stays private, as it would for anybody."
)

OUTCOMES = (
    Outcome(
        code="advice_given",
        label="Advice given to the member of staff",
        sentence=ABOUT_STAFF,
        subjects=STAFF,
        staff_only=True,
    ),
    Outcome(
        code="training",
        label="Training arranged for the member of staff",
        sentence=ABOUT_STAFF,
        subjects=STAFF,
        staff_only=True,
    ),
    Outcome(
        code="management_guidance",
        label="Written management guidance",
        sentence=ABOUT_STAFF,
        subjects=STAFF,
        staff_only=True,
    ),
    Outcome(
        code="referred_disciplinary",
        label="Referred to the disciplinary procedure",
        sentence=ABOUT_STAFF,
        subjects=STAFF,
        staff_only=True,
        needs_hr_reference=True,
    ),
    Outcome(
        code="code_of_conduct",
        label="Taken up under the governors' code of conduct",
        sentence="We have looked into this, and it has been taken up in the way governors agreed.",
        subjects=GOVERNORS,
    ),
    Outcome(
        code="volunteering_reviewed",
        label="Volunteering at the school reviewed",
        sentence="We have looked into this and agreed what happens from now on.",
        subjects=VOLUNTEERS,
    ),
    Outcome(
        code="talk",
        label="A conversation about what the policy asks",
        sentence="We have looked into this and had a conversation about it.",
        subjects=FAMILIES | GOVERNORS | VOLUNTEERS,
    ),
    Outcome(
        code="request_to_remove",
        label="Asked for the post or picture to be taken down",
        sentence="We have asked for it to be taken down.",
        subjects=FAMILIES | GOVERNORS | VOLUNTEERS,
    ),
    Outcome(
        code="talk_with_family",
        label="Talked with the child and the family",
        sentence="We have talked about it with the children and families whom it touches.",
        subjects=PUPILS,
    ),
    Outcome(
        code="support_children",
        label="Support for the children",
        sentence="We are looking after the children whom it touches, and will keep an eye on it.",
        subjects=PUPILS,
    ),
    Outcome(
        code="behaviour_steps",
        label="Steps under the behaviour or anti-bullying policy",
        sentence="We have followed the steps of our behaviour and anti-bullying policies.",
        subjects=PUPILS,
    ),
    Outcome(
        code="class_lesson",
        label="Taught the class about being kind and safe online",
        sentence="We have talked with the children about being kind and safe online.",
        subjects=PUPILS,
    ),
    Outcome(
        code="report_to_platform",
        label="Reported to the website or app",
        sentence="We have reported it to the website or app, and asked them to take it down.",
        subjects=EVERYBODY - STAFF,
        needs_contact_with=frozenset({"platform"}),
    ),
    Outcome(
        code="advice",
        label="Advice to the reporter",
        sentence="We could not find out who did this. We have told you what you can do about it.",
        subjects=UNKNOWN,
        advice=(
            "Keep a copy of what you saw. Block and report the account in the app itself, and tell "
            "us if it happens again. If you feel threatened, call the police on 101, or on 999 "
            "in an emergency."
        ),
    ),
    Outcome(
        code="no_further_action",
        label="Nothing further that the school can do",
        sentence="We have done what we can for now. Please tell us if anything more happens.",
        subjects=UNKNOWN,
    ),
    Outcome(
        code="passed_on",
        label="Passed to another service, such as social care or the police",
        sentence="We have passed this to the people whose job it is to look into it.",
        subjects=EVERYBODY,
        needs_contact_with=frozenset({"social_care", "police", "lado", "dsl_system"}),
    ),
    Outcome(
        code="answered",
        label="Question or worry answered",
        sentence="We have answered what you asked. If anything is still not clear, please say so.",
        subjects=EVERYBODY,
    ),
    Outcome(
        code="not_established",
        label="It could not be established what happened",
        sentence="We looked into this with care, and could not be sure of what happened.",
        subjects=EVERYBODY,
    ),
    Outcome(
        code="no_breach",
        label="The policy was kept to",
        sentence="We looked into this with care, and found nothing that goes against the policy.",
        subjects=EVERYBODY,
    ),
    Outcome(
        code="outside_remit",
        label="Outside the school's remit",
        sentence=(
            "This happened outside school, and it is not something that a school may act on. "
            "You were right to tell us."
        ),
        subjects=EVERYBODY,
        needs_within_remit=False,
        advice=(
            "You can report it in the app or website where it happened, and block whoever did it. "
            "Keep a copy of what you saw. If you feel threatened, call the police on 101, or on "
            "999 in an emergency. If a child is worried, talk to us: we will look after the child."
        ),
    ),
)

BY_CODE = {outcome.code: outcome for outcome in OUTCOMES}


def allowed_outcomes(subject_kind: str, within_remit: bool | None) -> tuple[Outcome, ...]:
    """Return the outcomes open to a case about such a subject, in the order of the table.

    `within_remit` is the answer to the remit test, or None when it happened in school and needs no
    test. Raises ValueError for a subject that the table does not know.
    """
    subject = Subject(subject_kind)
    outside = within_remit is False
    return tuple(
        outcome
        for outcome in OUTCOMES
        if subject in outcome.subjects and outcome.needs_within_remit is not outside
    )
