"""The company in the sandbox whose answers are compared with recordings, and what its books begin with."""

from urllib.parse import parse_qs, urlsplit

from sandbox_clients import Api

ADDRESS = {
    "Line1": "4581 Finch St.",
    "City": "Bayshore",
    "CountrySubDivisionCode": "CA",
    "PostalCode": "94326",
}
AMY = {
    "GivenName": "Amy",
    "FamilyName": "Lauterbach",
    "CompanyName": "Amy's Bird Sanctuary",
    "PrimaryPhone": {"FreeFormNumber": "(650) 555-3311"},
    "PrimaryEmailAddr": {"Address": "Birds@Intuit.com"},
    "BillAddr": ADDRESS,
    "ShipAddr": ADDRESS,
}


class Stage:
    """A sandbox company as recordings need it: the sales tax of 2020."""

    def __init__(self, control):
        self.control = control
        realm = control.company("us", PartnerTaxEnabled=False)
        self.token = control.post(f"companies/{realm}/token")
        self.api = Api(control.address, realm, self.token["access_token"])

    def amy(self, **fields):
        return self.api.customer("Amy's Bird Sanctuary", **{**AMY, **fields})

    def send(self, recording, body=None):
        """The recorded request to this company; returns the answer whatever its status."""
        request = recording["request"]
        address = urlsplit(request["uri"])
        path = address.path.split("-COMPANY_ID-/")[-1].removeprefix("/v3/")
        parameters = {name: value[0] for name, value in parse_qs(address.query).items()}
        body = request["body"] if body is None else body
        return self.api.raw(request["method"], path, body, **parameters)


def inventory_item():
    return {
        "Name": "Garden Supplies",
        "Type": "Inventory",
        "IncomeAccountRef": {"value": "79"},
        "ExpenseAccountRef": {"value": "80"},
        "AssetAccountRef": {"value": "81"},
        "TrackQtyOnHand": True,
        "QtyOnHand": 10,
        "InvStartDate": "2015-01-01",
    }
