"""What a connection's mappings choose for a document, the same for QuickBooks Online and Desktop.

`company` is either backend's description of the QuickBooks company (online/company.py, desktop/company.py).
"""

from collections.abc import Mapping

from .problem import Held


def mapped(table: Mapping, document) -> str:
    """What is chosen for the document's payment method line, or else for its whole journal; may be empty."""
    line, journal = (document.journal, document.method_line), (document.journal, None)
    return table.get(line) or table.get(journal) or ""


def deposit_account(document, company) -> str:
    """The id of the account that money of an Odoo journal goes to; empty where QuickBooks decides.

    QuickBooks takes money in the account's own currency or in the home currency's accounts. Raises
    Held('deposit_account_currency') for an account of a third currency.
    """
    account = mapped(company.deposit_accounts, document) or company.deposit_account
    name, account_currency = company.account_currencies.get(account, ("", ""))
    if account_currency not in ("", company.home_currency, document.currency):
        raise Held(
            "deposit_account_currency",
            document=document.number,
            account=name,
            account_currency=account_currency,
            currency=document.currency,
        )
    return account


def paying_account(document, company, kinds) -> str:
    """The id of the account that money leaves: that of its Odoo journal, or else the one for refunds, if it
    is one of these kinds. Raises Held('refund_account_missing') where there is none."""
    own = mapped(company.deposit_accounts, document)
    for account in (own, company.refund_account):
        if company.account_types.get(account) in kinds:
            return account
    raise Held("refund_account_missing", document=document.number)


def tax_entry(table: Mapping, line, document, company) -> str:
    """The entry of QuickBooks' tax list that stands for the taxes of a line. Raises
    Held('tax_not_mapped') where nobody has chosen one."""
    entry = table.get(tuple(sorted(line.taxes)))
    if not entry:
        names = [company.tax_names.get(tax, "") for tax in line.taxes]
        raise Held(
            "tax_not_mapped",
            document=document.number,
            tax=" + ".join(filter(None, names)),
            line=line.description.split("\n")[0],
        )
    return entry
