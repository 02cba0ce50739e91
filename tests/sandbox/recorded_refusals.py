"""Scenes in which nothing is booked: refusals, and the sign-in of an application."""

import requests
from recorded_stage import inventory_item


def fault_required(stage, _recording):
    return stage.api.raw("POST", "item", {"Type": "Service"}).json()


def fault_query(stage, _recording):
    return stage.api.raw("GET", "query", query="select * from null").json()


def fault_stale(stage, _recording):
    made = stage.api.save("Item", inventory_item())
    stage.api.save("Item", {**made, "Name": "Tools"})
    return stage.api.raw("POST", "item", made).json()


def fault_missing(stage, _recording):
    return stage.api.raw("GET", "item/4711").json()


def fault_duplicate(stage, recording):
    stage.api.customer("Weiskopf Consulting")
    return stage.send(recording).json()


def fault_token(stage, recording):
    stage.api.use("AB01601390262")
    return stage.send(recording).json()


def fault_tax_rate(stage, _recording):
    detail = {"TaxRateName": "California", "RateValue": "8", "TaxAgencyId": "1"}
    body = {"TaxCode": "Another", "TaxRateDetails": [detail]}
    return stage.api.raw("POST", "taxservice/taxcode", body).json()


# -- OAuth -----------------------------------------------------------------------------------------


def discovery(stage, _recording):
    address = f"{stage.control.address}/.well-known/openid_sandbox_configuration"
    return requests.get(address).json()


def tokens(stage, _recording):
    return requests.post(
        f"{stage.control.address}/oauth2/v1/tokens/bearer",
        data={"grant_type": "refresh_token", "refresh_token": stage.token["refresh_token"]},
        auth=("sandbox-client", "sandbox-secret"),
    ).json()


def user_info(stage, _recording):
    return requests.get(
        f"{stage.control.address}/v1/openid_connect/userinfo",
        headers={"Authorization": f"Bearer {stage.token['access_token']}"},
    ).json()
