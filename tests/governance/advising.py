"""What tests of legal advice begin with: words that nobody else uses, and how it is sought."""

from django.utils import timezone

from governance import actions

WHY = "Quicksilver reasons."
WHOM = "Messrs Quibble and Quark"
SAYS = "Quench the page, says the barrister."
IN_FILE = b"Quagmire, in writing."
NEEDLES = ("Quicksilver", "Quibble", "Quench", "Quagmire", "letter-of-advice")


def seek(referral, by, *others, **more):
    written = {"decided_on": timezone.localdate(), "why": WHY, "from_whom": WHOM} | more
    return actions.seek_advice(referral=referral, by=by, deciders=others, **written)
