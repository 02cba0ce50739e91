"""A company's books, read with a client that is not ours: the PyPI package python-quickbooks."""

import os
import warnings

from intuitlib.client import AuthClient
from quickbooks import QuickBooks

from .sandbox import Company

MINOR_VERSION = 75
#: An app of its own: QuickBooks limits requests per app, so that looking takes nothing from Odoo.
CLIENT_ID = "independent-reader"
CLIENT_SECRET = "independent-secret"


def open_books(company: Company) -> QuickBooks:
    """Return a python-quickbooks client that is logged in to a company of the stand-in.

    Use it as the package's documentation says: `Invoice.filter(DocNumber="…", qb=books)`. It has
    Decimal amounts.
    """
    # The stand-in speaks plain HTTP on loopback, which the OAuth library refuses by default.
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    url = company.sandbox.url
    company.sandbox.control("POST", "apps", client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
    tokens = company.token(CLIENT_ID)
    authorization = AuthClient(
        CLIENT_ID,
        CLIENT_SECRET,
        redirect_uri="http://127.0.0.1/unused",
        environment=f"{url}/.well-known/openid_sandbox_configuration",
        access_token=tokens["access_token"],
        refresh_token=tokens["refresh_token"],
        realm_id=company.realm,
    )
    client = QuickBooks(
        auth_client=authorization,
        refresh_token=tokens["refresh_token"],
        company_id=company.realm,
        minorversion=MINOR_VERSION,
        use_decimal=True,
    )
    client.api_url_v3 = client.sandbox_api_url_v3 = f"{url}/v3"
    warnings.filterwarnings("ignore", module="quickbooks")
    return client
