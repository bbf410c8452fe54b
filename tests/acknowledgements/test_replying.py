"""The pages on which somebody signs, asks first or says no; both ways in."""

import pytest
from django.urls import reverse
from django.utils import timezone

from acknowledgements import actions
from acknowledgements.forms import alike
from acknowledgements.models import Acknowledgement, Question, Reading, Refusal, Reply
from school.links import new_link
from tests import factories
from tests.acknowledgements import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(version, head, class_teacher, parent):
    factories.ParenthoodFactory(person=parent, child__full_name="Ada Younger")
    return actions.open_round(version=version, by=head)


@pytest.fixture(params=["", "link_"], ids=["signed in", "by link"])
def way(request):
    return request.param


@pytest.fixture
def asked(opened, parent):
    return opened.requests.filter(person=parent).order_by("pk").first()


@pytest.fixture
def browser(way, parent, sign_in, client):
    """The parent's browser, by either way in."""
    if not way:
        return sign_in(parent)
    link, path = new_link(parent, days=30)
    link.save()
    client.get(path)
    return client


def home(way):
    return reverse("family" if way else "acknowledgements:my_sign_offs")


# --- signing --------------------------------------------------------------------------------------


@pytest.mark.rule("A4")
def test_a_parent_signs_for_all_children_and_sees_them_named(asked, browser, way, parent):
    answer = walk.read_and_sign(browser, asked, "Pat Parker", way)

    page = browser.get(answer.url).text
    assert Acknowledgement.objects.filter(person=parent).count() == 2
    assert "Thank you" in page
    assert "for Child of Pat Parker and Ada Younger" in page
    assert "All done, thank you" in page


@pytest.mark.rule("A11")
@pytest.mark.parametrize(
    "name", ["Pat Parker", "pat", "PARKER, P.", "Patrícia Pàrker", "P Parker-Smith"]
)
def test_a_name_that_has_something_of_the_known_one_is_taken_as_it_was_typed(
    name, asked, browser, way
):
    walk.read_and_sign(browser, asked, name, way)

    assert {signed.typed_name for signed in Acknowledgement.objects.all()} == {name}


@pytest.mark.rule("A11")
def test_another_name_is_asked_about_once_gently_and_then_taken(asked, browser, way):
    page = walk.read_and_sign(browser, asked, "Mum of Ada", way)

    assert page.status_code == 200
    assert "We know you as Pat Parker" in page.text
    assert 'value="Mum of Ada"' in page.text
    assert not Acknowledgement.objects.exists()

    walk.sign(browser, asked, "Nana", way, meant="Mum of Ada")
    assert not Acknowledgement.objects.exists()

    walk.sign(browser, asked, "Mum of Ada", way, meant="Mum of Ada")
    assert Acknowledgement.objects.first().typed_name == "Mum of Ada"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Zoë Smith-Jones", "zoe brown", True),
        ("Ó Briain, Seán", "Sean O'Brien", True),
        ("李 小龍", "Bruce Lee", False),
        ("P", "P Parker", False),
        ("", "Pat Parker", False),
    ],
)
def test_names_are_alike_when_they_share_a_word(one, other, expected):
    assert alike(one, other) is expected


def test_what_was_typed_stays_on_the_page_and_is_kept(asked, browser, way):
    walk.read(browser, asked, way)

    walk.sign(browser, asked, "Somebody Else", way)

    assert Reading.objects.get().typed_name == "Somebody Else"
    assert 'value="Somebody Else"' in browser.get(walk.address(asked, "agree", way)).text


@pytest.mark.rule("A3")
def test_before_they_sign_a_parent_reads_that_it_is_a_choice(asked, browser, way):
    walk.read(browser, asked, way)

    for step in ("sign", "agree"):
        page = browser.get(walk.address(asked, step, way)).text
        assert "stay the same whether you sign or not" in page


def test_a_round_that_closed_meanwhile_is_not_signed(asked, opened, browser, way):
    walk.read(browser, asked, way)
    opened.closed_at = timezone.now()
    opened.save()

    page = walk.sign(browser, asked, "Pat Parker", way)

    assert "There is nothing to sign here now" in page.text
    assert not Acknowledgement.objects.exists()


# --- asking ---------------------------------------------------------------------------------------


@pytest.mark.rule("A10")
def test_a_question_is_sent_and_the_page_says_what_happens_next(asked, browser, way, parent):
    page = browser.post(
        walk.address(asked, "ask", way), {"question": "What about cousins?"}, follow=True
    )

    assert "Your question is with us" in page.text
    assert "What about cousins?" in page.text
    assert "Your question is with us" in browser.get(home(way)).text
    assert Question.objects.get().words == "What about cousins?"


@pytest.mark.rule("A10")
def test_the_answer_is_seen_with_the_question_where_they_sign(asked, browser, way, head):
    question = actions.ask(request=asked, words="What about cousins?", by=asked.person)
    actions.answer_question(question=question, words="Ask their parents.", by=head)
    if way:  # the answer came with a new link
        link, path = new_link(asked.person, days=30)
        link.save()
        browser.get(path)
    walk.read(browser, asked, way)

    for page in (
        browser.get(walk.address(asked, "sign", way)),
        browser.get(walk.address(asked, "agree", way)),
        browser.get(home(way)),
    ):
        assert "What about cousins?" in page.text
        assert "Ask their parents." in page.text
    assert "Your question is answered" in page.text


@pytest.mark.rule("A10")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [("", "Write your question."), ("  ", "Write your question."), ("x" * 4001, "very long")],
)
def test_a_question_that_cannot_be_taken_says_why_and_keeps_the_words(
    words, sentence, asked, browser, way
):
    page = browser.post(walk.address(asked, "ask", way), {"question": words})

    assert page.status_code == 200
    assert sentence in page.text
    assert words.strip() in page.text
    assert not Question.objects.exists()


@pytest.mark.rule("A10")
def test_a_second_question_waits_its_turn_and_its_words_stay(asked, browser, way):
    path = walk.address(asked, "ask", way)
    browser.post(path, {"question": "What about cousins?"})

    twice = browser.post(path, {"question": "What about cousins?"})
    other = browser.post(path, {"question": "And what about friends?"})

    assert twice.status_code == 302
    assert "with us already" in other.text
    assert "And what about friends?" in other.text
    assert Reading.objects.get().question == "And what about friends?"
    assert Question.objects.count() == 1
    assert "then you can ask another" in browser.get(path).text


@pytest.mark.parametrize("point", ["9.9", "1.1 OR 1=1", "é" * 400, "1.1\x00"])
def test_a_point_that_is_not_in_the_text_is_left_out(point, asked, browser, way):
    path = walk.address(asked, "ask", way)

    browser.post(f"{path}?point={point}".replace("\x00", "%00"), {"question": "May I?"})

    assert Question.objects.get().point == ""


def test_a_point_of_the_text_is_kept_with_the_question(asked, browser, way):
    browser.post(f"{walk.address(asked, 'ask', way)}?point=1.2", {"question": "May I?"})

    assert Question.objects.get().point == "1.2"


# --- saying no ------------------------------------------------------------------------------------


@pytest.mark.rule("A3")
def test_a_parent_is_told_that_a_no_changes_nothing_and_gives_no_reason(asked, browser, way):
    path = walk.address(asked, "decline", way)
    assert "It changes nothing for your child" in browser.get(path).text

    page = browser.post(path, {"reason": ""}, follow=True).text

    assert "Nothing changes for your child" in page
    assert [refusal.why for refusal in Refusal.objects.all()] == ["", ""]
    assert "What you would rather not sign" in browser.get(home(way)).text


@pytest.mark.rule("A3")
def test_a_parent_signs_after_all(asked, browser, way, parent):
    browser.post(walk.address(asked, "decline", way), {"reason": ""})
    assert "you would rather not sign this" in browser.get(walk.address(asked, "sign", way)).text

    walk.read_and_sign(browser, asked, "Pat Parker", way)

    assert {r.reply for r in parent.signing_requests.all()} == {Reply.SIGNED}


def test_declining_twice_declines_once(asked, browser, way):
    for _ in range(2):
        answer = browser.post(walk.address(asked, "decline", way), {"reason": "No."})
        assert answer.url == f"{walk.address(asked, 'sign', way)}?answered=decline"

    assert Refusal.objects.count() == 2  # one for each child


def test_a_reason_that_is_too_long_says_so_and_stays(asked, browser, way):
    page = browser.post(walk.address(asked, "decline", way), {"reason": "x" * 4001})

    assert "very long" in page.text
    assert not Refusal.objects.exists()
    assert Reading.objects.get().reason == "x" * 4000


@pytest.mark.rule("A3")
def test_staff_read_that_the_headteacher_will_see_it_and_are_asked_not_forced_for_a_reason(
    opened, class_teacher, sign_in
):
    asked, browser = opened.requests.get(person=class_teacher), sign_in(class_teacher)
    path = walk.address(asked, "decline")
    page = browser.get(path).text
    assert "the Headteacher will see that you would rather not" in page
    assert "changes nothing for your child" not in page

    assert browser.post(path, {"reason": ""}).status_code == 302
    assert Refusal.objects.get().why == ""


@pytest.mark.parametrize("step", ["ask", "decline"])
def test_words_sent_from_an_old_window_after_signing_are_shown_again_with_why(
    step, asked, browser, way
):
    walk.read_and_sign(browser, asked, "Pat Parker", way)

    page = browser.post(
        walk.address(asked, step, way), {"question": "Still one thing", "reason": "Still one thing"}
    )

    assert "You have signed this already" in page.text
    assert "Still one thing" in page.text
    assert not Refusal.objects.exists()
    assert not Question.objects.exists()
