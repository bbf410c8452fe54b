"""The invented people whom the demonstration's sign-in page offers, and what each can show."""

from dataclasses import dataclass

DOMAIN = "demo.stmarys.example"


@dataclass(frozen=True)
class Character:
    name: str
    mailbox: str
    shows: str

    @property
    def address(self) -> str:
        return f"{self.mailbox}@{DOMAIN}"


HEADTEACHER = Character("Ruth Ashworth", "head", "Headteacher: cases, who has signed, what is due")
CHARACTERS = (
    HEADTEACHER,
    Character("Emily Carver", "emily.carver", "Teacher: two policies to sign"),
    Character("Megan Pryce", "megan.pryce", "Teacher who is also a parent"),
    Character("Joan Whitlock", "office", "School office: people, children, policies"),
    Character("Patricia Lindqvist", "chair", "Chair of governors: reports about the Headteacher"),
    Character("Colin Abara", "clerk", "Clerk: records what the governors approve"),
    Character("Nadia Rahman", "nadia.rahman", "Governor, and parent of three children"),
    Character("Grace Adeyemi", "grace.adeyemi", "Governor: breach history, a case referred to her"),
    Character("Samira Haddad", "safeguarding", "Designated safeguarding lead"),
    Character("Daniel Mwangi", "deputy", "Deputy headteacher"),
    Character("Vera Thornton", "vera.thornton", "Volunteer: reads with children on Thursdays"),
    Character("Sophie Bell", "sophie.bell", "Parent of one child"),
)
ADDRESSES = frozenset(character.address for character in CHARACTERS)
