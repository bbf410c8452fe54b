"""The steps of a case that are about pictures and files (I11)."""

from incidents import actions, permissions
from incidents.actions.evidence import WORDS_ONLY
from incidents.evidence import is_words_only
from incidents.forms.files import EvidenceForm, FilesAgainForm
from incidents.models import Case
from incidents.views.step import Step
from school.access import YES, Verdict, no


def takes_files(case: Case) -> Verdict:
    return no(WORDS_ONLY) if is_words_only(case) else YES


def has_files_put_away(case: Case) -> Verdict:
    return YES if is_words_only(case) else no("The files of this case are open already.")


EVIDENCE_STEPS = (
    Step(
        name="evidence",
        title="Add evidence",
        lead=(
            "Screenshots, letters, notes. Never add a nude or semi-nude picture of a child: it is "
            "against the law to copy one, for the school too."
        ),
        button="Add this",
        done="Saved, and on the timeline.",
        form=EvidenceForm,
        act=actions.add_evidence,
        may=permissions.can_add_evidence,
        now=takes_files,
        holds_case=False,
    ),
    Step(
        name="files_again",
        title="Open the files of this case again",
        lead=(
            "They are put away because a picture may show a child without clothes. Do not look "
            "for yourself: ask the safeguarding lead, and the police where they say so."
        ),
        button="Open the files again",
        done="The files of this case can be opened and added again.",
        form=FilesAgainForm,
        act=actions.open_files_again,
        may=permissions.can_open_files_again,
        now=has_files_put_away,
        fits=is_words_only,
    ),
)
