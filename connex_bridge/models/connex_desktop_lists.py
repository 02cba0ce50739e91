"""Lists of QuickBooks Desktop that could not be read: what is known of them is kept, the connection says why,
and they are read again in the next session; those that sessions break off at, when all lists are, the last of
all and each alone. How lists are read: connex_desktop_profile.py.
"""

from odoo import api, fields, models

from ..bridge.desktop import profile, statuses
from .connex_desktop_profile import DUE_AFTER
from .connex_desktop_recovery import NO_ANSWER


class ConnexDesktopLists(models.AbstractModel):
    _name = "connex.desktop.lists"
    _description = "Read Lists of QuickBooks Desktop"

    @api.private
    def settle(self, exchange, outcomes):
        """Store what was read."""
        exchange.connection_id._settle_profile(outcomes)

    @api.private
    def not_carried_out(self, exchange, fault):
        """The questions came to nothing."""
        exchange.connection_id._lists_failed(exchange.asked, fault)

    @api.private
    def is_alone(self, exchange):
        """Whether one list has been singled out."""
        return all(map(exchange.connection_id._is_alone, exchange.asked))


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    @api.private
    def _profile_is_due(self):
        return super()._profile_is_due() or bool(self._unread_lists().keys() - self._lost_lists())

    def _unread_lists(self):
        """{list: why it could not be read the last time}"""
        return (self.profile_pages or {}).get("unread") or {}

    def _lost_lists(self):
        """The lists that sessions broke off at, in this reading of the lists or the last one."""
        return set((self.profile_pages or {}).get("lost", ()))

    def _lists_to_read(self):
        """The lists that are read in a session in which lists are due."""
        read_at, unread = self.profile_read_at, self._unread_lists().keys() - self._lost_lists()
        fresh = read_at and read_at >= fields.Datetime.now() - DUE_AFTER
        every = profile.lists(self.qb_multicurrency)
        some = [kind for kind in every if kind in unread]
        return some if some and fresh and not self.profile_wanted else every

    def _begin_pages(self, session):
        """How far the lists are read in a session that begins to. Where the one before broke off, what was
        found out about its lists is kept."""
        before, lost = self.profile_pages or {}, self._lost_lists()
        goes_on = bool(before.get("open"))
        opened = [kind for kind in self._lists_to_read() if not goes_on or kind not in lost]
        return {
            "session": session.id,
            "seen": {},
            "open": dict.fromkeys(opened, ""),
            "unread": self._unread_lists(),
            "cut": profile.read_in_part(opened),
            "groups": {},
            "alone": goes_on and bool(before.get("alone")),
            "apart": before.get("apart", []) if goes_on else sorted(lost.intersection(opened)),
            "lost": sorted(lost.difference(opened)),
        }

    def _next_pages(self, pages):
        """{list: iterator} of what is asked for next."""
        apart = pages.get("apart", ())
        together = {kind: page for kind, page in pages["open"].items() if kind not in apart}
        asked = list((together or pages["open"]).items())
        return dict(asked[:1] if pages.get("alone") or not together else asked)

    def _is_alone(self, kind):
        """Whether a list was singled out."""
        pages = self.profile_pages or {}
        return bool(pages.get("alone")) or kind in pages.get("apart", ())

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
            if fault == NO_ANSWER:
                pages["lost"] = [*pages.get("lost", ()), kinds[0]]
        self._keep_pages(pages)

    def _leave_out(self, pages, kind, fault):
        """What QuickBooks did not say is not an empty list: nothing of it is archived."""
        del pages["open"][kind]
        pages["cut"].append(profile.held_in(kind))
        fault = fault or NO_ANSWER
        if statuses.is_feature_missing(fault):
            pages["unread"].pop(kind, None)  # there is nothing to miss
        else:
            pages["unread"][kind] = self.env["connex.desktop.recovery"].said(fault)

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
        done["lost"] = pages.get("lost", [])
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
