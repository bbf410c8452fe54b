"""The frame that every page stands in: menu, forms, error pages, the school's own colours."""

import re
from pathlib import Path

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from school.colour import Colour
from school.models import Role, School
from stmarys_portal.brand import DARK_GROUND, LIGHT_GROUND, stylesheet
from stmarys_portal.navigation import navigation
from tests import factories

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"


# --- forms ----------------------------------------------------------------------------------------


class Question(forms.Form):
    secret = forms.CharField(widget=forms.HiddenInput, error_messages={"required": "Start again."})
    name = forms.CharField(help_text="As on paper.", error_messages={"required": "Write a name."})
    who = forms.ChoiceField(
        label="Who?",
        choices=[("a", "One"), ("b", "Two")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who."},
    )
    when = forms.DateField(
        widget=forms.SelectDateWidget(years=[2026]), error_messages={"required": "Say when."}
    )
    proof = forms.FileField(help_text="Up to 5 MB.", error_messages={"required": "Choose a file."})
    agree = forms.BooleanField(error_messages={"required": "Tick the box."})
    note = forms.CharField(required=False, widget=forms.Textarea)


def rendered(form: forms.Form) -> str:
    return render_to_string("portal/uni_form.html", form_context(form))


def form_context(form: forms.Form) -> dict:
    return {
        "form": form,
        "form_show_errors": True,
        "form_show_labels": True,
        "field_template": "portal/field.html",
    }


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_each_error_of_the_summary_links_to_an_input_that_is_there():
    html = rendered(Question({}))

    targets = re.findall(r'<a href="#([^"]+)"', html)

    assert targets == ["id_name", "id_who_0", "id_when_day", "id_proof", "id_agree"]
    assert set(targets) <= set(ids(html))
    assert len(ids(html)) == len(set(ids(html)))


def test_what_has_no_field_to_link_to_is_in_the_summary_all_the_same():
    form = Question({})
    form.add_error(None, "This round is closed.")

    summary = rendered(form).split("</ul>")[0]

    assert "<li>This round is closed.</li>" in summary
    assert "<li>Start again.</li>" in summary


def test_every_description_that_an_input_points_at_is_there():
    html = rendered(Question({}))

    pointed_at = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()

    assert {"id_name_helptext", "id_name_error", "id_who_error", "id_proof_error"} <= {*pointed_at}
    assert set(pointed_at) <= set(ids(html))


def test_a_wrong_input_says_so_and_a_right_one_does_not():
    html = rendered(Question({"secret": "x", "name": "Pat"}))

    assert 'aria-invalid="true"' not in re.search(r'<input[^>]*id="id_name"[^>]*>', html)[0]
    assert 'aria-invalid="true"' in re.search(r'<input[^>]*id="id_proof"[^>]*>', html)[0]


def test_a_group_of_choices_has_a_legend_and_each_choice_a_label():
    html = rendered(Question())

    assert re.search(r"<fieldset[^>]*>\s*<legend[^>]*>Who\?", html)
    for choice in ("id_who_0", "id_who_1", "id_when_day", "id_when_month", "id_when_year"):
        assert f'for="{choice}"' in html


def test_what_may_be_left_out_says_so_and_nothing_else_does():
    html = rendered(Question())

    assert html.count("(if you wish)") == 1


def test_a_form_without_errors_has_no_summary():
    assert "error-summary" not in rendered(Question())


def test_what_somebody_wrote_is_never_taken_for_markup():
    html = rendered(Question({"name": '"><script>alert(1)</script>'}))

    assert "<script>" not in html


def test_the_crispy_tag_renders_a_whole_form():
    html = render_crispy_form(Question({}), context={"csrf_token": "t" * 64})

    assert html.count("<form") == html.count("</form>") == 1
    assert 'enctype="multipart/form-data"' in html
    assert "csrfmiddlewaretoken" in html
    assert "error-summary" in html


# --- the school's colours -------------------------------------------------------------------------


def colours(css: str) -> list[dict[str, Colour]]:
    """Return the custom properties of the light and of the dark scheme."""
    return [
        {
            name: Colour.parse(value, otherwise="")
            for name, value in re.findall(r"--([\w-]+): (#\w{6})", scheme)
        }
        for scheme in css.split("@media")
    ]


@pytest.mark.parametrize(
    "colour", ["#1e4078", "#ffff00", "#ffffff", "#000000", "#808080", "#c02020", "#00ff00"]
)
@pytest.mark.rule("S9")
def test_any_colour_a_school_may_choose_stays_readable_in_both_schemes(colour):
    light, dark = colours(stylesheet(School(colour=colour, accent=colour)))

    for name in ("brand", "brand-deep"):
        assert light[name].contrast(LIGHT_GROUND) >= 4.5
        assert dark[name].contrast(DARK_GROUND) >= 4.5
    assert light["band"].contrast(Colour(255, 255, 255)) >= 4.5
    assert light["accent"].contrast(LIGHT_GROUND) >= 3
    assert dark["accent"].contrast(DARK_GROUND) >= 3


def test_st_marys_own_blue_is_left_as_it_is():
    light, _ = colours(stylesheet(School()))

    assert str(light["brand"]) == "#1e4078"


@pytest.mark.parametrize("wrong", ["", "red", "#12345", "#1e4078;}", "}*{x:1", "#1e40781", "#ggg"])
def test_what_is_no_colour_never_reaches_the_stylesheet(wrong):
    assert stylesheet(School(colour=wrong, accent=wrong)) == stylesheet(School())


@pytest.mark.django_db
def test_the_colours_are_served_to_anybody_and_may_be_kept_a_while():
    School.objects.create(pk=1, colour="#6a1b4d")

    answer = Client().get(reverse("brand"))

    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=600"
    assert "--brand: #6a1b4d;" in answer.content.decode()
    assert Client().post(reverse("brand")).status_code == 405


# --- the stylesheet -------------------------------------------------------------------------------

WRITTEN_ON = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink", "sunken"),
    ("ink", "wait-tint"),
    ("ink", "late-tint"),
    ("ink", "note-tint"),
    ("muted", "paper"),
    ("muted", "card"),
    ("muted", "sunken"),
    ("late", "paper"),
    ("late", "card"),
    ("late", "late-tint"),
    ("ok", "ok-tint"),
    ("wait", "wait-tint"),
    ("quiet", "quiet-tint"),
    ("on-late", "late-solid"),
    ("on-brand", "brand"),
]


def test_no_block_of_the_stylesheet_is_left_open():
    """One that is swallows whatever comes after it, and no browser says so."""
    open_blocks, top_level = 0, re.compile(r"[.#:a-z@]")
    for number, line in enumerate((STATIC / "portal.css").read_text().splitlines(), start=1):
        if "{" in line and top_level.match(line):
            assert open_blocks == 0, f"line {number}: {line}"
        open_blocks += line.count("{") - line.count("}")
    assert open_blocks == 0


def tokens() -> list[dict[str, Colour]]:
    css = (STATIC / "portal.css").read_text()
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    found = [
        {n: v if len(v) == 7 else "#" + "".join(c * 2 for c in v[1:]) for n, v in pairs}
        for pairs in (re.findall(r"--([\w-]+): (#\w+);", scheme) for scheme in (light, dark))
    ]
    plain, darkened = found[0], found[0] | found[1]
    return [{n: Colour.parse(v, "") for n, v in scheme.items()} for scheme in (plain, darkened)]


@pytest.mark.rule("S9")
@pytest.mark.parametrize(("words", "ground"), WRITTEN_ON)
def test_words_stand_out_from_their_ground_in_both_schemes(words, ground):
    for scheme in tokens():
        assert scheme[words].contrast(scheme[ground]) >= 4.5


@pytest.mark.rule("S9")
def test_edges_of_inputs_and_the_focus_ring_stand_out():
    for scheme in tokens():
        for ground in ("paper", "card", "sunken"):
            assert scheme["edge"].contrast(scheme[ground]) >= 3
            assert scheme["focus"].contrast(scheme[ground]) >= 3


def test_no_page_carries_a_style_a_script_or_a_handler_of_its_own():
    inline = re.compile(r'\sstyle=|<style|<script(?![^>]*\ssrc=)|\son\w+="|javascript:|data:image')

    guilty = [path.name for path in TEMPLATES.rglob("*.html") if inline.search(path.read_text())]

    assert guilty == []


# --- the menu -------------------------------------------------------------------------------------


def menu(person) -> list[str]:
    request = RequestFactory().get("/")
    request.user = person
    return [item.label for item in navigation(request)["navigation"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("parent", ["Pictures of my children"]),
        ("class_teacher", ["Who may be pictured"]),
        ("volunteer", []),
        ("governor", ["Policies to approve", "Referrals", "Breach history", "Termly reports"]),
        (
            "chair",
            [
                "Cases",
                "Policies to approve",
                "Referrals",
                "Breach history",
                "Termly reports",
                "People",
            ],
        ),
        (
            "clerk",
            [
                "Cases",
                "Policies to approve",
                "Look after policies",
                "Breach history",
                "Termly reports",
                "People",
            ],
        ),
        ("dsl", ["Cases", "Who may be pictured"]),
        ("office", ["Who has signed", "Look after policies", "Who may be pictured", "People"]),
        (
            "deputy",
            ["Cases", "Who has signed", "Look after policies", "Who may be pictured", "People"],
        ),
        (
            "headteacher",
            [
                "Cases",
                "Who has signed",
                "Policies to approve",
                "Look after policies",
                "Breach history",
                "Termly reports",
                "Who may be pictured",
                "People",
            ],
        ),
    ],
)
def test_the_menu_has_what_a_persons_roles_open(name, own, request):
    person = request.getfixturevalue(name)

    assert menu(person) == ["Home", "Policies", "Report", "My sign-offs", *own]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["headteacher", "parent"])
def test_what_fits_on_no_line_stands_behind_more_and_nothing_is_lost(name, request, sign_in):
    page = sign_in(request.getfixturevalue(name)).get("/")
    shown, more = page.context["navigation_shown"], page.context["navigation_more"]

    assert [*shown, *more] == page.context["navigation"]
    assert len(shown) + bool(more) <= 8
    assert ("<summary>More</summary>" in page.content.decode()) == bool(more)


@pytest.mark.django_db
def test_everything_in_the_menu_opens(cast, sign_in):
    for name in ("parent", "governor", "chair", "clerk", "dsl", "office", "deputy", "headteacher"):
        client = sign_in(getattr(cast, name))
        links = client.get("/").context["navigation"]
        assert {link.label: client.get(link.url).status_code for link in links} == {
            link.label: 200 for link in links
        }


@pytest.mark.django_db
def test_the_menu_marks_the_closest_page(headteacher, sign_in):
    client = sign_in(headteacher)

    def here(address):
        links = client.get(address).context["navigation"]
        return [link.label for link in links if link.is_here]

    assert here("/") == ["Home"]
    assert here(reverse("policies:library")) == ["Policies"]
    assert here(reverse("policies:manage")) == ["Look after policies"]
    assert here(reverse("incidents:queue")) == ["Cases"]


@pytest.mark.django_db
def test_a_role_that_has_ended_opens_nothing(class_teacher):
    factories.RoleAssignmentFactory(
        person=class_teacher, role=Role.HEADTEACHER, ends_on="2021-01-01"
    )

    assert "Cases" not in menu(class_teacher)


def test_boxes_to_tick_are_not_called_optional():
    class Boxes(forms.Form):
        which = forms.MultipleChoiceField(
            choices=[("a", "One")], required=False, widget=forms.CheckboxSelectMultiple
        )

    assert "(if you wish)" not in rendered(Boxes())


# --- error pages ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_kindly(client):
    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert "We cannot find that page" in answer.content.decode()


@pytest.mark.django_db
def test_a_refusal_gives_its_reason(parent, sign_in):
    answer = sign_in(parent).get(reverse("school:people"))

    assert answer.status_code == 403
    assert "look after the list of people" in answer.content.decode()


@pytest.mark.django_db
def test_a_refusal_without_a_reason_still_has_a_sentence(rf):
    html = render_to_string("403.html", {"exception": str(PermissionDenied())}, rf.get("/"))

    assert "Your part in the school does not include this page." in html


@pytest.mark.django_db
def test_an_address_that_only_a_button_uses_says_what_to_do(deputy, sign_in):
    answer = sign_in(deputy).get(reverse("school:remove_term", args=[1]))

    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "Please press that button again" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_another_site_is_refused_with_advice(parent):
    client = Client(enforce_csrf_checks=True)

    answer = client.post(reverse("account_login"), {"login": parent.email})

    assert answer.status_code == 403
    assert "Please try that again" in answer.content.decode()


@pytest.mark.parametrize("page", ["500.html", "400.html"])
def test_the_pages_for_when_nothing_works_need_nothing(page):
    html = render_to_string(page)

    assert "<h1>" in html
    assert "/static/portal.css" in html
    assert "{{" not in html


@pytest.mark.django_db
def test_every_page_forbids_scripts_and_styles_from_elsewhere(client):
    policy = client.get("/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
def test_the_menu_and_the_frame_cost_few_queries(headteacher, sign_in, django_assert_num_queries):
    client = sign_in(headteacher)
    client.get("/nope/")

    with django_assert_num_queries(5):  # the session, the person, two for roles, the school
        client.get("/nope/")
