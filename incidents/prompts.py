"""What the law and the guidance for schools ask whoever takes a step to think about.

Each line names its source and what to consider. None of them decides anything: that is for people,
and where they doubt, for those whom the line says to ask. The portal keeps what they decided.
"""

from typing import NamedTuple


class Prompt(NamedTuple):
    """Where it is written, and what to think about."""

    source: str
    consider: str


PART_FOUR = "Keeping children safe in education, part four"

BY_STEP: dict[str, tuple[Prompt, ...]] = {
    "remit": (
        Prompt(
            "Education and Inspections Act 2006, section 89",
            "A school's rules for pupils can reach beyond its premises as far as is reasonable. "
            "Do your behaviour and social media policies say so?",
        ),
        Prompt(
            "Human Rights Act 1998, articles 8 and 10",
            "People have a private life and may speak freely. Is acting on this in proportion?",
        ),
        Prompt(
            "Keeping children safe in education",
            "Whether a child is safe does not wait for this question: social care, the police and "
            "the LADO can be contacted before it is answered.",
        ),
    ),
    "harm": (
        Prompt(
            PART_FOUR,
            "It covers everybody who works at a school: staff on supply, contractors and "
            "volunteers too. What somebody does outside school or online can count.",
        ),
        Prompt(
            PART_FOUR,
            "Is a child in danger, or is there evidence that a crime was committed? Then "
            "social care and the police come first, before these questions.",
        ),
        Prompt(
            PART_FOUR,
            "Ask nobody about it in a way that could spoil an inquiry. When the person is told, "
            "and what they are told, is something to ask the LADO first.",
        ),
    ),
    "lado": (
        Prompt(
            PART_FOUR,
            "What happened, to whom, who knows, whether anybody must be kept apart meanwhile, and "
            "whether an alternative to suspension will do: the LADO talks all this through.",
        ),
        Prompt(
            "Working together to safeguard children",
            "Local arrangements say how quickly the LADO is told: usually within one working day.",
        ),
    ),
    "low_level": (
        Prompt(
            PART_FOUR,
            "Low-level does not mean unimportant. Does it repeat something? Several small ones "
            "can together meet the threshold of harm: then answer the four questions again.",
        ),
        Prompt(
            "The school's staff code of conduct",
            "What does it ask, and how will the person be helped to keep to it?",
        ),
    ),
    "motive": (
        Prompt(
            "Equality Act 2010, section 149",
            "Schools keep an eye on bullying about race, religion, disability, sex, gender "
            "reassignment, sexual orientation and pregnancy, and act on what they learn.",
        ),
        Prompt(
            "Crime and Disorder Act 1998; Sentencing Act 2020",
            "Hostility about race, religion, disability, sexual orientation or being transgender "
            "can make an offence a hate crime. Would advice from the police help?",
        ),
    ),
    "contact": (
        Prompt(
            "Children Act 1989, sections 17 and 47",
            "Is a child in need, or likely to suffer significant harm? Then children's social "
            "care is asked. Anybody can do that.",
        ),
        Prompt(
            "Protection from Harassment Act 1997; Communications Act 2003, section 127; "
            "Online Safety Act 2023",
            "Threats, harassment and some messages can be offences. A child under ten cannot be "
            "charged with one; looking after that child still comes first.",
        ),
        Prompt(
            "Protection of Children Act 1978, section 1",
            "Never copy, print or send on a nude or semi-nude picture of a child, not even as "
            "evidence. Say where it was seen.",
        ),
        Prompt(
            "Data Protection Act 2018, schedule 1",
            "The law does not forbid sharing what is needed to keep a child safe.",
        ),
    ),
}

STAFF_OUTCOME = (
    Prompt(
        "Safeguarding Vulnerable Groups Act 2006, section 35",
        "Where somebody is removed, or leaves, because they harmed a child or may, the Disclosure "
        "and Barring Service must be told. Does that apply here?",
    ),
    Prompt(
        "Education Act 2002, sections 141D to 141F",
        "Where a teacher is dismissed for serious misconduct, consider telling the Teaching "
        "Regulation Agency. What a pupil says a teacher did must not be made public in a way that "
        "lets people know who it is.",
    ),
)


def for_step(name: str, *, about_staff: bool) -> tuple[Prompt, ...]:
    """Return what to think about at a step, in a case about somebody who works here or not."""
    if name == "close":
        return STAFF_OUTCOME if about_staff else ()
    return BY_STEP.get(name, ())
