"""Private data of applications (``DataExt``): definitions, and values at objects and the company."""

from .rendering import rendered, simple
from .statuses import NOT_FOUND, Fault, not_found


def answer(company, name, content, execution):
    """Carry out a request about private data; returns ``(attributes, elements)``. Raises ``Fault``."""
    return {}, _HANDLERS[name](company, content, execution)


def _define(company, content, execution):
    values = content["DataExtDefAdd"]
    key = (values["OwnerID"], values["DataExtName"])
    if key in company.books.definitions:
        raise Fault(3100, f'The name "{key[1]}" of the list element is already in use.')
    company.books.set(company.books.definitions, key, values)
    return _definition(company, values)


def _redefine(company, content, execution):
    values = content["DataExtDefMod"]
    old = _defined(company, values)
    objects = [*old.get("AssignToObject", ()), *values.get("AssignToObject", ())]
    gone = values.get("RemoveFromObject", ())
    new = {**old, "AssignToObject": [each for each in dict.fromkeys(objects) if each not in gone]}
    company.books.set(company.books.definitions, (values["OwnerID"], values["DataExtName"]), new)
    return _definition(company, new)


def _undefine(company, content, execution):
    _defined(company, content)
    key = (content["OwnerID"], content["DataExtName"])
    company.books.set(company.books.definitions, key, None)
    for each in [each for each in company.books.extensions if each[1:] == key]:
        company.books.set(company.books.extensions, each, None)
    return rendered(
        "DataExtDefDelRet", {**content, "TimeDeleted": company.clock.stamp()}, company.books.name_of
    )


def _definitions(company, content, execution):
    owners, objects = content.get("OwnerID"), content.get("AssignToObject")
    found = [
        each
        for each in company.books.definitions.values()
        if (not owners or each["OwnerID"] in owners)
        and (not objects or set(objects) & set(each.get("AssignToObject", ())))
    ]
    if not found:
        execution.warn(*NOT_FOUND)
    return "".join(_definition(company, each) for each in found)


def _definition(company, values):
    told = {
        "DataExtID": 0,
        "DataExtListRequire": False,
        "DataExtTxnRequire": False,
        **values,
    }
    return rendered("DataExtDefRet", told, company.books.name_of)


def _defined(company, values):
    key = (values["OwnerID"], values["DataExtName"])
    if key not in company.books.definitions:
        raise not_found(values["DataExtName"])
    return company.books.definitions[key]


def _write(company, content, execution):
    values = content.get("DataExtAdd") or content["DataExtMod"]
    definition = _defined(company, values)
    holder, kind = _holder(company, values)
    if kind not in definition.get("AssignToObject", ()):
        raise Fault(3153, f'The field "{values["DataExtName"]}" is not assigned to {kind}.')
    key = (holder, values["OwnerID"], values["DataExtName"])
    told = (definition["DataExtType"], values["DataExtValue"])
    company.books.set(company.books.extensions, key, told)
    return rendered(
        "DataExtRet", {**values, "DataExtType": definition["DataExtType"]}, company.books.name_of
    )


def _erase(company, content, execution):
    values = content["DataExtDel"]
    _defined(company, values)
    holder, _kind = _holder(company, values)
    key = (holder, values["OwnerID"], values["DataExtName"])
    if key not in company.books.extensions:
        raise not_found(values["DataExtName"])
    company.books.set(company.books.extensions, key, None)
    return "".join(simple(name, values[name]) for name in ("OwnerID", "DataExtName"))


def _holder(company, values):
    if "OtherDataExtType" in values:
        return "Company", "Company"
    if "TxnDataExtType" in values:
        record = company.books.get(values["TxnID"], values["TxnDataExtType"])
        identifier, kind = values["TxnID"], values["TxnDataExtType"]
    else:
        kind = values["ListDataExtType"]
        reference = values["ListObjRef"]
        identifier = reference.list_id or reference.full_name
        record = next(
            (
                each
                for each in company.books.records.values()
                if each.kind.startswith(kind)
                and identifier in (each.id, company.books.name_of(each.id))
            ),
            None,
        )
    if record is None:
        raise not_found(identifier)
    return record.id, kind


_HANDLERS = {
    "DataExtDefAddRq": _define,
    "DataExtDefModRq": _redefine,
    "DataExtDefDelRq": _undefine,
    "DataExtDefQueryRq": _definitions,
    "DataExtAddRq": _write,
    "DataExtModRq": _write,
    "DataExtDelRq": _erase,
}
