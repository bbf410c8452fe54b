import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents import codes


@pytest.mark.rule("I2")
def test_a_follow_up_code_has_twenty_signs_in_groups_of_five():
    code = codes.new_code()

    assert [len(group) for group in code.split("-")] == [5, 5, 5, 5]
    assert set(code) <= set(codes.ALPHABET) | {"-"}


def test_codes_and_references_do_not_repeat():
    assert len({codes.new_code() for _ in range(500)}) == 500
    assert len({codes.new_reference() for _ in range(500)}) > 495


@given(st.text(alphabet=codes.ALPHABET, min_size=20, max_size=20), st.data())
def test_however_a_code_is_typed_it_is_the_same_code(code, data):
    changed = "".join(
        data.draw(st.sampled_from({"0": "0Oo", "1": "1IiLl"}.get(sign, sign + sign.lower())))
        + data.draw(st.sampled_from(["", " ", "-"]))
        for sign in code
    )

    assert codes.hash_code(changed) == codes.hash_code(code)


def test_another_code_has_another_hash():
    assert codes.hash_code(codes.new_code()) != codes.hash_code(codes.new_code())


def test_a_reference_may_be_typed_without_its_dash():
    assert codes.tidy_reference(" 4tk 9qo ") == "4TK-9Q0"
