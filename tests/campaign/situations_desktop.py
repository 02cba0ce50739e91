"""The situations in which Odoo is killed while it answers the Web Connector of QuickBooks Desktop."""

from .situations import HOUR, Situation, nothing_else, synced_then

#: Longer than a silent session is waited for.
LATER = 0.2
LOST = {"kind": "disconnect_before", "at": "receiveResponseXML"}
NEVER_CARRIED_OUT = {"kind": "disconnect_after", "at": "sendRequestXML"}
#: Messages of a session: look-ups first, then what is new in lists, then one for each wave.
LISTS, ORDERS, INVOICES, PAYMENTS = 2, 3, 4, 5


def _found(stage, known):
    """A bookkeeper has entered some of it by hand; another name is that of a vendor."""
    books = stage.books
    account = f"<AccountRef><ListID>{books.element('Account', 'Sales').id}</ListID></AccountRef>"
    books.enter_customer("Blue Harbor Supplies")
    books.enter("Vendor", "<Name>Golden Gate Marina</Name>")
    price = f"<SalesOrPurchase><Price>9.99</Price>{account}</SalesOrPurchase>"
    books.enter("ItemNonInventory", f"<Name>Storm Lantern</Name>{price}")
    books.enter("StandardTerms", "<Name>Net 21</Name><StdDueDays>21</StdDueDays>")


def _new_day(stage, known):
    """QuickBooks' settings and lists are read again."""
    stage.let_pass(25 * HOUR)


def _interrupted(hours, *faults):
    """A session in which this went wrong, and so many hours."""

    def prepare(stage, known):
        stage.run(faults=faults)
        stage.let_pass(hours * HOUR)

    return prepare


def _refused(request, hresult, carried_out):
    """A session in which QuickBooks refused a message set with such a request."""

    def prepare(stage, known):
        stage.books.add_fault(request=request, hresult=hresult, after=carried_out)
        stage.run()
        stage.books.clear_faults()
        stage.let_pass(HOUR)

    return prepare


def _planned(stage, known):
    """The scheduled action has planned before the Web Connector calls."""
    stage.run("tasks:sync")


def _lost(number, hours):
    return _interrupted(hours, {**LOST, "number": number})


SITUATIONS = (
    Situation("first sync", nothing_else),
    Situation("edited and cancelled", synced_then("changes")),
    Situation("entered by hand before", _found),
    Situation("a new day", _new_day),
    Situation("planned before", _planned),
    Situation("the scheduled action", nothing_else, task="tasks:sync"),
    Situation("look-ups lost", _lost(LISTS - 1, LATER)),
    Situation("customers lost", _lost(LISTS, LATER)),
    Situation("orders lost hours ago", _lost(ORDERS, 2)),
    Situation("invoices lost", _lost(INVOICES, LATER)),
    Situation("payments lost hours ago", _lost(PAYMENTS, 2)),
    Situation(
        "invoices never arrived",
        _interrupted(LATER, {**NEVER_CARRIED_OUT, "number": INVOICES}),
    ),
    Situation("invoices done but refused", _refused("InvoiceAddRq", "0x80040402", True)),
    Situation("invoices not understood", _refused("InvoiceAddRq", "0x80040400", False)),
    Situation(
        "every answer comes twice",
        nothing_else,
        arguments={
            "faults": [
                {"kind": "repeat", "at": "receiveResponseXML", "number": number}
                for number in range(1, 10)
            ]
        },
    ),
    Situation("half an answer", _interrupted(LATER, {"kind": "cut", "number": INVOICES})),
    Situation("sales receipts", nothing_else, "receipts", receipts=True),
    Situation("a cancelled receipt", synced_then("cancelled_receipt"), "receipts", receipts=True),
    Situation("receipts lost", _lost(ORDERS, LATER), "receipts", receipts=True),
    Situation("refunds", nothing_else, "refunds"),
    Situation("refunds lost", _lost(ORDERS, LATER), "refunds"),
    Situation("drop shipments", nothing_else, "drop_shipments"),
    Situation("purchases lost", _lost(ORDERS, LATER), "drop_shipments"),
    Situation("bills lost", _lost(INVOICES, LATER), "drop_shipments"),
    Situation("purchases edited", synced_then("purchases_changed"), "drop_shipments"),
    Situation(
        "the button",
        nothing_else,
        task="tasks:press_named",
        arguments={"model": "sale.order", "number": "S00003"},
    ),
)
