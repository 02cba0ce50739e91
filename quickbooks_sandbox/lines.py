"""Lines of sales documents: kinds, amounts, discount, bundles, line ids, the subtotal."""

from .faults import QuickBooksFault, business, required
from .items import sellable
from .rules import referred
from .tax import TaxLineInput
from .wire import ZERO, cents, rate

SHIPPING = "SHIPPING_ITEM_ID"
_PSEUDO_ITEMS = (SHIPPING, "GRATUITY_ITEM_ID")
_DEFAULT_ITEM = {"value": "1"}
_DISCOUNT_ACCOUNT = {"value": "86"}
_DETAIL_OF = {"DescriptionOnly": "DescriptionLineDetail"}
_SALES_KINDS = (
    "SalesItemLineDetail",
    "DiscountLineDetail",
    "SubTotalLineDetail",
    "DescriptionOnly",
    "GroupLineDetail",
)


class SalesLines:
    """The lines of one sales document while it is being prepared."""

    def __init__(self, company, new, old, sent):
        self.company = company
        self.fresh = "Line" in sent
        self.items = []  # TaxLineInput of what is sold
        self.shipping = []
        self.body = []
        self.discount_line = None
        self._known_ids = {line["Id"] for line in (old or {}).get("Line", []) if "Id" in line}
        self._last_id = int(new.get("_last_line", 0))
        for line in new.get("Line") or []:
            self._add(line)
        if not self.body:
            raise required("Line")
        for number, line in enumerate(self.body, 1):
            line["LineNum"] = number
        new["_last_line"] = self._last_id

    def _add(self, line):
        kind = line.get("DetailType")
        if not kind:
            raise required("Line.DetailType")
        if kind not in _SALES_KINDS:
            raise business(f"A line of type {kind} cannot be used here.", "Line.DetailType")
        if kind == "SubTotalLineDetail":
            return
        line = {key: value for key, value in line.items() if key != "LinkedTxn"}
        detail_name = _DETAIL_OF.get(kind, kind)
        line[detail_name] = dict(line.get(detail_name) or {})
        if kind == "DiscountLineDetail":
            self._add_discount(line)
            return
        self._number(line)
        if kind == "SalesItemLineDetail":
            self._add_item(line)
        elif kind == "GroupLineDetail":
            self._add_group(line)
        else:
            line.pop("Amount", None)
            self.body.append(line)

    def _number(self, line):
        if line.get("Id") in self._known_ids:
            return
        self._last_id += 1
        line["Id"] = str(self._last_id)

    def _add_item(self, line):
        detail = line["SalesItemLineDetail"]
        if line.get("Amount") is None:
            raise required("Line.Amount")
        line["Amount"] = cents(line["Amount"])
        check_amount(line, detail)
        reference = detail.setdefault("ItemRef", _DEFAULT_ITEM)
        entry = TaxLineInput(line, detail)
        if reference["value"] in _PSEUDO_ITEMS:
            if reference["value"] == SHIPPING and not self.company.settings["AllowShipping"]:
                raise business("Shipping is not turned on for this company.", "ItemRef")
            self.shipping.append(entry)
        else:
            sellable(self.company, reference)
            self.items.append(entry)
        if not self.company.settings["ClassTrackingPerTxnLine"]:
            detail.pop("ClassRef", None)
        elif detail.get("ClassRef"):
            referred(self.company, "Class", detail["ClassRef"])
        self.body.append(line)

    def _add_group(self, line):
        detail = line["GroupLineDetail"]
        if not detail.get("GroupItemRef"):
            raise required("GroupItemRef")
        group = referred(self.company, "Item", detail["GroupItemRef"])
        if group["Type"] != "Group":
            raise business("The item of a bundle line must be a bundle.", "GroupItemRef")
        quantity = rate(detail.setdefault("Quantity", rate(ZERO + 1)))
        children = []
        codes = [
            child.get("SalesItemLineDetail", {}).get("TaxCodeRef")
            for child in detail.get("Line", [])
        ]
        for position, component in enumerate(group["ItemGroupDetail"]["ItemGroupLine"]):
            item = referred(self.company, "Item", component["ItemRef"])
            amount = component["Qty"] * quantity
            inner = {"ItemRef": component["ItemRef"], "UnitPrice": item["UnitPrice"], "Qty": amount}
            if position < len(codes) and codes[position]:
                inner["TaxCodeRef"] = codes[position]
            child = {
                "Amount": cents(amount * item["UnitPrice"]),
                "DetailType": "SalesItemLineDetail",
                "SalesItemLineDetail": inner,
            }
            if item.get("Description"):
                child["Description"] = item["Description"]
            self._number(child)
            child["LineNum"] = position + 2
            children.append(child)
            self.items.append(TaxLineInput(child, inner))
        detail["Line"] = children
        line["Amount"] = ZERO
        self.body.append(line)

    def _add_discount(self, line):
        if not self.company.settings["AllowDiscount"]:
            raise business("Discounts are not turned on for this company.", "DiscountLineDetail")
        if self.discount_line is not None:
            raise business("A transaction can have only one discount line.", "DiscountLineDetail")
        detail = line["DiscountLineDetail"]
        if detail.get("PercentBased"):
            if detail.get("DiscountPercent") is None:
                raise QuickBooksFault("6090", "Discount line needs a percent.", "DiscountPercent")
        elif line.get("Amount") is None:
            raise QuickBooksFault("6090", "Discount line needs an amount.", "Amount")
        account = detail.setdefault("DiscountAccountRef", _DISCOUNT_ACCOUNT)
        referred(self.company, "Account", account)
        line.pop("Id", None)
        self.discount_line = line

    def subtotal(self):
        """The sum of what is sold, before discount, shipping and tax."""
        return sum((entry.line["Amount"] for entry in self.items), ZERO)

    def shipping_total(self):
        """The sum of the shipping lines."""
        return sum((entry.line["Amount"] for entry in self.shipping), ZERO)

    def discount(self, subtotal):
        """The discount for a subtotal, in cents; zero without a discount line."""
        if self.discount_line is None:
            return ZERO
        detail = self.discount_line["DiscountLineDetail"]
        if detail.get("PercentBased"):
            return cents(subtotal * detail["DiscountPercent"] / 100)
        return cents(self.discount_line["Amount"])

    def taxable_entries(self):
        """Everything that carries a tax code."""
        return self.items + self.shipping

    def written(self):
        """The lines as stored: items, subtotal, discount, shipping."""
        subtotal = self.subtotal()
        shipping = [entry.line for entry in self.shipping]
        result = [line for line in self.body if not any(line is each for each in shipping)]
        result.append(
            {"Amount": subtotal, "DetailType": "SubTotalLineDetail", "SubTotalLineDetail": {}}
        )
        if self.discount_line is not None:
            self.discount_line["Amount"] = self.discount(subtotal)
            result.append(self.discount_line)
        return result + shipping


def check_amount(line, detail):
    """``Amount`` must equal ``UnitPrice × Qty`` to the cent where both are given (6070)."""
    for field in ("Qty", "UnitPrice"):
        if detail.get(field) is not None:
            detail[field] = rate(detail[field])
    quantity, price = detail.get("Qty"), detail.get("UnitPrice")
    if quantity is None or price is None:
        return
    amounts = (line["Amount"], detail.get("TaxInclusiveAmt"))
    if cents(quantity * price) not in amounts:
        raise QuickBooksFault(
            "6070", f"Amount is not equal to UnitPrice * Qty. Supplied value:{line['Amount']}"
        )
