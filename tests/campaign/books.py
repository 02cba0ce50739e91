"""Both books as a bookkeeper compares them: Odoo's by SQL, QuickBooks' by plain HTTP, no code of the addon.

A document is known by its kind and Odoo's number, in both. What is compared: how often it is there, its
total, what is open of it, and for payments what they are applied to.
"""

import os
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

import psycopg2

from development import postgres

#: A document in QuickBooks that is none any more.
VOIDED = "Voided"
#: QuickBooks' lists, and the column with what Odoo knows their entries by.
LISTS = {"Customer": "DisplayName", "Vendor": "DisplayName", "Item": "Sku", "Term": "Name"}


@dataclass(frozen=True)
class Document:
    """`open` is what is not paid, not applied or not used up; `applied` are pairs (number, amount)."""

    total: Decimal = Decimal(0)
    open: Decimal = Decimal(0)
    status: str = ""
    applied: tuple = ()


ORDERS = """
    SELECT name, amount_total, CASE WHEN {closed} THEN 'Closed' ELSE 'Accepted' END
      FROM sale_order WHERE state = 'sale'
"""
#: When an order is closed in QuickBooks.
INVOICED = "invoice_status IN ('invoiced', 'upselling')"
#: A credit note opens Odoo's order again; QuickBooks Desktop has it closed as long as invoices link to it.
INVOICED_ONCE = f"""({INVOICED} OR NOT EXISTS (
    SELECT FROM sale_order_line line
     WHERE line.order_id = sale_order.id AND line.display_type IS NULL
       AND line.product_uom_qty > (
           SELECT COALESCE(sum(item.quantity), 0)
             FROM sale_order_line_invoice_rel rel
             JOIN account_move_line item ON item.id = rel.invoice_line_id
             JOIN account_move move ON move.id = item.move_id
            WHERE rel.order_line_id = line.id AND move.state = 'posted'
              AND move.move_type = 'out_invoice')))"""
MOVES = """
    SELECT CASE move_type WHEN 'out_invoice' THEN 'Invoice' ELSE 'CreditMemo' END,
           name, amount_total, amount_residual
      FROM account_move WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
"""
PAYMENTS = """
    SELECT payment.name, payment.amount, -sum(line.amount_residual)
      FROM account_payment payment
      JOIN account_move_line line ON line.move_id = payment.move_id
      JOIN account_account account ON account.id = line.account_id
     WHERE payment.payment_type = 'inbound' AND payment.state IN ('in_process', 'paid')
       AND account.account_type = 'asset_receivable'
     GROUP BY payment.name, payment.amount
"""
#: Who pays what, of the credit notes and payments above.
APPLIED = """
    SELECT payer.name AS payer, paid.name AS paid, sum(partial.amount) AS amount,
           payer.move_type = 'out_refund' AS by_credit
      FROM account_partial_reconcile partial
      JOIN account_move_line credit ON credit.id = partial.credit_move_id
      JOIN account_move_line debit ON debit.id = partial.debit_move_id
      JOIN account_move payer ON payer.id = credit.move_id
      JOIN account_move paid ON paid.id = debit.move_id
     WHERE paid.move_type = 'out_invoice'
     GROUP BY payer.name, paid.name, payer.move_type
"""
#: Money that went back to customers, and what it was taken from: credit notes and payments.
REFUNDS = """
    SELECT payment.name, payment.amount FROM account_payment payment
     WHERE payment.payment_type = 'outbound' AND payment.partner_type = 'customer'
       AND payment.state IN ('in_process', 'paid')
"""
PAID_BACK = """
    SELECT giver.name, refund.name, sum(partial.amount), giver.move_type = 'out_refund'
      FROM account_partial_reconcile partial
      JOIN account_move_line credit ON credit.id = partial.credit_move_id
      JOIN account_move_line debit ON debit.id = partial.debit_move_id
      JOIN account_move giver ON giver.id = credit.move_id
      JOIN account_payment refund ON refund.move_id = debit.move_id
     WHERE refund.payment_type = 'outbound' AND refund.partner_type = 'customer'
     GROUP BY giver.name, refund.name, giver.move_type
"""
#: Paying bills is left to QuickBooks, so that what is open of them is its own affair.
PURCHASES = """
    SELECT 'PurchaseOrder', name, amount_total FROM purchase_order
     WHERE state IN ('purchase', 'done')
    UNION ALL
    SELECT CASE move_type WHEN 'in_invoice' THEN 'Bill' ELSE 'VendorCredit' END,
           name, amount_total
      FROM account_move WHERE state = 'posted' AND move_type IN ('in_invoice', 'in_refund')
    UNION ALL
    SELECT DISTINCT 'Vendor', partner.name, 0
      FROM res_partner partner JOIN purchase_order purchase ON purchase.partner_id = partner.id
     WHERE purchase.state IN ('purchase', 'done')
"""
CUSTOMERS = """
    SELECT DISTINCT partner.name FROM res_partner partner WHERE partner.id IN (
        SELECT partner_id FROM sale_order WHERE state = 'sale'
        UNION SELECT partner_id FROM account_move
         WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
        UNION SELECT partner_id FROM account_payment
         WHERE payment_type = 'inbound' AND state IN ('in_process', 'paid'))
"""
#: What QuickBooks' items are known by.
SKU, NAME = "product.default_code", "template.name ->> 'en_US'"
ITEMS = """
    SELECT DISTINCT {item} FROM product_product product
      JOIN product_template template ON template.id = product.product_tmpl_id
     WHERE product.id IN (
        SELECT line.product_id FROM sale_order_line line
         JOIN sale_order sale ON sale.id = line.order_id WHERE sale.state = 'sale'
        UNION SELECT line.product_id FROM account_move_line line
         JOIN account_move move ON move.id = line.move_id
         WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund'))
"""
TERMS = """
    SELECT DISTINCT term.name ->> 'en_US' FROM account_payment_term term WHERE term.id IN (
        SELECT payment_term_id FROM sale_order WHERE state = 'sale'
        UNION SELECT invoice_payment_term_id FROM account_move
         WHERE state = 'posted' AND move_type = 'out_invoice')
"""


def connect(database: str):
    """Return a psycopg2 connection to a database, to be closed."""
    variables = postgres.connection()
    return closing(
        psycopg2.connect(
            dbname=database,
            host=variables["PGHOST"],
            port=variables["PGPORT"],
            user=variables["PGUSER"],
            password=variables.get("PGPASSWORD") or os.environ.get("PGPASSWORD"),
        )
    )


def odoo_books(
    database: str, receipts: bool = False, item: str = SKU, closed: str = INVOICED
) -> dict[tuple[str, str], list[Document]]:
    """Return what QuickBooks should hold; with `receipts`, paid invoices are sales receipts. Its items are
    known by the column `item`; its orders are closed under the condition `closed`."""
    with connect(database) as connection, connection.cursor() as cursor:

        def rows(query):
            cursor.execute(query)
            return cursor.fetchall()

        books = defaultdict(list)
        items = ITEMS.format(item=item)
        for kind, names in (("Customer", CUSTOMERS), ("Item", items), ("Term", TERMS)):
            for (name,) in rows(names):
                books[kind, name].append(Document())
        for kind, name, total in rows(PURCHASES):
            books[kind, name].append(Document(cents(total)))
        for kind, name, total, residual in rows(MOVES):
            kind = "SalesReceipt" if receipts and kind == "Invoice" else kind
            books[kind, name].append(Document(cents(total), cents(residual)))
        if not receipts:
            for name, total, status in rows(ORDERS.format(closed=closed)):
                books["Estimate", name].append(Document(cents(total), status=status))
            _add_money(books, rows)
    return dict(books)


def _add_money(books, rows):
    """Payments and refunds, and the payments of zero that QuickBooks has for what is only set off."""
    applied, ties, credits_ = defaultdict(list), defaultdict(list), set()
    for payer, paid, amount, by_credit in rows(APPLIED):
        applied[payer].append((paid, cents(amount)))
        if by_credit:
            credits_.add(payer)
    for giver, refund, amount, by_credit in rows(PAID_BACK):
        if by_credit:
            ties[refund].append((giver, cents(amount)))
        else:
            applied[giver].append((refund, cents(amount)))
    for name, amount, residual in rows(PAYMENTS):
        parts = tuple(sorted(applied[name]))
        books["Payment", name].append(Document(cents(amount), cents(residual), "", parts))
    for name, amount in rows(REFUNDS):
        books["Purchase", name].append(Document(cents(amount)))
    for name, parts in [*((name, applied[name]) for name in credits_), *ties.items()]:
        parts = [*parts, (name, sum(amount for _number, amount in parts))]
        books["Payment", name].append(Document(applied=tuple(sorted(parts))))


def cents(amount) -> Decimal:
    """Return an amount with two decimals."""
    return Decimal(str(amount)).quantize(Decimal("0.01"))
