"""What QuickBooks says about the connected company: its name and settings, its accounts and other lists.

Read when the connection is approved, then once a day, and whenever somebody asks. Only read here; the
plan and the translation decide what it means.
"""

from odoo import api, fields, models

from ..bridge.online import company as online_company
from ..bridge.online import oauth, session
from ..bridge.problem import Problem
from .connex_reference import LISTS, NOT_COPIED, entry_values
from .own_transaction import in_own_transaction

#: Larger item lists are not copied: items are looked up when they are needed.
MOST_ITEMS = 2000
INCOME_SUBTYPE = "SalesOfProductIncome"
DEPOSIT_SUBTYPE = "UndepositedFunds"
DEFAULT_ITEM_NAMES = ("sales", "services")


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    qb_company_name = fields.Char("QuickBooks Company", readonly=True, copy=False)
    qb_country = fields.Char("Country", readonly=True, copy=False)
    qb_home_currency = fields.Char("Home Currency", readonly=True, copy=False)
    qb_sales_tax = fields.Selection(
        [
            ("none", "Off"),
            ("automated", "Automated sales tax"),
            ("manual", "Sales tax entered by hand"),
            ("global", "Tax codes on every line"),
        ],
        "Sales Tax",
        readonly=True,
        copy=False,
    )
    qb_multicurrency = fields.Boolean("Several Currencies", readonly=True, copy=False)
    qb_custom_numbers = fields.Boolean("Custom Transaction Numbers", readonly=True, copy=False)
    qb_allow_estimates = fields.Boolean("Estimates", readonly=True, copy=False)
    qb_tax_group_code = fields.Char("Default Sales Tax Group", readonly=True, copy=False)
    qb_book_close_date = fields.Date("Books Closed Until", readonly=True, copy=False)
    qb_customer_on_purchases = fields.Boolean("Customer on Purchases", readonly=True, copy=False)
    qb_tracking = fields.Json("Classes and Locations", readonly=True, copy=False)
    qb_custom_fields = fields.Json("Custom Fields", readonly=True, copy=False)
    profile_read_at = fields.Datetime("Last Read", readonly=True, copy=False)
    reference_ids = fields.One2many("connex.reference", "connection_id", "QuickBooks Lists")

    # === ACTION METHODS === #

    def action_test_connection(self):
        """Ask QuickBooks which company answers, and say so."""
        self.ensure_one()
        self.check_access("write")
        try:
            self._refresh_profile()
        except self._remote_errors() as failure:
            return self._tell_problem(self._problem_of(failure))
        if self.state == "reconnect":
            self.state = "connected"
        self._clear_problem()
        return self._notification(
            "success",
            self.env._(
                "QuickBooks answered: %(company)s, %(country)s, home currency %(currency)s.",
                company=self.qb_company_name,
                country=self.qb_country,
                currency=self.qb_home_currency,
            ),
        )

    def action_refresh_lists(self):
        """Read accounts, items and the other lists again."""
        self.ensure_one()
        self.check_access("write")
        try:
            self._refresh_profile()
            self._refresh_references()
        except self._remote_errors() as failure:
            return self._tell_problem(self._problem_of(failure))
        return self._notification(
            "success",
            self.env._(
                "%(count)s entries of QuickBooks' lists are up to date.",
                count=len(self.reference_ids),
            ),
        )

    def action_open_references(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "connex_bridge.connex_reference_action"
        )
        return action | {"domain": [("connection_id", "=", self.id)]}

    # === BUSINESS METHODS === #

    @api.model
    def _cron_read_companies(self):
        """Once a day: settings and lists change in QuickBooks, too. The access is renewed by it, of a
        paused connection as well: unused for 100 days it would end."""
        states = ("connected", "paused")
        connections = self.search([("state", "in", states), ("backend", "=", "online")])._at_home()
        for number, connection in enumerate(connections, 1):
            in_own_transaction(connection, lambda one: one._look_after())
            self.env["ir.cron"]._commit_progress(1, remaining=len(connections) - number)

    def _look_after(self):
        """What a connection needs once a day."""
        if self.state == "connected":
            self._read_company()
        elif self._has_tokens():
            try:
                self._access_token()
            except self._remote_errors() as failure:
                problem = self._problem_of(failure)
                self._set_problem(problem.code, **problem.values)

    def _read_company(self):
        """Profile, lists and proposed accounts, right after the approval. A failure becomes a problem."""
        try:
            self._refresh_profile()
            self._refresh_references()
        except self._remote_errors() as failure:
            problem = self._problem_of(failure)
            self._set_problem(problem.code, **problem.values)
            return
        self._propose_defaults()

    def _refresh_profile(self):
        """Read the company's name and settings. Raises what `_remote_errors` lists."""
        self.ensure_one()
        connected = self._session()
        facts = online_company.company_from_answers(
            connected.read(f"companyinfo/{self.realm_id}"), connected.read("preferences")
        )
        self.write(
            {
                "qb_company_name": facts["company_name"],
                "qb_country": facts["country"],
                "qb_home_currency": facts["home_currency"],
                "qb_sales_tax": facts["sales_tax"],
                "qb_multicurrency": facts["multicurrency"],
                "qb_custom_numbers": facts["custom_numbers"],
                "qb_allow_estimates": facts["estimates"],
                "qb_tax_group_code": facts["tax_group_code"],
                "qb_book_close_date": facts["book_close_date"],
                "qb_customer_on_purchases": facts["customer_on_purchases"],
                "qb_tracking": facts["tracking"],
                "qb_custom_fields": facts["custom_fields"],
                "profile_read_at": fields.Datetime.now(),
            }
        )

    def _refresh_references(self):
        """Renew the copies of QuickBooks' lists. Raises what `_remote_errors` lists."""
        self.ensure_one()
        connected = self._session()
        references = self.env["connex.reference"]
        for kind, (entity, *_columns) in LISTS.items():
            if kind in NOT_COPIED:
                continue
            if kind == "item" and self._count(connected, entity) > MOST_ITEMS:
                continue
            only = " WHERE Type = 'Category'" if kind == "category" else ""
            rows = connected.query(f"SELECT * FROM {entity}{only}")
            references._renew(
                self,
                kind,
                [
                    entry_values(kind, row)
                    for row in rows
                    # A category groups items and cannot be used on a line.
                    if not (kind == "item" and row.get("Type") == "Category")
                ],
            )

    def _count(self, connected, entity):
        answer = connected.read("query", query=f"SELECT COUNT(*) FROM {entity}")
        return answer.get("QueryResponse", {}).get("totalCount", 0)

    def _propose_defaults(self):
        """Fill in the accounts that nobody has chosen yet, so that a new connection can start."""
        accounts = self.reference_ids.filtered(lambda entry: entry.kind == "account")
        income = accounts.filtered(lambda account: account.detail == "Income")
        if not self.income_account_id:
            product_sales = income.filtered(lambda account: account.subtype == INCOME_SUBTYPE)
            self.income_account_id = (product_sales or income)[:1]
        if not self.deposit_account_id:
            undeposited = accounts.filtered(lambda account: account.subtype == DEPOSIT_SUBTYPE)
            self.deposit_account_id = undeposited[:1]
        if not self.default_item_id:
            items = self.reference_ids.filtered(
                lambda entry: entry.kind == "item" and entry.name.lower() in DEFAULT_ITEM_NAMES
            )
            self.default_item_id = items.sorted(
                lambda entry: DEFAULT_ITEM_NAMES.index(entry.name.lower())
            )[:1]

    def _remote_errors(self):
        """What a call to QuickBooks may raise; `_problem_of` puts each into words."""
        return (oauth.OAuthError, session.SessionError)

    def _problem_of(self, failure):
        """The `Problem` that a person can act on, for an error of `_remote_errors`."""
        fault = getattr(failure, "fault", None)
        values = {
            "host": self._host(),
            "company": self.qb_company_name or "QuickBooks",
            "document": self.name,
            "reason": fault.detail or fault.message if fault else str(failure),
        }
        # Only reads are made here: whether one was carried out is of no interest.
        code = "unreachable" if failure.problem_code == "unanswered" else failure.problem_code
        return Problem(code, values, str(failure))

    def _tell_problem(self, problem):
        """Say it at once, and keep it on the connection: its next step may be a button shown there."""
        return self._notification("danger", self._refuse(problem.code, **problem.values))

    def _notification(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "title": self.name,
                "message": message,
                "sticky": kind == "danger",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
