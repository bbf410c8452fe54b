"""People who join, lists to confirm, and what parents say about pictures."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.formats import date_format

from consents.models import TakeDown
from consents.queries import how_far
from school.models import Child, PeopleImport, Person
from stmarys_portal.family.joining import joined_lately
from stmarys_portal.home.needs import Asked, Need


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
