"""Which records make up the sales of the changed ones: found with a fixed number of queries per batch.

Orders, invoices and payments refer to each other many to many (one invoice for two orders, one payment over
three invoices), through tables that the ORM follows record by record; so the links are read in SQL.

A *core* record is planned; its sale is complete here (of a payment, what it is applied to). A *neighbour* is
read because a core payment or credit note refers to it; what only neighbours refer to is left out.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from odoo.tools import SQL

from ..bridge.sale import Source
from .connex_reader_queries import APPLICATIONS, ORDERS_AND_INVOICES, REVERSALS, WITHOUT_ENTRY

#: An invoice for two orders, one of them with another invoice for a third … is followed so far.
ROUNDS = 5

PAYMENT = "account.payment"
STATEMENT_LINE = "account.bank.statement.line"
ENTRY = "account.move"
DOCUMENTS = ("out_invoice", "out_refund", "out_receipt")


class Applied(NamedTuple):
    """An amount applied to a document, in the document's currency."""

    move: int
    amount: float
    date: date


@dataclass
class Graph:
    """Ids of the records to read, and how they hang together. Payments are `Source`s. `behind` are the plain
    journal entries that a payment was reconciled with."""

    orders: set = field(default_factory=set)
    moves: set = field(default_factory=set)
    payments: set = field(default_factory=set)
    neighbour_orders: set = field(default_factory=set)
    neighbour_moves: set = field(default_factory=set)
    neighbour_payments: set = field(default_factory=set)
    order_moves: dict = field(default_factory=lambda: defaultdict(set))
    move_orders: dict = field(default_factory=lambda: defaultdict(set))
    payment_orders: dict = field(default_factory=lambda: defaultdict(set))
    #: payment without a journal entry → the documents it was registered for
    registered_for: dict = field(default_factory=lambda: defaultdict(set))
    #: payment → {reconciliation: Applied}; credit note → the same
    applied: dict = field(default_factory=lambda: defaultdict(dict))
    credited: dict = field(default_factory=lambda: defaultdict(dict))
    #: payment → {reconciliation: (payment in the other direction, amount in the payment's currency)}
    set_off: dict = field(default_factory=lambda: defaultdict(dict))
    behind: dict = field(default_factory=lambda: defaultdict(set))


class GraphReader:
    """Builds the graph of `sources` (`bridge.sale.Source`) in the environment's database."""

    def __init__(self, env):
        self.env = env
        self.graph = Graph()
        self.entries = {}  # journal entry of a payment or statement line → its Source
        self.refunds = set()  # payments that gave back what others had brought

    def build(self, sources):
        """The graph around these records, whether they still exist or not."""
        ids = defaultdict(set)
        for model, record in sources:
            ids[model].add(record)
        orders, moves = ids["sale.order"], ids["account.move"]
        payments = {source for source in sources if source.model in (PAYMENT, STATEMENT_LINE)}
        entries = self._entries(moves)
        moves -= {entry.id for entry in entries}
        payments |= entries
        if payments:
            self.graph.payments |= payments
            moves |= self._follow_payments(payments)
            orders |= self._linked_orders(payments)
        self._follow_sales(orders, moves)
        self._all_payments()
        self._neighbours()
        return self.graph

    def _rows(self, query, *args, **kwargs):
        return self.env.execute_query(SQL(query, *args, **kwargs))

    def _entries(self, moves):
        """Which of these are plain journal entries, which are read like payments."""
        if not moves:
            return set()
        query = "SELECT id FROM account_move WHERE move_type = 'entry' AND id = ANY(%s)"
        return {Source(ENTRY, move) for (move,) in self._rows(query, list(moves))}

    # Sales: orders, their invoices, those invoices' other orders …

    def _follow_sales(self, orders, moves):
        graph = self.graph
        for _round in range(ROUNDS):
            graph.orders |= orders
            graph.moves |= moves
            new_orders, new_moves = self._linked(orders, moves)
            if moves:
                new_moves |= self._reversals(moves) | self._applied(moves)
                new_moves |= self._registered_together(moves)
            orders, moves = new_orders - graph.orders, new_moves - graph.moves
            if not orders and not moves:
                return

    def _linked(self, orders, moves):
        """Orders of these invoices, and invoices of these orders."""
        rows = []
        for column, ids in (("line.order_id", orders), ("item.move_id", moves)):
            if ids:
                column = SQL.identifier(*column.split("."))
                rows += self._rows(ORDERS_AND_INVOICES, column, list(ids), DOCUMENTS)
        for order, move in rows:
            self.graph.order_moves[order].add(move)
            self.graph.move_orders[move].add(order)
        return {order for order, _move in rows}, {move for _order, move in rows}

    def _reversals(self, moves):
        """Credit notes of these invoices, and the invoices that these credit notes correct."""
        rows = self._rows(REVERSALS, moves=list(moves), documents=DOCUMENTS)
        return {move for row in rows for move in row}

    # Money: who paid what

    def _reconciliations(self, moves):
        if not moves:
            return []
        halves = [
            SQL(
                f"({APPLICATIONS})",
                own=SQL.identifier(f"{own}_move_id"),
                other=SQL.identifier(f"{other}_move_id"),
                own_amount=SQL.identifier(f"{own}_amount_currency"),
                other_amount=SQL.identifier(f"{other}_amount_currency"),
                moves=list(moves),
                documents=DOCUMENTS,
            )
            for own, other in (("debit", "credit"), ("credit", "debit"))
        ]
        return self._rows("%s UNION ALL %s", *halves)

    def _applied(self, moves):
        """Note who has paid these documents; returns the documents that were set off against them."""
        documents = set()
        for partial, own, other, kind, payment, line, *sides in self._reconciliations(moves):
            if kind not in DOCUMENTS:
                source = self._payer(other, payment, line)
                self.entries[other] = source
                self.graph.payments.add(source)
            else:
                documents.add(other)
                own_amount, other_amount, own_date, other_date, _owes = sides
                if kind == "out_refund":
                    self.graph.credited[other][partial] = Applied(own, own_amount, other_date)
                else:
                    self.graph.credited[own][partial] = Applied(other, other_amount, own_date)
        return documents

    def _payer(self, entry, payment, line):
        if payment:
            return Source(PAYMENT, payment)
        return Source(STATEMENT_LINE, line) if line else Source(ENTRY, entry)

    def _follow_payments(self, payments):
        """Note all documents that these payments are applied to or registered for, and the payments that
        they were set off against; returns the documents."""
        self._read_entries(payments)
        moves = set()
        entries = [entry for entry, source in self.entries.items() if source in payments]
        for row in self._reconciliations(entries):
            partial, own, other, kind, payment, line, own_amount, amount, day, _date, owes = row
            if kind in DOCUMENTS:
                moves.add(other)
                self.graph.applied[self.entries[own]][partial] = Applied(other, amount, day)
            elif payment or line:
                other_payment = self._payer(other, payment, line)
                self.graph.set_off[self.entries[own]][partial] = (other_payment, own_amount)
                if owes:
                    self.refunds.add(self.entries[own])
            else:
                self.graph.behind[self.entries[own]].add(other)
        return moves | self._registered(payments, ())

    def _read_entries(self, payments):
        known = set(self.entries.values())
        self.entries.update((each.id, each) for each in payments if each.model == ENTRY)
        for model in (PAYMENT, STATEMENT_LINE):
            ids = [each.id for each in payments if each.model == model and each not in known]
            if ids:
                rows = self._rows(
                    "SELECT move_id, id FROM %s WHERE move_id IS NOT NULL AND id = ANY(%s)",
                    SQL.identifier(self.env[model]._table),
                    ids,
                )
                self.entries.update((entry, Source(model, each)) for entry, each in rows)

    def _registered(self, payments, moves):
        """Note payments that Odoo has registered without booking them (Enterprise); returns their
        documents. By payments, all their documents; by documents, their payments."""
        known = set(self.entries.values())
        ids = [each.id for each in payments if each.model == PAYMENT and each not in known]
        if not ids and not moves:
            return set()
        rows = self._rows(WITHOUT_ENTRY, ids, list(moves))
        for payment, move in rows:
            self.graph.registered_for[Source(PAYMENT, payment)].add(move)
        return {move for _payment, move in rows}

    def _registered_together(self, moves):
        """The other documents of payments registered for these: what has paid all of them shows whether the
        bank has confirmed such a payment."""
        self._registered((), moves)
        registered = self.graph.registered_for
        return self._registered([each for each in registered if registered[each] & moves], ())

    def _linked_orders(self, payments):
        ids = [source.id for source in payments if source.model == PAYMENT]
        query = "SELECT order_id FROM connex_payment_sale_order_rel WHERE payment_id = ANY(%s)"
        return {order for (order,) in self._rows(query, ids)}

    # Everything the core needs

    def _all_payments(self):
        """The core's payments, in whatever way they are linked to it."""
        graph = self.graph
        graph.payments |= graph.registered_for.keys()
        self._read_orders(graph.payments, graph.orders)
        graph.payments |= graph.payment_orders.keys()

    def _read_orders(self, payments, orders):
        """Note which orders these payments, and all payments for these orders, were made for."""
        rows = self._rows(
            """SELECT payment_id, order_id FROM connex_payment_sale_order_rel
                WHERE payment_id = ANY(%s)
                   OR payment_id IN (SELECT payment_id FROM connex_payment_sale_order_rel
                                      WHERE order_id = ANY(%s))""",
            [source.id for source in payments if source.model == PAYMENT],
            list(orders),
        )
        for payment, order in rows:
            self.graph.payment_orders[Source(PAYMENT, payment)].add(order)

    def _neighbours(self):
        """What the core's payments refer to outside of the core, and what decides about that."""
        graph = self.graph
        moves = self._follow_payments(graph.payments) | self._payments_set_off()
        orders = {order for linked in graph.payment_orders.values() for order in linked}
        graph.neighbour_moves = moves - graph.moves
        graph.neighbour_orders = orders - graph.orders
        found, _moves = self._linked((), graph.neighbour_moves)
        graph.neighbour_orders |= found - graph.orders
        _orders, found = self._linked(graph.neighbour_orders, ())
        graph.neighbour_moves |= found - graph.moves

    def _payments_set_off(self):
        """The payments that the core's were set off against; returns their documents.

        In QuickBooks a payment is applied to the money that was paid back out of it. So the payments of a
        core refund are core as well; the refunds of a core payment are neighbours.
        """
        graph = self.graph
        received = self._set_off_against(graph.payments & self.refunds)
        moves = self._follow_payments(received)
        graph.payments |= received
        graph.neighbour_payments = self._set_off_against(graph.payments)
        moves |= self._follow_payments(graph.neighbour_payments)
        if further := received | graph.neighbour_payments:
            self._read_orders(further, ())
        return moves

    def _set_off_against(self, payments):
        """The payments beyond the core that these were set off against."""
        set_off = self.graph.set_off
        others = {other for each in payments for other, _amount in set_off[each].values()}
        return others - self.graph.payments
