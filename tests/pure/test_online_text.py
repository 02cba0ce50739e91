"""Texts arrive in QuickBooks as people wrote them, less what QuickBooks cannot store."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge.online import text


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("O'Brien & Sons", "O'Brien & Sons"),
        ('The "Best" Shop', 'The "Best" Shop'),
        ("Chairs: red\tand\nblue", "Chairs- red and blue"),
        ("  Anna   Müller ", "Anna Müller"),
        ("Party 🎉 Supplies", "Party Supplies"),
        ("𝓙𝓸𝓱𝓷", "John"),
        ("I ❤️ NY", "I ❤ NY"),
        ("zero\u200bwidth\x00\x07", "zerowidth"),
        ("株式会社", "株式会社"),
        ("\ud83d broken", "broken"),
        ("🎉", ""),
        (None, ""),
    ],
)
def test_a_name_keeps_all_that_quickbooks_can_store(written, stored):
    assert text.name(written, 100) == stored


@given(st.text(max_size=700), st.sampled_from([31, 100, 500]))
def test_a_name_is_never_refused_for_its_characters_or_length(written, length):
    name = text.name(written, length)
    assert len(name) <= length
    assert not set(name) & set(":\t\n\r\x00")
    assert all(ord(character) <= 0xFFFF for character in name)
    name.encode()  # no lone surrogates


@given(st.text(max_size=200))
def test_a_stored_name_is_stored_the_same_the_next_time(written):
    once = text.name(written, 100)
    assert text.name(once, 100) == once


def test_two_long_names_with_the_same_beginning_stay_two():
    first, second = (text.name("a" * 120 + end, 100) for end in "xy")
    assert first != second
    assert text.name("a" * 120 + "x", 100) == first


@pytest.mark.parametrize("number", ["S00042", "INV/2026/00001", "x" * 21])
def test_a_number_that_fits_is_odoos_number(number):
    assert text.number(number) == number


def test_a_long_number_is_short_unique_and_always_the_same():
    numbers = [f"HEADQUARTERS/INV/2026/{count:06}" for count in range(2000)]
    short = [text.number(number) for number in numbers]
    assert len(set(short)) == len(numbers)
    assert {len(number) for number in short} == {21}
    assert short == [text.number(number) for number in numbers]
    assert "000007" in text.number(numbers[7])


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("anna@example.com", "anna@example.com"),
        ("Anna <anna@example.com>", "anna@example.com"),
        ("anna@example.com; bob@example.com", "anna@example.com"),
        ("anna@example.com,bob@example.com", "anna@example.com"),
        ("anna", ""),
        ("anna@localhost", ""),
        ("an na@example.com", ""),
        ("a" * 95 + "@example.com", ""),
        ("@", ""),
        (None, ""),
    ],
)
def test_an_invalid_mail_address_is_left_out_rather_than_refused(written, sent):
    assert text.email(written) == sent


def test_a_note_keeps_the_marker_whole_however_long_the_memo_is():
    note = text.note("x" * 5000, "[connex 12]")
    assert len(note) == 4000
    assert note.endswith("\n[connex 12]")
    assert text.note("", "[m]") == "[m]"


def test_paragraphs_of_a_description_stay():
    assert text.clean("Oak \r\n  table\u2028top", 100, lines=True) == "Oak\ntable\ntop"


def test_a_long_description_ends_at_a_word_and_shows_that_it_goes_on():
    assert text.description("Oak chair\n  with arms") == "Oak chair\nwith arms"
    long = "Solid oak " * 500
    cut = text.description(long)
    assert 3990 <= len(cut) <= text.DESCRIPTION
    assert cut.endswith((" oak…", " Solid…", "oak…"))
    assert len(text.description("x" * 5000)) == text.DESCRIPTION
