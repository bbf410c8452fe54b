"""A school of 20,000 people with 30 policies, 600,000 requests to sign among them.

Made by the database itself in a few statements: half a minute on a quiet machine. Nobody in it is
real, and the receipts of its sign-offs are not either: it is for measuring and for looking at.
`python -m benchmarks.big_school` fills the empty database that the environment names.
"""

import os
import sys
from datetime import timedelta

CHILDREN_OF_20 = 8  # of each 20 people; each child has two parents, the other four are staff …
CLASS = 30

ASK = """
    INSERT INTO acknowledgements_request
        (round_id, person_id, capacity, child_id, asked_at, invited_at, due_on,
         reply, replied_at, stopped_at, stopped_why)
    SELECT round_id, person_id, capacity, child_id, opened_at, opened_at, due_on, reply,
           CASE WHEN reply = 'none' THEN NULL ELSE opened_at END,
           CASE WHEN dice = 99 THEN opened_at ELSE NULL END, ''
    FROM (SELECT thrown.*,
            CASE WHEN dice < 70 THEN 'signed' WHEN dice < 73 THEN 'declined'
                 WHEN dice < 75 THEN 'question' ELSE 'none' END AS reply
        FROM (
        SELECT asked.*, r.id AS round_id, r.opened_at, r.due_on,
               (asked.person_id * 7919 + r.id * 104729 + asked.person_id * r.id * 31) % 100 AS dice
        FROM ({asked}) asked CROSS JOIN acknowledgements_round r
    ) thrown) replied
"""
STAFF = """
    SELECT person_id, CASE WHEN role = 'headteacher' OR role = 'office' THEN 'staff' ELSE role END
        AS capacity, CAST(NULL AS bigint) AS child_id FROM school_roleassignment
"""
PARENTS = "SELECT person_id, 'parent' AS capacity, child_id FROM school_parenthood"
SIGN = """
    INSERT INTO acknowledgements_acknowledgement
        (request_id, person_id, capacity, version_id, child_id, text_sha256, sentence, points,
         typed_name, signed_at, method, recorded_by_id, receipt_code, receipt_salt)
    SELECT q.id, q.person_id, q.capacity, r.version_id, q.child_id, v.text_sha256,
           v.sign_off_text, '[]', p.full_name, q.replied_at, 'online', q.person_id,
           'BIGSCHOOL' || q.id, ''
    FROM acknowledgements_request q
    JOIN acknowledgements_round r ON r.id = q.round_id
    JOIN policies_version v ON v.id = r.version_id
    JOIN school_person p ON p.id = q.person_id
    WHERE q.reply = 'signed'
"""


def build(people: int = 20_000, policies: int = 30):  # type: ignore[no-untyped-def]
    """Fill the database, and return its Headteacher."""
    from django.db import connection, transaction
    from django.utils import timezone

    from acknowledgements.models import Round
    from policies.models import Audience, Policy, State, Version
    from school.models import Child, Leave, Parenthood, Person, Role, RoleAssignment, SchoolClass

    now, today = timezone.now(), timezone.localdate()
    everybody = Person.objects.bulk_create(
        [
            Person(
                full_name=f"{FIRST_NAMES[n % 11]} {SURNAMES[n % 10]}-{n:05d}",
                email=f"person{n}@big.example" if n % 50 else None,
                password="!",
            )
            for n in range(people)
        ],
        batch_size=2000,
    )
    head, *rest = everybody
    number = people * CHILDREN_OF_20 // 20
    parents, others = rest[: 2 * number], rest[2 * number :]
    roles = {Role.STAFF: 15, Role.GOVERNOR: 1, Role.VOLUNTEER: 4}
    ladder = [role for role, share in roles.items() for _ in range(share)]
    RoleAssignment.objects.bulk_create(
        [
            RoleAssignment(person=head, role=Role.HEADTEACHER, starts_on=today - timedelta(900)),
            *(
                RoleAssignment(
                    person=one, role=ladder[n % len(ladder)], starts_on=today - timedelta(500)
                )
                for n, one in enumerate(others)
            ),
        ],
        batch_size=2000,
    )
    Leave.objects.bulk_create(
        [Leave(person=one, starts_on=today - timedelta(30)) for one in others[::100]]
    )
    classes = SchoolClass.objects.bulk_create(
        [SchoolClass(name=f"Class {n + 1:03d}") for n in range(-(-number // CLASS))]
    )
    children = Child.objects.bulk_create(
        [
            Child(
                full_name=f"{FIRST_NAMES[n % 11]} {SURNAMES[n % 10]}-{n:05d}",
                school_class=classes[n // CLASS],
                admitted_on=today - timedelta(400),
            )
            for n in range(number)
        ],
        batch_size=2000,
    )
    Parenthood.objects.bulk_create(
        [Parenthood(child=children[n // 2], person=one) for n, one in enumerate(parents)],
        batch_size=2000,
    )
    titles = [
        Policy(slug=f"policy-{n:02d}", title=f"Policy {n:02d}") for n in range(1, policies + 1)
    ]
    versions = Version.objects.bulk_create(
        [
            Version(
                policy=policy,
                number=1,
                title=policy.title,
                state=State.PUBLISHED,
                audiences=[one.value for one in Audience],
                sign_off_text="I have read this policy and will keep to it.",
                text_sha256=f"{policy.pk:064x}",
                approved_by=head,
                approved_on=today - timedelta(40),
                approved_at_level=policy.approver_level,
                next_review_on=today + timedelta(325),
                published_at=now - timedelta(30),
                published_by=head,
            )
            for policy in Policy.objects.bulk_create(titles)
        ]
    )
    Round.objects.bulk_create(
        [
            Round(
                version=version,
                opened_by=head,
                opened_at=now - timedelta(30 - n % 29),
                due_on=today - timedelta(16 - n),
            )
            for n, version in enumerate(versions)
        ]
    )
    with transaction.atomic(), connection.cursor() as cursor:
        for asked in (STAFF, PARENTS):
            cursor.execute(ASK.format(asked=asked))
        if connection.vendor == "postgresql":
            # The guard on sign-offs would be planned while there are none, and read all of them
            # for each one more.
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(SIGN)
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = on")
        cursor.execute("ANALYZE")
    return head


SURNAMES = [
    "Abbott",
    "Bell",
    "Carver",
    "Dunn",
    "Ellis",
    "Finch",
    "Grant",
    "Hart",
    "Ingram",
    "Jones",
]
FIRST_NAMES = ["Ada", "Ben", "Cara", "Dev", "Ella", "Finn", "Grace", "Hugo", "Iris", "Jack", "Kofi"]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stmarys_portal.settings")
    import django

    django.setup()
    from django.db import transaction

    from school.models import Person

    if Person.objects.exists():
        print("There are people in this database already. Name an empty one.", file=sys.stderr)
        return 1
    with transaction.atomic():
        build()
    print("20,000 people and 30 policies are in the database.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
