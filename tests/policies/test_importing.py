"""A document becomes a policy: the real one exactly, and the shapes that schools use."""

from pathlib import Path

import pytest

from policies.importing import ImportedPolicy, read_document

DOCUMENTS = Path(__file__).parent / "documents"
REAL_POLICY = Path(__file__).parents[3] / "shared" / "mission" / "social-media-policy.txt"
EVERYONE = ("pupils", "staff", "parents_carers", "governors", "volunteers")


def imported(name: str) -> ImportedPolicy:
    return read_document((DOCUMENTS / name).read_bytes(), name=name)


def read(text: str, name: str = "policy.txt") -> ImportedPolicy:
    return read_document(text.encode(), name=name)


def phones(rest: str) -> ImportedPolicy:
    return read(f"Phone Policy\n\n{rest}\n")


def headings(policy: ImportedPolicy) -> list[tuple[str, str]]:
    return [(section.number, section.heading) for section in policy.sections]


def clauses(policy: ImportedPolicy) -> list[tuple[str, int, str]]:
    return [
        (clause.number, clause.level, clause.text)
        for section in policy.sections
        for clause in section.clauses
    ]


def left_out(policy: ImportedPolicy) -> str:
    return "\n".join(passage.text for passage in policy.left_out)


def unsure(policy: ImportedPolicy) -> str:
    return "\n".join(f"{passage.text} {passage.why}" for passage in policy.unsure)


# The school's own policy


@pytest.fixture(scope="module")
def real_policy() -> ImportedPolicy:
    if not REAL_POLICY.exists():
        pytest.skip("the school's policy is not beside the project")
    return read_document(REAL_POLICY.read_bytes(), name=REAL_POLICY.name)


@pytest.mark.rule("P9")
def test_the_real_policy_has_its_title_and_leaves_out_only_the_motto(real_policy):
    assert real_policy.title == "St. Mary's CE Infant School Social Media Policy"
    assert left_out(real_policy) == "Together we love to learn and learn to love"
    assert real_policy.dates == {"approved": None, "review": None}
    assert real_policy.sign_off_text == ""
    assert real_policy.unsure == ()


@pytest.mark.rule("P7")
def test_the_real_policy_has_its_six_sections_each_with_whom_it_concerns(real_policy):
    found = [
        (section.number, section.heading, section.audiences) for section in real_policy.sections
    ]
    assert found == [
        ("1", "Introduction", EVERYONE),
        ("2", "Aims of the Policy", EVERYONE),
        ("3", "The use of social media sites by pupils", ("pupils",)),
        ("4", "Use of social media sites by employees in a personal capacity", ("staff",)),
        (
            "5",
            "Comments posted by parents/carers and wider family members on social media sites",
            ("parents_carers",),
        ),
        ("6", "Dealing with incidents of online (cyber) bullying", EVERYONE),
    ]


@pytest.mark.rule("P7")
@pytest.mark.rule("P9")
def test_the_real_policy_has_every_clause_with_its_number_and_level(real_policy):
    # The first words are enough: no other line of the policy begins with them.
    expected = [
        ("1.1", 1, "St. Mary's Infant school is committed to inspiring every child."),
        ("1.2", 1, "The Social Media Policy provides clarity"),
        ("1.3", 1, "It must be used by all staff"),
        ("2.1", 1, "To ensure that the confidentiality"),
        ("2.2", 1, "To recognise that social media"),
        ("2.3", 1, "To enable pupils and parents"),
        ("2.4", 1, "To ensure staff members and governors"),
        ("3.1", 1, "Pupils should not access"),
        ("3.2", 1, "Pupils and parents will be reminded"),
        ("4.1", 1, "Staff will be advised as follows:"),
        ("4.2", 1, "That they familiarise themselves"),
        ("4.3", 1, "That they do not conduct or portray themselves"),
        ("4.3.1", 2, "bring the school into disrepute"),
        ("4.3.2", 2, "lead to valid parental complaints"),
        ("4.3.3", 2, "be deemed as derogatory towards the school and/or its employees"),
        ("4.3.4", 2, "be deemed as derogatory towards pupils, parents/carers or governors"),
        ("4.3.5", 2, "bring into question their appropriateness to work with children"),
        ("4.3.6", 2, "contravene the Teacher Standards"),
        ("4.4", 1, "That they do not form online friendships or enter into communication"),
        ("4.5", 1, "That they do not form online friendships or enter into online"),
        ("4.6", 1, "That they should not post pictures of school events"),
        ("4.7", 1, "That they should not post negative comments"),
        ("4.8", 1, "That if their use of social media/networking sites"),
        ("5.1", 1, "Parents/carers will be made aware"),
        ("5.2", 1, "Parents/carers and wider family members are asked not to post images"),
        ("5.3", 1, "Family members are asked to raise queries"),
        ("5.4", 1, "Parents/carers and wider family members should not post comments"),
        ("6.1", 1, "All cases of online bullying will be dealt with"),
        ("6.1.1", 2, "could have repercussions"),
        ("6.1.2", 2, "poses a threat"),
        ("6.1.3", 2, "could adversely affect"),
        ("6.2", 1, "Inappropriate use of social media by employees"),
        ("6.3", 1, "All social media services to be used within school"),
        ("6.4", 1, "Where it is considered necessary"),
    ]
    found = clauses(real_policy)
    assert [(number, level) for number, level, _ in found] == [
        (number, level) for number, level, _ in expected
    ]
    source = {line.strip(" -*1234.") for line in REAL_POLICY.read_text().splitlines()}
    for (_, _, text), (_, _, start) in zip(found, expected, strict=True):
        assert text.startswith(start)
        assert text.rstrip(".") in source


# The shapes of other schools


@pytest.mark.rule("P9")
def test_contents_headers_footers_and_page_marks_go_and_clause_numbers_stay():
    policy = imported("numbered-with-footers.txt")
    assert policy.title == "Online Safety Policy"
    assert [heading for _, heading in headings(policy)] == [
        "Aims", "Roles and responsibilities", "Training",
    ]  # fmt: skip
    assert clauses(policy) == [
        ("1.1", 1, "This policy applies to staff, governors and volunteers."),
        ("1.2", 1, "Our school aims to:"),
        (
            "1.2.a",
            2,
            "deliver an effective approach to online safety, which empowers us to protect the "
            "whole school;",
        ),
        ("1.2.b", 2, "teach children to be careful:"),
        ("1.2.b.i", 3, "at school;"),
        ("1.2.b.ii", 3, "at home."),
        ("2.1", 1, "The governing board"),
        ("2.1.1", 2, "The board will hold the headteacher to account."),
        ("3.1", 1, "All new members of staff are trained (see section 2.1)."),
    ]
    assert left_out(policy).count("Page ") == 3
    assert left_out(policy).count("Hillside Primary School Online Safety Policy") == 3
    assert "Aims ................ 2" in left_out(policy)


@pytest.mark.rule("P9")
def test_a_reply_slip_becomes_the_sign_off_wording_and_no_clause():
    policy = imported("numbered-with-footers.txt")
    assert policy.sign_off_text == "I have read and agree to follow the Online Safety Policy."
    assert "Signed ……………………………" in left_out(policy)
    assert "Reply slip" in left_out(policy)


@pytest.mark.rule("P9")
def test_a_reply_slip_on_one_line_is_parted_from_its_blanks():
    policy = read(
        "Privacy Policy\n\nAims\n\nWe keep data safe.\n\n"
        "I have read and agree to the policy. Name ……… Signed ……… Date ………\n"
    )
    assert policy.sign_off_text == "I have read and agree to the policy."
    assert left_out(policy) == "Name ……… Signed ……… Date ………"
    assert clauses(policy) == [("1.1", 1, "We keep data safe.")]


@pytest.mark.rule("P9")
def test_a_review_table_becomes_dates_and_a_term_is_shown_to_a_person():
    policy = imported("numbered-with-footers.txt")
    assert policy.dates == {"approved": "2024-03-12", "review": "2026-07-31"}
    assert [passage.text for passage in policy.unsure] == ["Next review date: Summer 2026"]
    assert "31 July 2026" in policy.unsure[0].why


def test_whom_the_policy_covers_is_whom_its_general_sections_concern():
    policy = imported("numbered-with-footers.txt")
    covered = ("staff", "governors", "volunteers")
    assert {section.audiences for section in policy.sections} == {covered}


def test_headings_in_capitals_need_no_empty_lines_around_them():
    policy = imported("capitals-without-gaps.txt")
    assert policy.title == "BEHAVIOUR POLICY"
    assert headings(policy) == [("1", "INTRODUCTION"), ("2", "AIMS"), ("3", "ROLE OF GOVERNORS")]
    assert policy.sections[2].audiences == ("governors",)
    assert clauses(policy)[1:6] == [
        ("2.1", 1, "We want everyone to be happy:"),
        ("2.1.1", 2, "to be kind"),
        ("2.1.2", 2, "to be safe"),
        ("2.1.2.1", 3, "in class"),
        ("2.1.2.2", 3, "outside"),
    ]
    assert "Signed: ________________ Chair of Governors" in left_out(policy)


def test_numbers_alone_on_their_lines_are_put_back_and_page_numbers_are_not():
    policy = imported("numbers-alone.txt")
    assert headings(policy) == [("1", "INTRODUCTION"), ("2", "SCOPE")]
    assert clauses(policy) == [
        ("1.1", 1, "We encourage staff to speak about what worries them."),
        ("1.2", 1, "Nobody is harmed for it."),
        ("2.1", 1, "It is open to all."),
        ("2.2", 1, "Parents use the complaints procedure."),
    ]
    assert policy.dates == {"approved": "2024-09-01", "review": "2026-09-01"}
    assert "12" in left_out(policy).split()


def test_markdown_gives_sections_lists_and_a_table_of_dates():
    policy = imported("markdown.md")
    assert policy.title == "Photography Policy"
    assert policy.dates == {"approved": "2024-05-01", "review": "2026-12-31"}
    assert headings(policy) == [("1", "Aims"), ("2", "Staff")]
    assert clauses(policy) == [
        ("1.1", 1, "We aim to:"),
        ("1.1.1", 2, "Keep children safe"),
        ("1.1.2", 2, "Protect the school"),
        ("2.1", 1, "Staff should:"),
        ("2.1.1", 2, "be kind"),
        ("2.1.1.1", 3, "online"),
        ("2.1.1.2", 3, "offline"),
        ("2.1.2", 2, "be careful"),
    ]


def test_roman_sections_hold_lettered_clauses():
    policy = imported("roman-and-letters.txt")
    assert headings(policy) == [("I", "Introduction"), ("II", "Stages"), ("III", "Records")]
    assert [(number, level) for number, level, _ in clauses(policy)] == [
        ("I.1", 1), ("II.a", 1), ("II.b", 1), ("II.b.i", 2), ("II.b.ii", 2), ("II.c", 1),
        ("III.1", 1),
    ]  # fmt: skip


def test_sections_may_be_called_sections():
    policy = imported("sections-by-name.txt")
    assert headings(policy)[1:] == [("2", "Pupils"), ("3", "Staff and volunteers")]
    assert policy.sections[2].audiences == ("staff", "volunteers")


def test_wrapped_lines_are_joined_and_divided_words_put_together():
    policy = imported("wrapped-prose.txt")
    assert headings(policy) == [
        ("1", "Introduction"),
        ("2", "What is bullying?"),
        ("3", "Monitoring and review"),
    ]
    texts = [text for _, _, text in clauses(policy)]
    assert texts[0].endswith("write to every family by e-mail about it. Safeguarding comes first.")
    assert texts[1] == "Bullying is repeated behaviour. It hurts."
    assert "guidance on safeguarding whenever" in texts[2]
    assert texts[-4:-1] == ["phone the office", "write to the class teacher", "come in"]
    assert "top of page" in left_out(policy)
    assert "back to top" in left_out(policy)


@pytest.mark.rule("P9")
def test_a_line_that_may_be_a_heading_keeps_its_words_and_is_shown():
    policy = imported("wrapped-prose.txt")
    assert "Staff must be professional" in [text for _, _, text in clauses(policy)]
    assert "Staff must be professional This could be a heading" in unsure(policy)


def test_a_document_on_one_line_is_divided_at_its_numbers():
    policy = read(
        "Social Media Policy 1. Introduction 1.1 We love children. 1.2 We care Page 1 of 2 about "
        "staff. 2. Scope 2.1 Staff must comply. 3. Review The policy is reviewed yearly."
    )
    assert policy.title == "Social Media Policy"
    assert headings(policy) == [("1", "Introduction"), ("2", "Scope"), ("3", "Review")]
    assert [number for number, _, _ in clauses(policy)] == ["1.1", "1.2", "2.1", "3.1"]
    assert clauses(policy)[1][2] == "We care about staff."


def test_a_document_on_one_line_without_numbers_is_one_section_and_says_so():
    policy = read("We want all to be safe. Staff must not post pictures. Parents talk to us.")
    assert len(policy.sections) == 1
    assert "No headings were found" in unsure(policy)


def test_only_as_follows_at_the_start_lifts_its_points_beside_it():
    lifted = read("Phone Policy\n\nRules\n\nStaff act as follows:\n\n- first\n- second\n")
    held = read("Phone Policy\n\nRules\n\nStaff must:\n\n- first\n- second\n")
    assert [number for number, _, _ in clauses(lifted)] == ["1.1", "1.2", "1.3"]
    assert [number for number, _, _ in clauses(held)] == ["1.1", "1.1.1", "1.1.2"]


def test_a_list_without_marks_stays_under_its_lead_in():
    policy = phones(
        "Rules\n\nStaff must not:\n\npost pictures\nshare names\n\nTrips\n\nWe ask parents."
    )
    assert clauses(policy) == [
        ("1.1", 1, "Staff must not:"),
        ("1.1.1", 2, "post pictures"),
        ("1.1.2", 2, "share names"),
        ("2.1", 1, "We ask parents."),
    ]


def test_an_introduction_before_numbered_sections_takes_none_of_their_numbers():
    policy = phones("We like to talk.\n\n1. Aims\n\nWe aim high.\n\n2. Law\n\nWe keep the law.")
    assert headings(policy) == [("0", "Introduction"), ("1", "Aims"), ("2", "Law")]


def test_a_number_that_comes_twice_is_given_once_and_shown():
    policy = read("Data Policy\n\n1. Aims\n1.1 One aim.\n1.1 Another aim.\n2. Law\n2.1 A law.\n")
    assert [number for number, _, _ in clauses(policy)] == ["1.1", "1.2", "2.1"]
    assert "Another aim. Its own number, 1.1, was already taken" in unsure(policy)


@pytest.mark.parametrize("glyph", ["•", "◦", "▪", "–", "-", "*", "o", "\uf0b7", "\uf0a7"])
def test_every_bullet_is_a_bullet(glyph):
    policy = read(f"Play Policy\n\nRules\n\nWe:\n{glyph} run\n{glyph}\tjump\n{glyph}\u00a0rest\n")
    assert clauses(policy)[1:] == [("1.1.1", 2, "run"), ("1.1.2", 2, "jump"), ("1.1.3", 2, "rest")]


def test_a_stray_control_character_is_shown_and_not_fatal():
    policy = read("Phone Policy\n\nAims\n\n" + "We look after our phones. " * 20 + "of\x02ice\n")
    assert "of\ufffdice" in clauses(policy)[0][2]
    assert "could not be read" in unsure(policy)


# Dates


@pytest.mark.rule("P9")
@pytest.mark.parametrize(
    ("line", "key", "value", "confirm"),
    [
        ("Approved by governors: 11th July 2017", "approved", "2017-07-11", False),
        ("For approval by Full Governors:   11th July 2017", "approved", None, True),
        ("Date ratified: 03/09/2024", "approved", "2024-09-03", False),
        ("Adopted 2024-09-03", "approved", "2024-09-03", False),
        ("Approved: July 4, 2024", "approved", "2024-07-04", False),
        ("Approved: 3.9.24", "approved", "2024-09-03", True),
        ("Review date: May 2028", "review", "2028-05-31", True),
        ("To be reviewed on or before:      Summer 2020", "review", "2020-07-31", True),
        ("Next review: Autumn Term 2025", "review", "2025-12-31", True),
        ("Date of next review: Spring 2027", "review", "2027-04-30", True),
        ("Issue Date : 1 June 2025", "issued", "2025-06-01", False),
        ("Effective from: 1 June 2025", "effective", "2025-06-01", False),
        ("Last reviewed: 1 June 2023", "reviewed", "2023-06-01", False),
        ("Review date: 31 February 2025", "review", None, True),
        ("Review date: 2025", "review", None, True),
        ("Review date: annually", "review", None, False),
    ],
)
def test_dates_are_read_as_they_are_stated(line, key, value, confirm):
    policy = read(f"Phone Policy\n\n{line}\n\nAims\n\nWe aim high.\n")
    assert policy.dates.get(key) == value
    assert {"approved", "review"} <= set(policy.dates)
    assert bool(policy.unsure) is confirm
    assert line in left_out(policy)


def test_a_date_in_a_sentence_is_read_with_a_note_and_the_sentence_stays():
    policy = phones(
        "Aims\n\nThis policy was approved on 3 May 2023 and is due for review in May 2025."
    )
    assert policy.dates == {"approved": "2023-05-03", "review": "2025-05-31"}
    assert len(clauses(policy)) == 1
    assert unsure(policy).count("please confirm") == 2


def test_a_second_date_for_the_same_thing_is_shown_and_the_first_kept():
    policy = phones("Approved: 1 May 2023\n\nAims\n\nWe aim high.\n\nApproved: 2 May 2024")
    assert policy.dates["approved"] == "2023-05-01"
    assert "Approved: 2 May 2024" in unsure(policy)


# Whom a section concerns


@pytest.mark.rule("P7")
@pytest.mark.parametrize(
    ("heading", "audiences"),
    [
        ("Guidance for teachers", ("staff",)),
        ("Families and carers", ("parents_carers",)),
        ("The governing body", ("governors",)),
        ("Pupils and volunteers", ("pupils", "volunteers")),
        ("Photographs of pupils", EVERYONE),
        ("Monitoring", EVERYONE),
    ],
)
def test_a_heading_names_whom_its_section_concerns(heading, audiences):
    policy = read(f"Phone Policy\n\n{heading}\n\nBe careful and kind.\n")
    assert policy.sections[0].audiences == audiences


@pytest.mark.parametrize(
    ("text", "audiences"),
    [
        ("Staff and governors must:\n\n- be kind", ("staff", "governors")),
        ("If a comment is made, the Headteacher will:\n\n- ask", EVERYONE),
        ("This policy applies to:\n\n- governors\n- volunteers", ("governors", "volunteers")),
        ("Employees and helpers are all covered.", ("staff", "volunteers")),
    ],
)
def test_a_lead_in_or_a_statement_of_scope_says_whom_a_section_concerns(text, audiences):
    policy = read(f"Phone Policy\n\nConduct\n\n{text}\n")
    assert policy.sections[0].audiences == audiences


def test_a_title_may_say_whom_the_policy_is_for():
    policy = read("SOCIAL MEDIA POLICY FOR PARENTS\n\nConduct\n\nBe careful and kind.\n")
    assert policy.sections[0].audiences == ("parents_carers",)


def test_a_numbered_list_under_a_lead_in_makes_no_sections():
    policy = read(
        "Phone Policy\n\nConduct\n\nParents are expected to:\n\n1. Be respectful\n"
        "2. Not post photographs\n\nComplaints come to the school.\n"
    )
    assert headings(policy) == [("1", "Conduct")]
    assert [number for number, _, _ in clauses(policy)] == ["1.1", "1.1.1", "1.1.2", "1.2"]


# As data


def test_the_policy_as_data_has_the_agreed_shape():
    data = imported("numbered-with-footers.txt").as_json()
    assert list(data) == ["title", "dates", "sections", "sign_off_text", "left_out", "unsure"]
    assert list(data["sections"][0]) == ["number", "heading", "audiences", "clauses"]
    assert data["sections"][0]["clauses"][0] == {
        "number": "1.1",
        "text": "This policy applies to staff, governors and volunteers.",
        "level": 1,
    }
    assert list(data["left_out"][0]) == list(data["unsure"][0]) == ["text", "why"]
