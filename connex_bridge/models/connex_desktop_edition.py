"""Which QuickBooks Desktop can be used at all: its age and its country. Refused before anything is read."""

from odoo import api, models

from ..bridge.desktop import profile

OLDEST_QBXML = (13, 0)


class ConnexDesktopDriver(models.AbstractModel):
    _inherit = "connex.desktop.driver"

    @api.private
    def _refuse_version(self, session):
        """Empty if this QuickBooks understands the qbXML that is sent; else why not, as a sentence that is
        also shown on the connection."""
        version = session.qbxml_version or "0"
        known = [int(part) for part in version.split(".") if part.isdecimal()]
        if tuple(known) >= OLDEST_QBXML:
            return ""
        return session.connection_id._refuse("desktop_too_old", reason=version)

    @api.private
    def _refuse_country(self, session):
        """Empty if this is a QuickBooks of the country whose forms are written here; else why not, as a
        sentence that is also shown on the connection."""
        code = (session.country or profile.COUNTRY).upper()
        if code == profile.COUNTRY:
            return ""
        known = {"UK": "GB"}.get(code, code)
        country = self.env["res.country"].search([("code", "=", known)], limit=1)
        return session.connection_id._refuse("desktop_country", country=country.name or code)
