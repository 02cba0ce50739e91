"""Lists of QuickBooks Desktop that could not be read: what is known of them is kept, the connection says why,
and they are read again in the next session. How lists are read: connex_desktop_profile.py.
"""

from odoo import api, fields, models

from ..bridge.desktop import profile, statuses
from ..bridge.fault import Fault
from .connex_desktop_profile import DUE_AFTER
from .connex_desktop_recovery import UNREADABLE


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    @api.private
    def _profile_is_due(self):
        return super()._profile_is_due() or bool(self._unread_lists())

    def _unread_lists(self):
        """{list: why it could not be read the last time}"""
        return (self.profile_pages or {}).get("unread") or {}

    def _lists_to_read(self):
        """The lists that are read in a session in which lists are due."""
        read_at, unread = self.profile_read_at, self._unread_lists()
        fresh = read_at and read_at >= fields.Datetime.now() - DUE_AFTER
        every = profile.lists(self.qb_multicurrency)
        some = [kind for kind in every if kind in unread]
        return some if some and fresh and not self.profile_wanted else every

    @api.private
    def _lists_failed(self, asked, fault):
        """A whole message that asked for these lists came to nothing: each is asked for alone, and the one
        that fails alone is left out."""
        pages = dict(self.profile_pages or {})
        kinds = [kind for kind in asked if kind in pages.get("open", {})]
        if not kinds:
            return
        if len(kinds) > 1:
            pages["alone"] = True
        else:
            self._leave_out(pages, kinds[0], fault)
        self._keep_pages(pages)

    def _leave_out(self, pages, kind, fault):
        """What QuickBooks did not say is not an empty list: nothing of it is archived."""
        del pages["open"][kind]
        pages["cut"].append(profile.held_in(kind))
        fault = fault or Fault("", self.env._("it did not answer"))
        if not statuses.is_feature_missing(fault):
            said = fault.code and fault.code != UNREADABLE
            pages["unread"][kind] = f"{fault.message} ({fault.code})" if said else fault.message

    def _keep_pages(self, pages):
        """Remember how far the lists are read; after the last one archive what was in none."""
        if pages["open"]:
            self.profile_pages = pages
            return
        for kind, ids in pages["seen"].items():
            if kind not in pages["cut"]:
                self.env["connex.reference"]._archive_others(self, kind, ids)
        self._note_group_rates(pages["groups"])
        self.profile_read_at = fields.Datetime.now()
        done = {"session": pages["session"], "seen": {}, "open": {}, "unread": pages["unread"]}
        self.profile_pages = done if pages["unread"] else False
        if pages["seen"]:
            self._propose_defaults()
            self._after_lists()

    @api.private
    def _note_desktop_success(self):
        result = super()._note_desktop_success()
        if unread := self._unread_lists():
            labels = dict(
                self.env["connex.reference"]._fields["kind"]._description_selection(self.env)
            )
            kinds = dict.fromkeys(profile.held_in(kind) for kind in unread)
            lists = ", ".join(labels.get(kind, kind) for kind in kinds)
            reasons = ", ".join(dict.fromkeys(unread.values()))
            self._set_problem("lists_unread", lists=lists, reason=reasons)
        return result
