"""Opening a report by its reference and follow-up code, with guessing held back (I2).

No address of whoever tries is kept: tries are counted for each reference. One count for all of
them would let anybody shut every reporter out, and a code of 100 bits needs none.
"""

import hashlib
import secrets

from django.core.cache import cache

from incidents import codes
from incidents.models import Report
from school.errors import DomainError

WINDOW_SECONDS = 15 * 60
WRONG_TRIES = 10
NO_CODE = "0" * 64


class WrongCode(DomainError):
    """The reference and the code do not open anything; which of the two is wrong stays unsaid."""


class TooManyTries(DomainError):
    """Somebody may be guessing: nothing opens for a while, right or wrong."""


def open_report(*, reference: str, code: str) -> Report:
    """Return the report that these open. Raises WrongCode or TooManyTries."""
    key = hashlib.sha256(reference.encode()).hexdigest()[:32]
    if _tries(key) >= WRONG_TRIES:
        raise TooManyTries("There were too many wrong tries. Please wait 15 minutes and try again.")
    report = Report.objects.filter(case__reference=reference).first()
    expected = (report and report.code_hash) or NO_CODE
    is_right = secrets.compare_digest(expected, codes.hash_code(code))
    if report is None or not is_right:
        _count(key)
        raise WrongCode("This reference and this code do not belong together. Check both.")
    return report


def _slots(key: str) -> list[str]:
    return [f"follow:{key}:{slot}" for slot in range(WRONG_TRIES)]


def _tries(key: str) -> int:
    return len(cache.get_many(_slots(key)))


def _count(key: str) -> None:
    """Take the first free slot: `add` is atomic in every cache, so no two tries share one."""
    taken = cache.get_many(_slots(key))
    for slot in _slots(key):
        if slot not in taken and cache.add(slot, True, WINDOW_SECONDS):
            return
