"""Where a table of sales takes place: the country of the company and its customers, and its currency.

Another country is a value here and a table of its own; what differs in QuickBooks is the company there.
"""

from dataclasses import dataclass

from development.remote.odoo import Odoo


@dataclass(frozen=True)
class Home:
    """Country, state and currency by Odoo's external ids; `state` may be empty."""

    country: str
    state: str
    city: str
    currency: str

    def move_in(self, odoo: Odoo) -> None:
        """Let the Odoo company keep its books in this currency; nothing may be booked yet."""
        currency = odoo.ref(self.currency)
        odoo.write("res.currency", currency, active=True)
        company = odoo.ref("base.main_company")
        if odoo.read("res.company", company, "currency_id")[0] != currency:
            odoo.write("res.company", company, currency_id=currency)

    def address(self, odoo: Odoo) -> dict:
        """Return the values of a customer's address, without a street."""
        state = odoo.ref(self.state) if self.state else False
        return {"city": self.city, "country_id": odoo.ref(self.country), "state_id": state}


OAKLAND = Home("base.us", "base.state_us_5", "Oakland", "base.USD")
VANCOUVER = Home("base.ca", "base.state_ca_bc", "Vancouver", "base.CAD")
BRISTOL = Home("base.uk", "", "Bristol", "base.GBP")
