"""The entries of QuickBooks' lists (customers, vendors, items, terms) that a plan's documents refer to."""

from collections.abc import Collection, Iterable

from . import compose
from . import documents as docs
from .compose_purchases import vendor
from .sale import Snapshot

ENTRIES = ("customer", "vendor", "item", "term")


def list_entries(
    documents: Iterable, snapshot: Snapshot, live: Collection[docs.Key], bought: bool = False
) -> dict[docs.Key, object]:
    """{key: document} of what these documents refer to. A customer who has accounts in several currencies
    in QuickBooks (`live` are the documents it has) gets all of them written: a new name is for each.
    `bought`: purchases are mirrored, too."""
    written = {}
    for document in documents:
        for key in docs.references(document):
            if key not in written and key.document in ENTRIES:
                written[key] = _entry(key, document.currency, snapshot, bought)
    for (partner, currency), account in snapshot.accounts.items():
        own = (compose.customer_key(partner), compose.customer_key(partner, currency, snapshot))
        if any(key in written for key in own):
            _add_accounts(written, partner, currency, account, snapshot, live)
    return written


def _add_accounts(written, partner, currency, account, snapshot, live):
    documents = (
        compose.customer(snapshot.partners[partner], ""),
        compose.customer(snapshot.partners[partner], currency, account),
    )
    for document in documents:
        if document.key not in written and document.key in live:
            written[document.key] = document


def _entry(key: docs.Key, currency: str, snapshot: Snapshot, bought: bool):
    if key.document == "customer":
        owners = {account: partner for (partner, _), account in snapshot.accounts.items()}
        if key.model == "connex.customer.currency":
            return compose.customer(snapshot.partners[owners[key.id]], currency, key.id)
        return compose.customer(snapshot.partners[key.id], currency)
    if key.document == "vendor":
        return vendor(snapshot.partners[key.id], currency)
    if key.document == "item":
        roles = {compose.role_key(item): item for item in snapshot.roles.values()}
        if key in roles:
            return compose.role_item(roles[key])
        return compose.item(snapshot.products[key.id], bought)
    return compose.term(snapshot.terms[key.id])
