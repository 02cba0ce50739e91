"""Names beside ids: what the server adds to references when it answers."""

_NAMED = {
    "CustomerRef": "Customer",
    "VendorRef": "Vendor",
    "PaymentMethodRef": "PaymentMethod",
    "ClassRef": "Class",
    "DepartmentRef": "Department",
    "APAccountRef": "Account",
    "DepositToAccountRef": "Account",
}
_NAMED_IN_LINES = {
    "ItemRef": "Item",
    "ClassRef": "Class",
    "AccountRef": "Account",
    "DiscountAccountRef": "Account",
    "CustomerRef": "Customer",
    "GroupItemRef": "Item",
    "PaymentMethodRef": "PaymentMethod",
}
_NAMED_IN_ITEMS = {
    "IncomeAccountRef": "Account",
    "ExpenseAccountRef": "Account",
    "AssetAccountRef": "Account",
}
_NAME_FIELDS = ("FullyQualifiedName", "DisplayName", "Name")


def name_of(company, entity, identifier):
    """The name that a reference shows, or ``None``."""
    found = company.objects[entity].get(identifier)
    if found is None:
        return None
    for field in _NAME_FIELDS:
        if field in found:
            return found[field]
    return None


def _named(company, source, table):
    changed = None
    for field, entity in table.items():
        reference = source.get(field)
        if reference:
            name = name_of(company, entity, reference["value"])
            if name is not None:
                if changed is None:
                    changed = dict(source)
                changed[field] = {"value": reference["value"], "name": name}
    return source if changed is None else changed


def _named_line(company, line):
    kind = line.get("DetailType")
    detail = line.get(kind)
    if not detail:
        return line
    named = _named(company, detail, _NAMED_IN_LINES)
    if kind == "GroupLineDetail":
        named = {**named, "Line": [_named_line(company, child) for child in detail["Line"]]}
    return line if named is detail else {**line, kind: named}


def with_names(company, entity, answer):
    """A transaction with the names of what it refers to."""
    table = _NAMED
    if entity == "Payment":
        table = {"CustomerRef": "Customer"}
    answer = _named(company, answer, table)
    if entity != "Invoice" and answer.get("LinkedTxn") == []:
        answer = {key: value for key, value in answer.items() if key != "LinkedTxn"}
    if "Line" in answer:
        answer = {**answer, "Line": [_named_line(company, line) for line in answer["Line"]]}
    return answer


def with_account_names(company, answer):
    """An item with the names of its accounts."""
    return _named(company, answer, _NAMED_IN_ITEMS)
