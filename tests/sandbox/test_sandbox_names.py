"""Names of customers, vendors and employees in the sandbox: unique, free again, kept as they are."""

import pytest
from sandbox_clients import sales_line


@pytest.fixture
def buyer(api):
    return api.customer()


def invoice(buyer):
    return {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(100)]}


def test_names_are_unique_over_customers_vendors_and_employees(api, buyer):
    for entity in ("Customer", "Vendor"):
        error = api.refused(entity, {"DisplayName": "ADA LOVELACE"})
        assert error["code"] == "6240"
    assert api.refused("Employee", {"GivenName": "Ada", "FamilyName": "Lovelace"})["code"] == "6240"


def test_an_inactive_name_is_free_again(api, buyer):
    body = {"Id": buyer["Id"], "SyncToken": "0", "sparse": True, "Active": False}
    gone = api.save("Customer", body)
    assert gone["DisplayName"] == "Ada Lovelace (deleted)"
    assert gone["PrintOnCheckName"] == "Ada Lovelace"
    assert api.save("Customer", {**body, "SyncToken": "1"})["SyncToken"] == "1"
    assert api.customer()["Id"] != buyer["Id"]
    back = {**body, "SyncToken": "1", "Active": True, "DisplayName": "Ada L."}
    assert api.save("Customer", back)["Active"] is True
    assert api.refused("Invoice", invoice({"Id": "77"}))


def test_an_inactive_customer_cannot_be_sold_to(api, buyer):
    api.save("Customer", {"Id": buyer["Id"], "SyncToken": "0", "sparse": True, "Active": False})
    assert api.refused("Invoice", invoice(buyer))["code"] == "2500"


def test_sub_customers_may_share_a_name_and_nest_five_levels(api):
    parent = api.customer("Doe, Jack")
    api.customer("Jack Doe")
    child = api.customer("Jack Doe", Job=True, ParentRef={"value": parent["Id"]})
    assert child["FullyQualifiedName"] == "Doe, Jack:Jack Doe"
    for level in range(3, 6):
        child = api.customer(f"Level {level}", Job=True, ParentRef={"value": child["Id"]})
    body = {"DisplayName": "Level 6", "Job": True, "ParentRef": {"value": child["Id"]}}
    assert api.refused("Customer", body)["code"] == "6180"
    body = {"Id": parent["Id"], "SyncToken": "0", "sparse": True, "DisplayName": "Doe"}
    api.save("Customer", body)
    assert api.read("Customer", child["Id"])["FullyQualifiedName"].startswith("Doe:Jack Doe:")


def test_names_with_quotes_and_emoji_are_kept(api):
    for name in ('O\'Brien & "Söhne" \\ <b>', "Café 🌻 Zoë", "名前"):
        made = api.customer(name)
        assert api.read("Customer", made["Id"])["DisplayName"] == name
