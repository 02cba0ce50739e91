"""The order status: what a shop owner calls a sale, from deliveries and money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge.status import ORDER_STATUSES, OrderFacts, order_status, share_out

HUNDRED = Decimal(100)
NOTHING_SHIPPED = ((Decimal(2), Decimal(0)), (Decimal(1), Decimal(0)))
PARTLY_SHIPPED = ((Decimal(2), Decimal(2)), (Decimal(1), Decimal(0)))
ALL_SHIPPED = ((Decimal(2), Decimal(2)), (Decimal(1), Decimal(3)))

amounts = st.decimals(min_value=0, max_value=10_000, places=2)
quantities = st.decimals(min_value=Decimal("0.01"), max_value=1_000, places=2)


def facts(**values):
    return OrderFacts(**{"total": HUNDRED, "deliveries": NOTHING_SHIPPED} | values)


def test_an_unpaid_order_is_pending():
    assert order_status(facts()) == "pending"


def test_a_partly_paid_order_is_still_pending():
    assert order_status(facts(billed=HUNDRED, settled=Decimal("99.99"))) == "pending"


@pytest.mark.parametrize(
    "money",
    [
        {"billed": HUNDRED, "settled": HUNDRED},
        {"prepaid": HUNDRED},
        {"prepaid": Decimal(130)},
        {"billed": Decimal(40), "settled": Decimal(40), "prepaid": Decimal(60)},
        {"total": Decimal(0)},
    ],
)
def test_money_that_covers_the_order_makes_it_paid(money):
    assert order_status(facts(**money)) == "paid"


def test_an_invoice_over_more_than_the_order_has_to_be_paid_too():
    assert order_status(facts(billed=Decimal(110), settled=HUNDRED)) == "pending"


def test_a_shipped_line_makes_it_partially_fulfilled_paid_or_not():
    assert order_status(facts(deliveries=PARTLY_SHIPPED)) == "partially_fulfilled"
    assert order_status(facts(deliveries=PARTLY_SHIPPED, prepaid=HUNDRED)) == "partially_fulfilled"


def test_all_lines_shipped_makes_it_fulfilled_though_unpaid():
    assert order_status(facts(deliveries=ALL_SHIPPED)) == "fulfilled"


def test_an_order_without_deliveries_is_fulfilled_once_paid():
    assert order_status(facts(deliveries=())) == "pending"
    assert order_status(facts(deliveries=(), prepaid=HUNDRED)) == "fulfilled"


@given(
    st.builds(
        OrderFacts,
        cancelled=st.booleans(),
        total=amounts,
        billed=amounts,
        settled=amounts,
        prepaid=amounts,
        deliveries=st.lists(st.tuples(quantities, st.just(Decimal(0)) | quantities)).map(tuple),
    )
)
def test_every_order_has_exactly_one_known_status(order):
    status = order_status(order)
    assert status in ORDER_STATUSES
    assert (status == "cancelled") == order.cancelled


@given(amounts, amounts, amounts)
def test_more_money_never_turns_a_paid_order_back(total, prepaid, more):
    before = order_status(facts(total=total, prepaid=prepaid))
    after = order_status(facts(total=total, prepaid=prepaid + more))
    assert (before, after) != ("paid", "pending")


@given(amounts, st.lists(st.decimals(min_value=-50, max_value=500, places=2), max_size=6))
def test_a_payment_for_several_orders_is_never_counted_twice(amount, needs):
    parts = share_out(amount, list(enumerate(needs)))
    assert sum(parts.values()) == (amount if needs else 0)
    assert all(part >= 0 for part in parts.values())


def test_a_payment_for_several_orders_covers_the_first_ones_first():
    parts = share_out(Decimal(150), [(1, HUNDRED), (2, HUNDRED)])
    assert parts == {1: HUNDRED, 2: Decimal(50)}
