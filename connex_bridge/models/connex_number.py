"""Numbers: which one a document gets in QuickBooks, and finding a document whatever its number is.

How a number is made is bridge/online/number.py's business.
"""

import hashlib
import json
from dataclasses import replace
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..bridge import documents as docs
from ..bridge.desktop import number as desktop_number
from ..bridge.online import faults, lookup
from ..bridge.online.number import AUTOMATIC, LONGEST_PREFIX
from ..bridge.online.translate import entity_of

VARIANT_LENGTH = 4
LONGEST_PREFIXES = {"online": LONGEST_PREFIX, "desktop": desktop_number.LONGEST_PREFIX}


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    number_policy = fields.Selection(
        [
            ("odoo", "Odoo's number"),
            ("prefix", "Odoo's number with a prefix"),
            ("quickbooks", "QuickBooks' own number, Odoo's in the memo"),
        ],
        "Document Numbers",
        required=True,
        default="odoo",
        tracking=True,
        help="For documents created from now on; those in QuickBooks keep their number. Odoo's full number "
        "is in the memo in any case.",
    )
    number_prefix = fields.Char(
        "Prefix",
        help="Put in front of Odoo's number, so that it differs from numbers given in QuickBooks by hand.",
    )

    @api.constrains("number_policy", "number_prefix", "backend")
    def _check_number_prefix(self):
        for connection in self.filtered(lambda each: each.number_policy == "prefix"):
            prefix, longest = connection.number_prefix or "", LONGEST_PREFIXES[connection.backend]
            if not prefix.strip() or len(prefix) > longest or not prefix.isascii():
                raise ValidationError(
                    self.env._(
                        "%(name)s: enter a prefix for document numbers of 1 to %(longest)s plain letters, "
                        "digits or signs.",
                        name=connection.name,
                        longest=longest,
                    )
                )

    @api.constrains("number_policy", "backend")
    def _check_number_policy(self):
        for connection in self:
            if connection.backend == "desktop" and connection.number_policy == "quickbooks":
                raise ValidationError(
                    self.env._(
                        "%(name)s: QuickBooks Desktop gives no number of its own to what another program "
                        "enters. Choose Odoo's number, with a prefix or without.",
                        name=connection.name,
                    )
                )

    def _quickbooks_company(self, documents=()):
        return replace(
            super()._quickbooks_company(documents),
            number_policy=self.number_policy,
            number_prefix=self.number_prefix or "",
        )


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    number_taken = fields.Char(
        "Number Taken in QuickBooks",
        help="Odoo's number, where another document has it in QuickBooks: a variant is used instead.",
    )

    @api.private
    def restored(self):
        return self._with_variant(super().restored())

    def _acknowledged_document(self):
        """The document that QuickBooks has confirmed, None when it has confirmed none."""
        self.ensure_one()
        if not self.acknowledged:
            return None
        return self._with_variant(docs.restore(self.document, json.loads(self.acknowledged)))

    def _with_variant(self, document):
        taken = self.number_taken
        if not taken or not document or document.number != taken:
            return document
        return replace(document, number_variant=self._number_variant())

    def _number_variant(self):
        """A few signs that are always the same for this record, and others for another one."""
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        parts = (database, *map(str, self.key()))
        digest = hashlib.blake2b("\n".join(parts).encode(), digest_size=VARIANT_LENGTH // 2)
        return digest.hexdigest().upper()

    def _sent_body(self):
        """The object that was last sent to QuickBooks for this document, empty if that is not known."""
        self.ensure_one()
        request = json.loads(self.exchange_id.request_body or "{}")
        items = {item["bId"]: item for item in request.get("BatchItemRequest", ())}
        return items.get(str(self.id), {}).get(entity_of(self.key()), {})


class ConnexOnlineMatcher(models.AbstractModel):
    _inherit = "connex.online.matcher"

    @api.private
    def renumber(self, mirror):
        """Somebody else's document has the number: try once more under a variant of it, or unchanged where
        there is no such document. Returns whether there is something left to try."""
        document = mirror.restored()
        number = getattr(document, "number", "")
        if not isinstance(document, docs.SalesForm) or mirror.number_taken == number:
            return False
        # QuickBooks may say so without having one: only if it says so again is there something unseen.
        if mirror.attempts or self._rows_of_number(mirror):
            mirror.number_taken = number
        mirror._send_again()
        return True

    def _transaction_statements(self, mirror, customers):
        """By the number, customer and day that were sent: settings may have changed since, and a payment,
        or a document that QuickBooks numbers itself, has no number to look for. Purchases and money that
        goes out have no customer: those of that day."""
        body = mirror._sent_body()
        if not body:
            return super()._transaction_statements(mirror, customers)
        entity, number = entity_of(mirror.key()), body.get("DocNumber")
        customer = body.get("CustomerRef", {}).get("value", "")
        day = date.fromisoformat(body["TxnDate"])
        statements = lookup.find_transactions(entity, (), customer, day)
        if number and number != AUTOMATIC:
            statements += lookup.find_transactions(entity, [number])
        return statements


class ConnexOnlineSender(models.AbstractModel):
    _inherit = "connex.online.sender"

    def _refused(self, mirror, fault):
        if faults.resolve(fault).problem_code == "number_used":
            matcher = self.env["connex.online.matcher"]
            if matcher.adopt(mirror) or matcher.renumber(mirror):
                return
        super()._refused(mirror, fault)
