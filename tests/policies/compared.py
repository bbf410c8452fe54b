"""Small policies to compare, and what was found in them, in short."""

from hypothesis import strategies as st

from policies.comparison import (
    Change,
    ClauseText,
    PolicyText,
    SectionText,
    compare,
)

PHOTOS = "Ask a parent before you post a photo of a child."
KIND = "Be kind in everything that you write online."
PHONES = "Leave your phone in the office until the end of lessons."
TELL = "Tell the Headteacher when something worries you."
HELP = "Anybody who is unsure can come and ask us for help."


def section(number, heading, *texts, audiences="Staff") -> SectionText:
    clauses = tuple(ClauseText(f"{number}.{n}", text) for n, text in enumerate(texts, start=1))
    return SectionText(number, heading, clauses, audiences)


def policy(*sections, title="Phones", audiences="Staff", sign_off_text="I agree.") -> PolicyText:
    return PolicyText(title, audiences, sign_off_text, sections)


def compared(older, newer):
    """Compare two sections' worth of clauses."""
    return compare(policy(section("1", "Rules", *older)), policy(section("1", "Rules", *newer)))


def clauses(comparison):
    return [
        (clause.change.value, clause.is_moved, clause.shown.text)
        for one in comparison.sections
        for clause in one.clauses
    ]


def marked(runs) -> str:
    signs = {Change.ADDED: "+{}+", Change.REMOVED: "-{}-", Change.SAME: "{}"}
    return "".join(signs[run.change].format(run.words) + run.gap for run in runs)


texts = st.one_of(
    st.sampled_from([KIND, PHOTOS, PHONES, TELL, HELP, "See above.", KIND + " Always.", "…", " "]),
    st.lists(
        st.sampled_from(
            ["we", "must", "may", "not", "be", "kind", "to", "each", "other", ".", ","]
        ),
        max_size=9,
    )
    .map(" ".join)
    .filter(bool),
    st.text(st.characters(categories=("L", "M", "N", "P", "Zs", "Cc")), min_size=1, max_size=30),
)
audiences = st.sampled_from(["", "Staff", "Staff, Governors", "Pupils"])
