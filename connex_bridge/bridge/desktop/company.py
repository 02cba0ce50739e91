"""The QuickBooks Desktop company file as the translation must know it: its settings and the connection's
choices.

Facts only. A new setting of QuickBooks that changes how a document is written gets a field here; what
follows from it is decided in the translate modules. Names are those of online/company.py where the
meaning is the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..documents import Key
from ..sale import RoleItem

#: Ids of an Odoo journal and of one of its payment method lines, None for all of them.
Counter = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Company:
    """QuickBooks' ListIDs are strings; an empty one means that nothing was chosen.

    `country` and `edition` (`pro`, `premier`, `enterprise`) are from the host's answer; `sales_orders` says
    whether the edition has them and they are switched on. `currencies` gives the ListID of a currency by its
    code, and is needed only with `multicurrency`. `home_currency` is QuickBooks', `books_currency` that of
    Odoo's company (empty: not known).

    Accounts: `income_account` and `expense_account` are for new items, `item_accounts` those of the
    connection's own items by the key of their document, which `role_items` has by role. `deposit_account`
    takes money where `deposit_accounts` has nothing for where Odoo took it (`Counter`); without either
    QuickBooks takes Undeposited Funds. Refunds are paid from `refund_account` where the journal has no
    account that can be paid from (`account_types`: QuickBooks' AccountType by ListID). `account_currencies`
    (name, currency) is by account, `receivable_accounts` by currency; without one QuickBooks takes its own.

    `payment_methods` go by name in lower case, `mapped_methods` by `Counter`. `item_type` is the type of new
    items (`NonInventory`, `Service`, `OtherCharge`; empty for what the product is), `item_parent` the item
    that they are put under. `discount_items` are discounts, whose lines have no quantity.
    `shared_customers` each stand for several customers of Odoo.

    Tax: `sales_tax` says whether the company file charges it. `tax_handling` is one of translate_tax.py's
    HANDLINGS. `tax_items` has the sales tax item (or group) by the sorted ids of all taxes of a line,
    `tax_rates` the percentages of each of them (one; of a group one per member), `tax_names` Odoo's names by
    tax id. `exempt_tax_item` is for documents without tax; any other would do, as no line of them is taxable.
    `taxable_code` and `non_taxable_code` are the sales tax codes of lines (`Tax` and `Non`),
    `line_tax_codes` all of them by name as `text.same` makes it: (ListID, whether taxable). A difference up
    to `difference_limit`, in the document's currency, may become a rounding line.

    `names` are entries of QuickBooks' lists by (kind, name as `text.same` makes it); kind `tax_code` are the
    sales tax items there, `customer_message` the customer messages. `class_tracking` says whether classes
    are used. `closed_books` is `hold` or `redate`, `number_policy` `odoo` or `prefix` (number.py).

    For purchases: `customer_on_purchases` says whether their lines name the customer, `cost_policy` whether
    the `bill` books the cost or QuickBooks' `inventory`, whose items (as far as known) `inventory_items` has.
    `sold_only_items` have no account but that of their sales, `vendor_currencies` are the codes of the
    currencies that QuickBooks keeps vendors in, by ListID.
    """

    country: str = "US"
    edition: str = "premier"
    home_currency: str = "USD"
    books_currency: str = ""
    multicurrency: bool = False
    currencies: Mapping[str, str] = field(default_factory=dict)
    sales_orders: bool = True
    book_close_date: date | None = None
    closed_books: str = "hold"
    number_policy: str = "odoo"
    number_prefix: str = ""
    income_account: str = ""
    expense_account: str = ""
    item_accounts: Mapping[Key, str] = field(default_factory=dict)
    role_items: Mapping[str, RoleItem] = field(default_factory=dict)
    deposit_account: str = ""
    deposit_accounts: Mapping[Counter, str] = field(default_factory=dict)
    refund_account: str = ""
    account_types: Mapping[str, str] = field(default_factory=dict)
    account_currencies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    receivable_accounts: Mapping[str, str] = field(default_factory=dict)
    payment_methods: Mapping[str, str] = field(default_factory=dict)
    mapped_methods: Mapping[Counter, str] = field(default_factory=dict)
    default_item: str = ""
    item_type: str = ""
    item_parent: str = ""
    discount_items: frozenset[str] = frozenset()
    shared_customers: frozenset[str] = frozenset()
    sales_tax: bool = True
    tax_handling: str = "codes"
    tax_items: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    tax_rates: Mapping[str, tuple[Decimal, ...]] = field(default_factory=dict)
    tax_names: Mapping[int, str] = field(default_factory=dict)
    exempt_tax_item: str = ""
    taxable_code: str = ""
    non_taxable_code: str = ""
    line_tax_codes: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    difference_limit: Decimal = Decimal(0)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    class_tracking: bool = False
    customer_on_purchases: bool = True
    cost_policy: str = "bill"
    inventory_items: frozenset[str] = frozenset()
    sold_only_items: frozenset[str] = frozenset()
    vendor_currencies: Mapping[str, str] = field(default_factory=dict)
