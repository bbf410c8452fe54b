"""Pictures that families ask each other about, in the demonstration: waiting, asked, agreed."""

from io import BytesIO

from PIL import Image, ImageDraw

from consents.actions import sharing as actions
from consents.models import SharedPicture
from school.models import Child, Person, Service
from stmarys_portal.demo.cast import DOMAIN
from uploads import IMAGES, Limits, clean, examine
from uploads.fields import Upload

SKY, GRASS, SUN = "#bcd9ee", "#7fa65a", "#f2c14e"
COATS = ("#b23a48", "#1e4078", "#b9791a", "#1d6a45")


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
        upload=as_upload(drawn(heads)),
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


def as_upload(content: bytes) -> Upload:
    examined = examine(content, Limits(IMAGES))
    return Upload("picture.png", content, examined, clean(content, examined.kind))


def drawn(heads: int) -> bytes:
    """Return a drawing of so many children on a meadow: nobody's photo."""
    image = Image.new("RGB", (480, 320), SKY)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 220, 480, 320), fill=GRASS)
    draw.ellipse((390, 25, 445, 80), fill=SUN)
    for number in range(heads + 1):
        x = 90 + number * 90
        draw.rounded_rectangle((x - 26, 180, x + 26, 270), 18, fill=COATS[number])
        draw.ellipse((x - 22, 132, x + 22, 176), fill="#e8c39e")
    made = BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
