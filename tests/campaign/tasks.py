"""What workers do. Every function here is a task: it takes an environment and returns JSON-ready data."""

from functools import partial

from werkzeug.test import Client

import odoo.http
from odoo.service.model import retrying

from odoo.addons.connex_bridge.bridge.online.oauth import Tokens

from development.remote.sandbox import CLIENT_ID, CLIENT_SECRET
from development.remote.shop import Shop

from . import scenes
from .local_odoo import LocalOdoo

ADMINISTRATOR = 2


def connect(env, url: str, realm: str, tokens: dict, settings: dict) -> int:
    """A connection to a company, as it is after somebody has approved it; returns its id."""
    connection = env["connex.connection"].create(
        {
            "name": "Campaign",
            "environment": "custom",
            "api_base_url": url,
            "oauth_authorize_url": f"{url}/connect/oauth2",
            "oauth_token_url": f"{url}/oauth2/v1/tokens/bearer",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "sync_from_date": "2020-01-01",
        }
    )
    connection.write(settings)
    for limit in ("requests_per_minute", "requests_per_second", "batches_per_minute"):
        # Nobody waits here for a minute of the machine's clock to pass.
        env["ir.config_parameter"].set_param(f"connex_bridge.{limit}", "100000")
    reconnect(env, realm, tokens)
    connection._read_company()
    assert not connection.problem_code, connection.problem_message
    return connection.id


def reconnect(env, realm: str, tokens: dict) -> None:
    """Approve the connection (again)."""
    connection = env["connex.connection"].search([])
    given = Tokens(
        access_token=tokens["access_token"],
        refresh_token=tokens["refresh_token"],
        expires_in=int(tokens["expires_in"]),
        refresh_expires_in=int(tokens["x_refresh_token_expires_in"]),
    )
    env["connex.token"]._of(connection)._store(given)
    connection._mark_connected(realm)
    env.cr.commit()


def choose(env, **settings) -> None:
    """Change the connection's settings."""
    env["connex.connection"].search([]).write(settings)


def sync(env) -> None:
    """The scheduled action."""
    env["connex.connection"]._cron_sync()


def press(env, model: str, record: int) -> str:
    """The button on an order or invoice; returns the outcome that its dialog shows."""
    action = env(user=ADMINISTRATOR)[model].browse(record).action_connex_sync()
    return env(user=ADMINISTRATOR)[action["res_model"]].browse(action["res_id"]).outcome


def retry(env) -> int:
    """A bookkeeper presses Try Again on everything that is held back; returns how many."""
    held = env["connex.mirror"].search([("state", "=", "problem")])
    held.action_retry()
    env["connex.connection"].search([]).write({"resting_until": False})
    return len(held)


def scene(env, name: str, known: dict) -> dict:
    """People work in the shop, see scenes.py; returns the records by their names there."""
    shop = Shop(LocalOdoo(env(user=ADMINISTRATOR)))
    return getattr(scenes, name)(shop, **known)


def press_named(env, model: str, number: str) -> str:
    """The button on the order or invoice with this number."""
    return press(env, model, env[model].search([("name", "=", number)]).id)


def edit(env, number: str, quantity: int) -> None:
    """A user changes the quantity of an order, and again, as web requests do it."""
    order = env(user=ADMINISTRATOR)["sale.order"].search([("name", "=", number)])
    for each in range(quantity - 5, quantity + 1):
        retrying(partial(order.order_line.write, {"product_uom_qty": each}), order.env)


def sync_by_hand(env, numbers: list[str]) -> None:
    """A manual sync of these orders."""
    wizard = env(user=ADMINISTRATOR)["connex.manual.sync"].create(
        {
            "connection_id": env["connex.connection"].search([]).id,
            "choose_by": "numbers",
            "numbers": "\n".join(numbers),
        }
    )
    wizard.action_sync()


def hear(env, body: str, signature: str) -> None:
    """QuickBooks calls the webhook of the connection."""
    headers = {"Content-Type": "application/json", "intuit-signature": signature}
    address = f"/connex/webhook/{env['connex.connection'].search([]).id}"
    answer = Client(odoo.http.root).post(address, data=body, headers=headers)
    assert answer.status_code == 200, answer.status
