"""Links of invoices to sales orders and of bills to purchase orders: what is open, what a link copies,
when an order closes. Links exist only in Add requests."""

from .kinds import TRANSACTIONS
from .line_amounts import COMPUTED, ZERO
from .statuses import Fault, invalid_id, not_found, not_saved, not_together

_COPIED = ("ItemRef", "Desc", "UnitOfMeasure", "ClassRef", "SalesTaxCodeRef", "Other1", "Other2")
_COPIED_TO_BILL = ("ItemRef", "Desc", "UnitOfMeasure", "ClassRef", "CustomerRef")


def taken(company, order, line_id):
    """The quantity of an order's line that invoices or bills took; a line without a quantity counts 1."""
    quantity = ZERO
    for identifier in company.books.linked.get(order.id, ()):
        document = company.books.records[identifier]
        if document.void:
            continue
        for line in document.lines:
            if line.link == (order.id, line_id):
                quantity += line.values.get("Quantity", 1)
    return quantity


def open_quantity(company, order, line):
    """What is still open on an order's line: nothing when the line or the order was closed by hand."""
    if not line.values.get("ItemRef") or is_closed_by_hand(order, line):
        return ZERO
    return max(line.values.get("Quantity", 1) - taken(company, order, line.id), ZERO)


def is_closed_by_hand(order, line):
    """The header's flag outranks the line's."""
    return bool(order.get("IsManuallyClosed") or line.values.get("IsManuallyClosed"))


def check_closing(company, order, line):
    """A line from which everything has been taken cannot be closed by hand as well. Raises ``Fault``."""
    quantity = taken(company, order, line.id)
    if quantity and quantity >= line.values.get("Quantity", 1):
        raise not_saved(order.kind, "A line that is complete cannot be closed.")


def is_complete(company, order):
    """Whether invoices (or bills) have taken all lines with an item."""
    lines = [line for line in order.lines if line.values.get("ItemRef")]
    return bool(lines) and all(
        taken(company, order, line.id) >= line.values.get("Quantity", 1) for line in lines
    )


def is_closed(company, order):
    """Whether nothing is open any more, by whatever way."""
    return not any(open_quantity(company, order, line) for line in order.lines)


class Links:
    """Works out the linked lines of one new invoice or bill. ``order_kind`` is what it may link to."""

    def __init__(self, company, kind, order_kind, entity, execution):
        self.company = company
        self.kind = kind
        self.order_kind = order_kind
        self.entity = entity
        self.execution = execution
        self.orders = []
        self.refused = False
        self._last = None
        self._finished = set()

    def whole(self, identifiers):
        """The lines of orders that are linked wholly: pairs of values and link."""
        seen = set()
        result = []
        for identifier in identifiers:
            if identifier in seen:
                raise Fault(3177, f'The object "{identifier}" is given more than once.')
            seen.add(identifier)
            order = self._order(identifier)
            lines = [
                self._copy(order, line, {}, open_quantity(self.company, order, line))
                for line in order.lines
                if open_quantity(self.company, order, line)
            ]
            if lines:
                self._keep(order)
                result += lines
            else:
                self._nothing_open(order)
        return result

    def line(self, given, wholes):
        """The values and link of one line with ``LinkToTxn``, or ``None`` when nothing is open there."""
        link = given["LinkToTxn"]
        if link["TxnID"] in wholes:
            raise invalid_id(link["TxnID"])
        if "ItemRef" in given:
            raise not_together("A line has either ItemRef or LinkToTxn.")
        order = self._order(link["TxnID"])
        index = next(
            (at for at, each in enumerate(order.lines) if each.id == link["TxnLineID"]), None
        )
        if index is None:
            raise not_found(link["TxnLineID"])
        self._in_order(order, index)
        line = order.lines[index]
        available = open_quantity(self.company, order, line)
        if not available:
            self._nothing_open(order)
            return None
        quantity = given.get("Quantity", available)
        if quantity < 0:
            raise not_saved(self.kind, "The quantity of a linked line cannot be negative.")
        if quantity > available and not self.company.behaviour["over_invoicing"]:
            raise not_saved(
                self.kind, f"The quantity is more than the {available:f} that are open."
            )
        self._keep(order)
        return self._copy(order, line, given, quantity)

    def _order(self, identifier):
        order = self.company.books.get(identifier, self.order_kind)
        if order is None:
            raise not_found(identifier)
        if order.get(TRANSACTIONS[self.order_kind].entity) != self.entity:
            raise not_found(identifier)
        return order

    def _in_order(self, order, index):
        if self._last and self._last[0] == order.id:
            wrong = index <= self._last[1]
        else:
            wrong = order.id in self._finished
            if self._last:
                self._finished.add(self._last[0])
        if wrong:
            name = self.company.books.name_of(order.lines[index].values.get("ItemRef"))
            raise Fault(3290, f'The item "{name}" is placed in the request in incorrect order.')
        self._last = (order.id, index)

    def _keep(self, order):
        if order not in self.orders:
            self.orders.append(order)

    def _nothing_open(self, order):
        self.refused = True
        self.execution.warn(570, f'There is nothing open to link in the transaction "{order.id}".')

    def _copy(self, order, line, given, quantity):
        is_bill = self.order_kind == "PurchaseOrder"
        names = _COPIED_TO_BILL if is_bill else _COPIED
        values = {name: line.values[name] for name in names if name in line.values}
        price = "Cost" if is_bill else "Rate"
        if "RatePercent" in line.values:
            values["RatePercent"] = line.values["RatePercent"]
        elif "Rate" in line.values:
            values[price] = line.values["Rate"]
        if "Quantity" in line.values:
            values["Quantity"] = quantity
        own = {key: value for key, value in given.items() if key != "LinkToTxn" and value != ""}
        priced = {price, "RatePercent", "Amount"} & own.keys()
        if priced:
            for name in {price, "RatePercent"} - own.keys():
                values.pop(name, None)
        elif quantity == line.values.get("Quantity", 1) and "RatePercent" not in values:
            values["Amount"] = line.values["Amount"]
            values[COMPUTED] = True
        return {**values, **own}, (order.id, line.id)
