"""People who join, lists to confirm, and what parents say about pictures."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from consents.models import SharedPicture, TakeDown
from consents.queries import how_far
from consents.share_lifecycle import ShareState
from school.models import Child, PeopleImport, Person
from school.terms import school_calendar
from stmarys_portal.family.joining import joined_lately
from stmarys_portal.home.needs import Asked, Need

# School days, of those that families have for their answers.
MATCHED_WITHIN = 2


def lists_to_confirm(asked: Asked) -> list[Need]:
    waiting = PeopleImport.objects.visible_to(asked.person).filter(applied_at=None).count()
    if not waiting:
        return []
    return [
        Need(
            "Lists of people to confirm",
            reverse("school:import_people"),
            "Nobody on them is put in until you say yes.",
            count=waiting,
        )
    ]


def joiners(asked: Asked) -> list[Need]:
    return [*_joining_soon(asked), *_joined_lately(asked)]


def _joined_lately(asked: Asked) -> list[Need]:
    if not (number := joined_lately(asked.today).count()):
        return []
    return [
        Need(
            "Children who joined lately",
            f"{reverse('joining')}?show=lately",
            "See whose parents have opened their links, and send one again.",
            count=number,
        )
    ]


def _joining_soon(asked: Asked) -> list[Need]:
    joining = Child.objects.filter(admitted_on__gt=asked.today)
    found = joining.aggregate(number=Count("pk"), first=Min("admitted_on"))
    if not found["number"]:
        return []
    return [
        Need(
            "Children who join soon",
            reverse("joining"),
            f"The first on {date_format(found['first'])}. Their parents get their links that day.",
            count=found["number"],
        )
    ]


def pictures(asked: Asked) -> list[Need]:
    pictures = how_far([asked.person.pk])[asked.person.pk].values()
    if not (left := sum(answered.of - answered.given for answered in pictures)):
        return []
    questions = "1 question" if left == 1 else f"{left} questions"
    return [
        Need(
            "Say yes or no: pictures of your child"
            if len(pictures) == 1
            else "Say yes or no: pictures of your children",
            reverse("consents:pictures"),
            f"{questions}, about 2 minutes. Until you say yes, it is a no.",
        )
    ]


def asked_by_families(asked: Asked) -> list[Need]:
    """Return the pictures of other families about which this parent is asked, or that come down."""
    waiting = SharedPicture.objects.to_answer(asked.person).count()
    own = SharedPicture.objects.of(asked.person).filter(state=ShareState.ENDED).count()
    needs = []
    if waiting:
        needs.append(
            Need(
                "Another family asks you about a picture",
                reverse("consents:shared"),
                "With your child in it. No answer is a no.",
                count=waiting,
            )
        )
    if own:
        needs.append(
            Need(
                "A picture of yours has to come down",
                reverse("consents:shared"),
                "It may be shown no more.",
                count=own,
            )
        )
    return needs


def shared_to_match(asked: Asked) -> list[Need]:
    """Return the pictures of which the office is to say who is in them."""
    found = SharedPicture.objects.for_office(asked.person).filter(state=ShareState.SENT)
    sums = found.order_by().aggregate(number=Count("pk"), first=Min("asked_at"))
    if not sums["number"]:
        return []
    due = school_calendar().add_school_days(timezone.localdate(sums["first"]), MATCHED_WITHIN)
    return [
        Need(
            "Pictures that families ask about",
            reverse("consents:shared_to_match"),
            f"Say who is in them, the first by {date_format(due)}. Then their parents are asked.",
            count=sums["number"],
            is_late=due < asked.today,
        )
    ]


def take_downs() -> list[Need]:
    found = TakeDown.objects.to_do().aggregate(number=Count("pk"), first=Min("opened_at"))
    if not found["number"]:
        return []
    return [
        Need(
            "Pictures to take down",
            reverse("consents:take_downs"),
            f"A permission has ended. The first since {date_format(found['first'])}.",
            count=found["number"],
        )
    ]


def without_email() -> list[Need]:
    number = Person.objects.filter(is_active=True, email=None).count()
    if not number:
        return []
    return [
        Need(
            "People without an e-mail address",
            reverse("school:people"),
            "Print for them what there is to read.",
            count=number,
        )
    ]
