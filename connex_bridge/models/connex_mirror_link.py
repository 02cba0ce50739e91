"""The link from a mirror to its document's page in QuickBooks Online; QuickBooks Desktop has no pages."""

from odoo import api, fields, models

#: QuickBooks Online's page for each kind of document, for the link on the mirror.
PAGES = {
    "customer": ("customerdetail", "nameId"),
    "item": ("items", "id"),
    "sales_order": ("estimate", "txnId"),
    "invoice": ("invoice", "txnId"),
    "sales_receipt": ("salesreceipt", "txnId"),
    "credit_memo": ("creditmemo", "txnId"),
    "payment": ("recvpayment", "txnId"),
    "vendor": ("vendordetail", "nameId"),
    "purchase_order": ("purchaseorder", "txnId"),
    "bill": ("bill", "txnId"),
    "vendor_credit": ("vendorcredit", "txnId"),
    "refund": ("expense", "txnId"),
}


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    url = fields.Char("Link", compute="_compute_url", compute_sudo=True)

    # === COMPUTE METHODS === #

    @api.depends(
        "qb_id",
        "document",
        "connection_id.backend",
        "connection_id.environment",
        "connection_id.api_base_url",
    )
    def _compute_url(self):
        for mirror in self:
            desktop = mirror.connection_id.backend == "desktop"  # has no pages
            page = None if desktop else PAGES.get(mirror.document)
            base = mirror.connection_id._app_url() if page and mirror.qb_id else False
            mirror.url = base and f"{base}/app/{page[0]}?{page[1]}={mirror.qb_id}"

    # === ACTION METHODS === #

    def action_open_in_quickbooks(self):
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.url, "target": "new"}
