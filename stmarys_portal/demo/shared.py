"""Pictures that families ask each other about, in the demonstration: waiting, asked, agreed."""

from consents.actions import sharing as actions
from consents.models import SharedPicture
from school.models import Child, Person, Service
from stmarys_portal.demo.cast import DOMAIN
from stmarys_portal.demo.drawings import brought, meadow


def create_shared_pictures() -> None:
    asked("fatima.yilmaz", "A post on my own page, for friends", "The boy who holds the kite", 1)
    waiting = asked("sophie.bell", "A post on my own page, for friends", "Zara from Robins", 2)
    pass_on(waiting, "Zara Rahman")
    answer(waiting, "nadia.rahman")
    agreed = asked("kelly.marsh", "Our family’s album, for relatives", "Mei from Robins", 3)
    pass_on(agreed, "Mei Chen")
    answer(agreed, "liwei.chen")


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@{DOMAIN}")


def asked(mailbox: str, where: str, who: str, heads: int) -> SharedPicture:
    return actions.ask_families(
        wanted=actions.Wanted(
            where=where, who=who, service=Service.objects.filter(name="Facebook").first()
        ),
        upload=brought("picture.png", meadow(heads)),
        by=person(mailbox),
    )


def pass_on(picture: SharedPicture, name: str) -> None:
    child, office = Child.objects.get(full_name=name), person("office")
    actions.name_shared(
        picture=picture, school_class=child.school_class, children=[child], by=office
    )
    actions.pass_on(picture=picture, by=office)


def answer(picture: SharedPicture, mailbox: str) -> None:
    actions.answer_shared(picture=picture, is_yes=True, by=person(mailbox))
