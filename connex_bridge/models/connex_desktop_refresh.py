"""QuickBooks Desktop cannot be asked at once: what a person wants to know waits for the Web Connector.

Here are the buttons that ask, and the sentence for a Web Connector that does not call any more.
"""

from odoo import api, fields, models

#: Problems that end when an entry of QuickBooks' lists is there, or is another one.
READ_IN_LISTS = ("list_entry_missing", "tax_not_mapped", "customer_ambiguous", "item_ambiguous")


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    profile_wanted = fields.Boolean(
        readonly=True, copy=False, help="Somebody asked to have QuickBooks' lists read again."
    )

    # === CRUD METHODS === #

    def write(self, vals):
        if vals.get("profile_read_at"):
            vals = vals | {"profile_wanted": False}
        return super().write(vals)

    # === ACTION METHODS === #

    def action_refresh_lists(self):
        """Have the next session read accounts, items and the other lists again."""
        self.ensure_one()
        if self.backend != "desktop":
            return super().action_refresh_lists()
        self.check_access("write")
        self.profile_wanted = True
        return self._notification(
            "info", self.env._("The lists are read with the next run of the Web Connector.")
        )

    def action_sync_now(self):
        """Plan at once; the Web Connector decides when it calls."""
        answer = super().action_sync_now()
        if any(connection.backend == "desktop" for connection in self):
            answer["params"]["message"] = self.env._(
                "What has changed is prepared in the background. It goes to QuickBooks with the next run "
                "of the Web Connector; press Update Selected there to have it run now."
            )
        return answer

    # === BUSINESS METHODS === #

    @api.private
    def _profile_is_due(self):
        return self.profile_wanted or super()._profile_is_due()

    def _why_no_success(self, since):
        called = self.web_connector_called_at
        if self.backend != "desktop" or not called or called > since:
            return super()._why_no_success(since)
        moment = fields.Datetime.context_timestamp(self, called)
        return self.env._(
            "The Web Connector has not called since %(date)s. Start the computer that it runs on, and see "
            "that Auto-Run is ticked in it.",
            date=moment.strftime("%Y-%m-%d %H:%M"),
        )


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    # === ACTION METHODS === #

    def action_retry(self):
        """Whoever tries again may have entered in QuickBooks what was missing there."""
        self.check_access("read")
        self.sudo()._want_lists()
        return super().action_retry()

    # === BUSINESS METHODS === #

    def _want_lists(self):
        """Have the next session read the lists again, where these documents were held for them."""
        held = self.filtered(lambda mirror: mirror.problem_code in READ_IN_LISTS)
        connections = held.connection_id.filtered(lambda each: each.backend == "desktop")
        connections.profile_wanted = True
