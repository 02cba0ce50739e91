"""Tax codes and rates: read-only lists, created together through the tax service."""

from .faults import QuickBooksFault, bad_reference, required
from .rules import Rules
from .validate import clean


class TaxListRules(Rules):
    """TaxCode and TaxRate cannot be written as entities."""


def add_rate(company, name, percent, agency_id):
    """Store a tax rate and return its id."""
    identifier = company.next_id("TaxRate")
    company.put(
        "TaxRate",
        {
            "domain": "QBO",
            "sparse": False,
            "Id": identifier,
            "SyncToken": "0",
            "Name": name,
            "Description": name,
            "Active": True,
            "RateValue": percent,
            "AgencyRef": {"value": agency_id},
            "SpecialTaxType": "NONE" if percent else "ZERO_RATE",
            "DisplayType": "ReadOnly",
            "EffectiveTaxRate": [{"RateValue": percent, "EffectiveDate": "2015-01-01T00:00:00"}],
        },
    )
    return identifier


def add_code(company, name, sales_rates, purchase_rates=(), identifier=None):
    """Store a tax code with the ids of its rates and return its id."""
    identifier = identifier or company.next_id("TaxCode")
    code = {
        "domain": "QBO",
        "sparse": False,
        "Id": identifier,
        "SyncToken": "0",
        "Name": name,
        "Description": name,
        "Active": True,
        "Hidden": False,
        "Taxable": name != "NON",
        "TaxGroup": bool(sales_rates) or not company.is_us,
        "TaxCodeConfigType": "USER_DEFINED",
    }
    if code["TaxGroup"]:
        code["SalesTaxRateList"] = _details(company, sales_rates)
        code["PurchaseTaxRateList"] = _details(company, purchase_rates)
    company.put("TaxCode", code)
    return identifier


def _details(company, rate_ids):
    return {
        "TaxRateDetail": [
            {
                "TaxRateRef": {
                    "value": identifier,
                    "name": company.objects["TaxRate"][identifier]["Name"],
                },
                "TaxTypeApplicable": "TaxOnAmount",
                "TaxOrder": 0,
            }
            for identifier in rate_ids
        ]
    }


def create_tax_code(company, body):
    """``POST taxservice/taxcode``: a code with new or existing rates; the answer is flat."""
    sent = clean("TaxService", body)
    if not sent.get("TaxCode"):
        raise required("TaxCode")
    if not sent.get("TaxRateDetails"):
        raise required("TaxRateDetails")
    _refuse_duplicate(company, "TaxCode", sent["TaxCode"], "code")
    company.begin()
    try:
        details, sales, purchases = _rates(company, sent["TaxRateDetails"])
        identifier = add_code(company, sent["TaxCode"], sales, purchases)
    except QuickBooksFault:
        company.undo()
        raise
    company.keep()
    return {"TaxCode": sent["TaxCode"], "TaxCodeId": identifier, "TaxRateDetails": details}


def _rates(company, given):
    details, sales, purchases = [], [], []
    for detail in given:
        identifier = detail.get("TaxRateId")
        if identifier:
            if company.get("TaxRate", identifier) is None:
                raise bad_reference("TaxRates", identifier)
        else:
            identifier = _new_rate(company, detail)
        side = purchases if detail.get("TaxApplicableOn") == "Purchase" else sales
        side.append(identifier)
        details.append({**detail, "TaxRateId": identifier})
    return details, sales, purchases


def _new_rate(company, detail):
    for field in ("TaxRateName", "RateValue", "TaxAgencyId"):
        if detail.get(field) is None:
            raise required(field)
    if company.get("TaxAgency", detail["TaxAgencyId"]) is None:
        raise bad_reference("TaxAgencies", detail["TaxAgencyId"])
    _refuse_duplicate(company, "TaxRate", detail["TaxRateName"], "rate")
    return add_rate(company, detail["TaxRateName"], detail["RateValue"], detail["TaxAgencyId"])


def _refuse_duplicate(company, namespace, name, word):
    if company.holder_of_name(namespace, name.casefold()) is not None:
        detail = (
            f"The name supplied already exists. : Another tax {word} is already using this \n"
            "name. Please use a different name."
        )
        raise QuickBooksFault("6240", detail)
