"""Which rules govern which entity."""

from .attachments import AttachableRules
from .banking import DepositRules, JournalRules
from .bill_payments import BillPaymentRules
from .expenses import ExpenseRules
from .items import ItemRules
from .lists import (
    AccountRules,
    ClassRules,
    CurrencyRules,
    PaymentMethodRules,
    TaxAgencyRules,
    TermRules,
)
from .names import PersonRules
from .payments import PaymentRules
from .purchases import PurchaseRules
from .references import with_account_names
from .sales import SalesRules
from .singles import SingleRules
from .taxservice import TaxListRules


class _ItemRules(ItemRules):
    """Items, with the names of their accounts in the answer."""

    def render(self, company, stored):
        return with_account_names(company, super().render(company, stored))


_BY_RULES = {
    PersonRules: ("Customer", "Vendor", "Employee"),
    _ItemRules: ("Item",),
    AccountRules: ("Account",),
    ClassRules: ("Class", "Department"),
    TermRules: ("Term",),
    PaymentMethodRules: ("PaymentMethod",),
    TaxAgencyRules: ("TaxAgency",),
    CurrencyRules: ("CompanyCurrency",),
    TaxListRules: ("TaxCode", "TaxRate"),
    SalesRules: ("Estimate", "Invoice", "SalesReceipt", "CreditMemo", "RefundReceipt"),
    PaymentRules: ("Payment",),
    PurchaseRules: ("PurchaseOrder", "Bill", "VendorCredit"),
    BillPaymentRules: ("BillPayment",),
    ExpenseRules: ("Purchase",),
    DepositRules: ("Deposit",),
    JournalRules: ("JournalEntry",),
    AttachableRules: ("Attachable",),
    SingleRules: ("CompanyInfo", "Preferences", "ExchangeRate"),
}

RULES = {name: rules(name) for rules, names in _BY_RULES.items() for name in names}
