"""The exchange rate of a document in a foreign currency, for both kinds of QuickBooks.

QuickBooks wants its home currency per unit of the foreign one. Odoo's rates count in the currency of Odoo's
company, so they are only right where both books are kept in the same currency.
"""

from decimal import Decimal

from .problem import Held


def foreign_rate(document, company) -> Decimal | None:
    """QuickBooks' home currency per unit of the document's; None for a document in the home currency.

    Raises Held('home_currencies_differ') where Odoo's rate would count in another currency than QuickBooks'.
    """
    if not document.currency or document.currency == company.home_currency:
        return None
    if company.books_currency and company.books_currency != company.home_currency:
        raise Held(
            "home_currencies_differ",
            document=document.number,
            currency=document.currency,
            books=company.books_currency,
            home=company.home_currency,
        )
    return document.exchange_rate
