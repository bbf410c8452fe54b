"""What the demonstration's governors find: policies that wait for them, and a termly report."""

from governance.models import CountedTerm
from governance.report.actions import publish_report
from governance.report.content import fingerprint, report_of
from policies import actions as policies
from policies.models import Policy
from school.models import Person

NEW = (
    (
        "Online safety",
        "online-safety-and-acceptable-use",
        "Children use the internet at school with a grown-up beside them.",
    ),
    (
        "Images of children",
        "use-of-images-of-children",
        "Pictures of children are taken on the school's own cameras only.",
    ),
)


def send_to_governors(*, by: Person) -> None:
    """Send two new policies, and a change of one in force, to the governing body."""
    for title, expected, clause in NEW:
        version = policies.begin_policy(title=title, expected=expected, by=by)
        policies.add_section(version=version, heading="What we do", text=clause, by=by)
        policies.submit_for_review(version=version, by=by)
    policy = Policy.objects.get(slug="anti-bullying")
    version = policies.start_next_version(policy=policy, by=by)
    words = "We look at how this went in every term, and tell the governors in figures."
    policies.add_section(version=version, heading="Looking back", text=words, by=by)
    policies.submit_for_review(version=version, by=by)


def publish_first_report(*, by: Person) -> None:
    """Publish the report of the first counted term; the draft of the last is left to be read."""
    term = CountedTerm.objects.order_by("first_on").first()
    if term is None:
        return
    publish_report(term=term, read=fingerprint(report_of(term)), by=by)
