"""What hangs together: estimate and invoice, payment and invoice or credit memo, their balances."""

from .faults import QuickBooksFault, business
from .wire import ZERO

LINKABLE_STATUSES = ("Pending", "Accepted")
#: What links call the kinds of a Purchase.
_PURCHASES = ("Check", "Expense", "CreditCardCredit")


def entity_of(kind):
    """The entity that a link's TxnType stands for."""
    return "Purchase" if kind in _PURCHASES else kind


def purchase_type(purchase):
    """What links call this Purchase."""
    if purchase["PaymentType"] == "Check":
        return "Check"
    return "CreditCardCredit" if purchase.get("Credit") else "Expense"


def links_of(obj, kind):
    """The ids of the linked transactions of one type."""
    return [link["TxnId"] for link in obj.get("LinkedTxn", ()) if link.get("TxnType") == kind]


def without_link(obj, kind, identifier):
    """The object's links but one."""
    return [
        link
        for link in obj.get("LinkedTxn", [])
        if (link.get("TxnType"), link["TxnId"]) != (kind, identifier)
    ]


def cannot_link(detail):
    """620: this transaction cannot be linked."""
    return QuickBooksFault("620", f"TxnID Cannot Be Linked : {detail}", "LinkedTxn")


# -- estimates ---------------------------------------------------------------------------------


def wanted_estimate(company, new, sent_links, old):
    """The id of the estimate an invoice asks to be linked with, checked; ``None`` for none."""
    wanted = [link["TxnId"] for link in sent_links if link.get("TxnType") == "Estimate"]
    if not wanted:
        return None
    if len(set(wanted)) > 1:
        raise business("An invoice can be linked with one estimate only.", "LinkedTxn")
    identifier = wanted[0]
    if old is not None and identifier in links_of(old, "Estimate"):
        return identifier
    estimate = company.get("Estimate", identifier)
    if estimate is None:
        raise business(
            f"The entity Estimate {identifier} that you are trying to link does not exist."
        )
    if estimate["CustomerRef"]["value"] != new["CustomerRef"]["value"]:
        raise cannot_link(f"Estimate {identifier} belongs to another customer.")
    if links_of(estimate, "Invoice"):
        raise business(f"Estimate {identifier} is already linked with an invoice.", "LinkedTxn")
    if estimate["TxnStatus"] not in LINKABLE_STATUSES:
        return None
    return identifier


def settle_estimate(company, invoice, old):
    """Close the estimate an invoice is now linked with, reopen the one it no longer is."""
    before = set(links_of(old, "Estimate")) if old else set()
    after = set(links_of(invoice, "Estimate")) if invoice else set()
    identifier = (invoice or old)["Id"]
    for estimate_id in after - before:
        estimate = company.objects["Estimate"][estimate_id]
        changes = {
            "LinkedTxn": [
                *estimate.get("LinkedTxn", []),
                {"TxnId": identifier, "TxnType": "Invoice"},
            ]
        }
        if company.settings["estimate_closes_on_link"]:
            changes["_status_before"] = estimate["TxnStatus"]
            changes["TxnStatus"] = "Closed"
        company.changed("Estimate", estimate_id, **changes)
    for estimate_id in before - after:
        estimate = company.get("Estimate", estimate_id)
        if estimate is None:
            continue
        changes = {"LinkedTxn": without_link(estimate, "Invoice", identifier)}
        if company.settings["estimate_after_unlink"] == "reopen":
            changes["TxnStatus"] = estimate.get("_status_before", estimate["TxnStatus"])
        company.changed("Estimate", estimate_id, **changes)


# -- payments ----------------------------------------------------------------------------------


def applications(payment):
    """What a payment is applied to: ``{(type, id): amount}``."""
    applied = {}
    for line in payment.get("Line", ()):
        link = line["LinkedTxn"][0]
        key = (link["TxnType"], link["TxnId"])
        applied[key] = applied.get(key, ZERO) + line["Amount"]
    return applied


def applied_to(company, kind, obj):
    """How much all payments together have applied to a document."""
    total = ZERO
    for identifier in links_of(obj, "Payment"):
        total += applications(company.objects["Payment"][identifier]).get((kind, obj["Id"]), ZERO)
    return total


def open_fields(kind, obj, applied):
    """The open amount of a document, as the properties that show it."""
    if entity_of(kind) == "Purchase":
        return {"_open": obj["_receivable"] - applied}
    if kind == "CreditMemo":
        remaining = obj["TotalAmt"] - applied
        return {"RemainingCredit": remaining, "Balance": remaining}
    return {"Balance": obj["TotalAmt"] - obj.get("Deposit", ZERO) - applied}


def settle_applications(company, payment_id, before, after):
    """Recompute every document whose application changed; that raises its SyncToken."""
    for kind, identifier in {**before, **after}:
        if before.get((kind, identifier)) == after.get((kind, identifier)):
            continue
        target = company.get(entity_of(kind), identifier)
        if target is None:
            continue
        links = without_link(target, "Payment", payment_id)
        if (kind, identifier) in after:
            links.append({"TxnId": payment_id, "TxnType": "Payment"})
        target = {**target, "LinkedTxn": links}
        fields = open_fields(kind, target, applied_to(company, kind, target))
        company.raised(entity_of(kind), identifier, LinkedTxn=links, **fields)


def unapply_all(company, kind, identifier):
    """Give what was paid on a document back to the payments: their lines to it go away."""
    target = company.objects[kind][identifier]
    for payment_id in links_of(target, "Payment"):
        payment = company.objects["Payment"][payment_id]
        lines = [
            line
            for line in payment.get("Line", [])
            if (line["LinkedTxn"][0]["TxnType"], line["LinkedTxn"][0]["TxnId"])
            != (kind, identifier)
        ]
        company.raised(
            "Payment", payment_id, Line=lines, UnappliedAmt=unapplied(payment["TotalAmt"], lines)
        )
        settle_other_side(company, payment_id, payment, lines)


def settle_other_side(company, payment_id, payment, lines):
    """After lines left a payment, a payment that only joined credit and invoice frees both."""
    if payment["TotalAmt"] or not lines:
        return
    sides = {line["LinkedTxn"][0]["TxnType"] for line in lines}
    if len(sides) == 1:
        before = applications({"Line": lines})
        company.raised("Payment", payment_id, Line=[], UnappliedAmt=ZERO)
        settle_applications(company, payment_id, before, {})


def unapplied(total, lines):
    """What is left of a payment after its lines."""
    left = total
    for line in lines:
        credit = line["LinkedTxn"][0]["TxnType"] == "CreditMemo"
        left += line["Amount"] if credit else -line["Amount"]
    return left
