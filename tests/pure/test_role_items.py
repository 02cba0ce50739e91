"""Lines without a product have an item of the connection, with an account of its own."""

from dataclasses import replace
from decimal import Decimal

import pytest
from online_samples import US
from small_sales import invoice, line, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online.translate import translate
from connex_bridge.bridge.plan import plan
from connex_bridge.bridge.problem import Held
from connex_bridge.bridge.sale import RoleItem

OTHER = RoleItem(1, "no_product", "Other sales")
ROUNDING = RoleItem(2, "rounding", "Rounding")
ROUNDING_KEY = docs.Key("item", "connex.connection.item", 2)
ROLES = {item.role: item for item in (OTHER, ROUNDING)}


def planned(roles):
    """{key: document} of an invoice with a line without a product and a rounding line."""
    loose = replace(line(1, "20.00", taxed=False), product=None)
    rounding = replace(line(2, "0.02", taxed=False), product=None, role="rounding", quantity=0)
    sold = replace(
        invoice(lines=(loose, rounding), tax="0", amount="20.02"), total=Decimal("20.02")
    )
    wanted = plan(snapshot(invoices=[sold], roles=roles), settings(), {})
    return {each.key: each.document for each in wanted}


def test_each_use_has_its_item_and_the_items_are_documents_too():
    found = planned(ROLES)
    lines = found[docs.Key("invoice", "account.move", 11)].lines
    assert [each.item for each in lines] == [
        docs.Key("item", "connex.connection.item", 1),
        ROUNDING_KEY,
    ]
    assert found[ROUNDING_KEY].name == "Rounding"
    assert found[ROUNDING_KEY].kind == "service"


def test_a_use_without_an_item_goes_to_the_default_item():
    found = planned({"rounding": ROUNDING})
    lines = found[docs.Key("invoice", "account.move", 11)].lines
    assert [each.item for each in lines] == [None, ROUNDING_KEY]


def test_the_item_is_booked_on_its_own_account():
    document = planned(ROLES)[ROUNDING_KEY]
    company = replace(US, item_accounts={ROUNDING_KEY: "95"})
    _entity, body = translate(document, {}, company, "")
    assert body == {
        "Name": "Rounding",
        "Type": "Service",
        "UnitPrice": 0,
        "IncomeAccountRef": {"value": "95"},
    }


def test_an_item_without_an_account_says_so():
    document = planned(ROLES)[ROUNDING_KEY]
    with pytest.raises(Held) as held:
        translate(document, {}, replace(US, item_accounts={ROUNDING_KEY: ""}), "")
    assert held.value.problem.code == "item_account_missing"
    assert held.value.problem.values == {"document": "Rounding"}
