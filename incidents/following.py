"""Opening a report by its reference and follow-up code, with guessing held back (I2).

No address of whoever tries is kept: tries are counted for each reference. One count for all of
them would let anybody shut every reporter out, and a code of 100 bits needs none.
"""

import secrets

from incidents import codes
from incidents.models import Report
from school.errors import DomainError
from school.guessing import Tries

WRONG_TRIES = 10
NO_CODE = "0" * 64

_tries = Tries("follow", most=WRONG_TRIES)


class WrongCode(DomainError):
    """The reference and the code do not open anything; which of the two is wrong stays unsaid."""


def open_report(*, reference: str, code: str) -> Report:
    """Return the report that these open. Raises WrongCode or TooManyTries."""
    _tries.require_left(reference)
    report = Report.objects.filter(case__reference=reference).first()
    expected = (report and report.code_hash) or NO_CODE
    is_right = secrets.compare_digest(expected, codes.hash_code(code))
    if report is None or not is_right:
        _tries.count(reference)
        raise WrongCode("This reference and this code do not belong together. Check both.")
    return report
