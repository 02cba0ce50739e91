"""The customer or item that stands for one of Odoo's is found in the way chosen, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online import matching, text
from connex_bridge.bridge.online.matching import Ways
from connex_bridge.bridge.sale import Address

DEFAULT = Ways()
EURO = {"CurrencyRef": {"value": "EUR"}}


def key(number):
    return docs.Key("customer", "res.partner", number)


def customer(number, name, email="", city="", currency=""):
    billing = Address(city=city)
    return docs.Customer(key(number), name, email=email, billing=billing, currency=currency)


def item(number, name, sku=""):
    return docs.Item(docs.Key("item", "product.product", number), name, sku)


def found(matches):
    return {key.id: match.row["Id"] for key, match in matches.items() if match.row}


def customer_row(number, name, email="", **more):
    return {"Id": number, "DisplayName": name, "PrimaryEmailAddr": {"Address": email}} | more


def match(one, rows, ways=DEFAULT, holders=None):
    return matching.match_customers([one], rows, ways, holders)[one.key]


def test_customers_are_asked_for_by_name_and_by_mail_each_once():
    customers = [
        customer(1, "Anna: Inc", "anna@x.com"),
        customer(2, "Anna: Inc"),
        customer(3, "🎉"),
    ]
    by_name, by_email = matching.find_customers(customers)
    assert by_name == (
        "SELECT * FROM Customer WHERE DisplayName IN ('Anna- Inc', 'Anna- Inc (anna@x.com)', "
        "'Anna- Inc (Odoo 1)', 'Anna- Inc (Odoo 2)')"
    )
    assert by_email == "SELECT * FROM Customer WHERE PrimaryEmailAddr IN ('anna@x.com')"
    assert matching.find_customers(customers, Ways(customers="name")) == [by_name]


def test_the_way_decides_what_items_are_asked_by():
    items = [item(1, "Chair", "CH-1"), item(2, "Table")]
    by_sku = "SELECT * FROM Item WHERE Sku IN ('CH-1')"
    both = "SELECT * FROM Item WHERE Name IN ('Chair', 'Table')"
    assert matching.find_items(items) == [by_sku, both]
    only_bare = "SELECT * FROM Item WHERE Name IN ('Table')"
    assert matching.find_items(items, Ways(items="sku")) == [by_sku, only_bare]
    assert matching.find_items(items, Ways(items="name")) == [both]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([customer_row("8", "ANNA jones")], "8"),
        ([customer_row("8", "Someone", "Anna@X.com")], "8"),
        ([customer_row("8", "Someone", "anna@x.com"), customer_row("9", "Anna Jones")], "9"),
        ([customer_row("8", "Anna Jones", Active=False)], None),
        ([customer_row("8", "Anna Jones"), customer_row("8", "Anna Jones")], "8"),
        ([customer_row("8", "Someone else")], None),
        ([{"Id": "8", "DisplayName": "Anna Jones"}], "8"),
        ([], None),
    ],
)
def test_a_customer_is_the_one_with_the_name_else_the_only_one_with_the_mail(rows, expected):
    row = match(customer(1, "Anna  Jones", "anna@x.com"), rows).row
    assert (row and row["Id"]) == expected


def test_several_customers_with_the_mail_are_candidates_and_never_guessed_from():
    rows = [customer_row("8", "A", "anna@x.com"), customer_row("9", "B", "anna@x.com")]
    answer = match(customer(1, "Anna Jones", "anna@x.com"), rows)
    assert answer.row is None
    assert [row["Id"] for row in answer.candidates] == ["8", "9"]


def test_a_top_level_customer_goes_before_a_sub_customer_of_the_same_name():
    rows = [
        customer_row("8", "Anna", FullyQualifiedName="Jones Family:Anna"),
        customer_row("9", "Anna", FullyQualifiedName="Anna"),
    ]
    assert match(customer(1, "Anna"), rows).row["Id"] == "9"
    two = [
        customer_row("8", "Anna", FullyQualifiedName="Jones Family:Anna"),
        customer_row("9", "Anna", FullyQualifiedName="Smith Family:Anna"),
    ]
    assert len(match(customer(1, "Anna"), two).candidates) == 2


@pytest.mark.parametrize(("way", "expected"), [("name", "8"), ("email", "9"), ("name_email", "8")])
def test_the_way_decides_between_name_and_mail(way, expected):
    rows = [customer_row("8", "Anna Jones", "other@x.com"), customer_row("9", "B", "anna@x.com")]
    answer = match(customer(1, "Anna Jones", "anna@x.com"), rows, Ways(customers=way))
    assert answer.row["Id"] == expected


def test_by_mail_a_customer_without_one_goes_by_name_and_another_mail_is_another_customer():
    ways = Ways(customers="email")
    rows = [customer_row("8", "Anna Jones", "other@x.com")]
    assert match(customer(1, "Anna Jones"), rows, ways).row["Id"] == "8"
    answer = match(customer(1, "Anna Jones", "anna@x.com"), rows, ways)
    assert (answer.row, answer.free_name) == (None, "Anna Jones (anna@x.com)")


def test_customers_without_name_and_mail_match_nobody():
    rows = [{"Id": "8"}, {"Id": "9", "DisplayName": ""}]
    answers = matching.match_customers([customer(1, "🎉"), customer(2, "")], rows)
    assert set(answers.values()) == {matching.NOTHING}


def test_two_customers_of_the_same_name_do_not_share_an_account():
    rows = [customer_row("8", "John Smith", "john@a.com")]
    holders = {"8": key(1)}
    assert match(customer(1, "John Smith"), rows, holders=holders).row["Id"] == "8"
    other = match(customer(2, "John Smith", "john@b.com"), rows, holders=holders)
    assert (other.row, other.free_name) == (None, "John Smith (john@b.com)")
    bare = match(customer(3, "John Smith", city="Leeds"), rows, holders=holders)
    assert bare.free_name == "John Smith (Leeds)"
    nothing = match(customer(4, "John Smith"), rows, holders=holders)
    assert nothing.free_name == "John Smith (Odoo 4)"


def test_a_customer_entered_twice_in_odoo_with_the_same_mail_shares_the_account():
    rows = [customer_row("8", "John Smith", "john@a.com")]
    twin = customer(2, "John Smith", "John@A.com")
    assert match(twin, rows, holders={"8": key(1)}).row["Id"] == "8"


def test_of_two_with_the_name_the_one_whose_mail_agrees_gets_the_account():
    rows = [customer_row("8", "John Smith", "john@a.com")]
    both = [customer(1, "John Smith", "john@b.com"), customer(2, "John Smith", "john@a.com")]
    answers = matching.match_customers(both, rows)
    assert found(answers) == {2: "8"}
    assert answers[key(1)].free_name == "John Smith (john@b.com)"


def test_a_customer_of_another_currency_is_not_taken_and_a_second_one_gets_a_name_with_it():
    ways = Ways(currencies=True)
    rows = [customer_row("8", "Anna", "anna@x.com", CurrencyRef={"value": "USD"})]
    anna = customer(1, "Anna", "anna@x.com", currency="EUR")
    assert match(anna, rows, ways) == matching.Match(free_name="Anna (EUR)")
    second = [*rows, customer_row("9", "Anna (EUR)", **EURO)]
    assert match(anna, second, ways).row["Id"] == "9"
    assert match(anna, rows, Ways()).row["Id"] == "8"


@pytest.mark.parametrize(
    ("currency", "way", "expected"),
    [
        (EURO, "name_email", "8"),
        (EURO, "name", "8"),
        (EURO, "email", None),
        ({"CurrencyRef": {"value": "USD"}}, "name", None),
        ({}, "name", None),
    ],
)
def test_an_account_in_a_further_currency_may_have_the_plain_name_in_that_currency(
    currency, way, expected
):
    ways = Ways(currencies=True, customers=way)
    own = docs.Key("customer", "connex.customer.currency", 3)
    account = docs.Customer(own, "Anna (EUR)", email="anna@x.com", currency="EUR")
    rows = [customer_row("8", "Anna", "office@x.com", **currency)]
    assert any("'Anna'" in each for each in matching.find_customers([account], ways))
    found = match(account, rows, ways)
    assert (found.row and found.row["Id"]) == expected
    assert found.free_name in ("", "Anna (EUR)")
    assert match(account, rows, ways, {"8": key(1)}).row is None
    called_so = customer(1, "Anna (EUR)", "anna@x.com", currency="EUR")
    assert match(called_so, rows, ways).row is None
    exact = [*rows, customer_row("9", "Anna (EUR)", "anna@x.com", **EURO)]
    assert match(account, exact, ways).row["Id"] == "9"


NAMES = st.text(max_size=700) | st.sampled_from(
    ["Anna", "ANNA ", "A:b\tc\n", "🎉 Party", "O'Brien"]
)


@given(NAMES, st.sampled_from(["", "anna@x.com"]), st.sampled_from(["", "Leeds", "L:ee\nds"]))
def test_every_variant_of_a_name_can_be_stored_and_is_another(name, email, city):
    names = matching.customer_names(customer(7, name, email, city, "EUR"), Ways(currencies=True))
    for each in names:
        assert 0 < len(each) <= text.DISPLAY_NAME
        assert not set(each) & set(":\t\n\r")
        assert each == each.strip()
    assert len({text.same(each) for each in names}) == len(names)
    assert bool(names) == bool(text.name(name, text.DISPLAY_NAME))


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["", "a@x.com", "b@x.com"]))),
    st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["", "a@x.com", "b@x.com"]))),
    st.sampled_from(matching.CUSTOMER_WAYS),
)
def test_nobody_shares_an_account_but_with_the_same_mail(people, in_books, way):
    customers = [customer(number, *each) for number, each in enumerate(people, 1)]
    rows = [customer_row(str(number), *each) for number, each in enumerate(in_books, 1)]
    answers = matching.match_customers(customers, rows, Ways(customers=way))
    strangers = {}
    for each in customers:
        answer = answers[each.key]
        assert not (answer.row and answer.candidates)
        if (
            answer.row
            and matching.row_email(answer.row) != each.email
            or answer.row
            and not each.email
        ):
            strangers.setdefault(answer.row["Id"], []).append(each)
    assert all(len(sharing) == 1 for sharing in strangers.values())


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Name": "Other", "Sku": "ch-1"}, {1: "8"}),
        ({"Name": "chair"}, {1: "8"}),
        ({"Name": "Chair", "Sku": "CH-2"}, {}),
        ({"Name": "Chair", "Type": "Category"}, {}),
        ({"Name": "Chair", "Active": False}, {}),
    ],
)
def test_an_item_is_the_one_with_the_sku_else_the_one_with_the_name(row, expected):
    assert found(matching.match_items([item(1, "Chair", "CH-1")], [{"Id": "8"} | row])) == expected


def test_a_product_without_sku_is_found_by_name_and_never_by_an_empty_sku():
    rows = [{"Id": "8", "Name": "Table", "Sku": ""}, {"Id": "9", "Name": "Chair", "Sku": "CH-1"}]
    assert found(matching.match_items([item(1, "Chair"), item(2, "Lamp")], rows)) == {1: "9"}


def test_several_items_with_the_sku_or_the_name_are_candidates():
    twice = [{"Id": "8", "Name": "A", "Sku": "CH-1"}, {"Id": "9", "Name": "B", "Sku": "CH-1"}]
    [answer] = matching.match_items([item(1, "Chair", "CH-1")], twice).values()
    assert [row["Id"] for row in answer.candidates] == ["8", "9"]
    nested = [
        {"Id": "8", "Name": "Chair", "FullyQualifiedName": "Indoor:Chair"},
        {"Id": "9", "Name": "Chair", "FullyQualifiedName": "Outdoor:Chair"},
    ]
    [answer] = matching.match_items([item(1, "Chair")], nested).values()
    assert [matching.row_label(row) for row in answer.candidates] == [
        "Indoor:Chair",
        "Outdoor:Chair",
    ]
    placed = matching.match_items([item(1, "Chair")], nested, Ways(item_parent="Outdoor"))
    assert found(placed) == {1: "9"}
    assert found(matching.match_items([item(1, "Chair")], nested[:1])) == {1: "8"}


def test_the_way_decides_between_sku_and_name():
    rows = [{"Id": "8", "Name": "Other", "Sku": "CH-1"}, {"Id": "9", "Name": "Chair", "Sku": "X"}]
    chair = [item(1, "Chair", "CH-1")]
    assert found(matching.match_items(chair, rows, Ways(items="sku"))) == {1: "8"}
    assert found(matching.match_items(chair, rows, Ways(items="name"))) == {1: "9"}
    assert found(matching.match_items(chair, rows[1:], Ways(items="sku"))) == {}


def test_a_person_searches_by_part_of_the_name_or_sku_or_by_mail():
    assert matching.search_statements("item", "O'Neil") == [
        r"SELECT * FROM Item WHERE Name LIKE '%O\'Neil%'",
        r"SELECT * FROM Item WHERE Sku LIKE '%O\'Neil%'",
    ]
    assert matching.search_statements("customer", "anna@x.com") == [
        "SELECT * FROM Customer WHERE PrimaryEmailAddr IN ('anna@x.com')"
    ]
    assert len(matching.search_statements("customer", "Anna")) == 2
    assert matching.search_statements("customer", " \t") == []


def test_a_search_shows_each_entry_once_and_only_what_can_be_chosen():
    rows = [
        {"Id": "8", "Name": "b"},
        {"Id": "9", "Name": "A", "Sku": "X"},
        {"Id": "8", "Name": "b"},
        {"Id": "7", "Name": "C", "Type": "Category"},
        {"Id": "6", "Name": "D", "Active": False},
    ]
    assert [matching.row_label(row) for row in matching.searched(rows)] == ["A (X)", "b"]
