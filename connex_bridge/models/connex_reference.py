"""Entries of QuickBooks' own lists (accounts, items, terms …) kept here so that they can be chosen.

A copy for choosing from, never edited in Odoo: `connex.connection._refresh_references` renews it.
"""

from odoo import api, fields, models
from odoo.fields import Domain

from ..bridge import spelling

#: kind of reference -> QuickBooks entity, columns with the full name, the type and the finer type
LISTS = {
    "account": ("Account", "FullyQualifiedName", "AccountType", "AccountSubType"),
    "item": ("Item", "FullyQualifiedName", "Type", ""),
    "term": ("Term", "Name", "Type", ""),
    "payment_method": ("PaymentMethod", "Name", "Type", ""),
    "tax_code": ("TaxCode", "Name", "Description", ""),
    "class": ("Class", "FullyQualifiedName", "", ""),
    "department": ("Department", "FullyQualifiedName", "", ""),
    "category": ("Item", "FullyQualifiedName", "Type", ""),
    "customer": ("Customer", "FullyQualifiedName", "", ""),
}
#: Looked up one by one when a rule or a person names them: too many to copy.
NOT_COPIED = ("customer",)


class ConnexReference(models.Model):
    _name = "connex.reference"
    _description = "QuickBooks List Entry"
    _order = "kind, full_name, id"
    _rec_name = "full_name"
    _rec_names_search = ["full_name", "name"]

    connection_id = fields.Many2one(
        "connex.connection", required=True, ondelete="cascade", string="Connection"
    )
    company_id = fields.Many2one(related="connection_id.company_id")
    kind = fields.Selection(
        [
            ("account", "Account"),
            ("item", "Item"),
            ("term", "Term"),
            ("payment_method", "Payment method"),
            ("tax_code", "Tax code"),
            ("class", "Class"),
            ("department", "Department"),
            ("category", "Item category"),
            ("customer", "Customer"),
        ],
        required=True,
        string="List",
    )
    qb_id = fields.Char("QuickBooks ID", required=True)
    name = fields.Char(required=True)
    full_name = fields.Char("Full Name", required=True)
    detail = fields.Char("Type")
    subtype = fields.Char("Detail Type")
    sku = fields.Char("SKU")
    currency = fields.Char(
        help="Of an account or a customer, where QuickBooks keeps several currencies."
    )
    active = fields.Boolean(default=True)

    _entry_unique = models.UniqueIndex(
        "(connection_id, kind, qb_id)", "This QuickBooks list entry is already known."
    )

    @api.model
    def _renew(self, connection, kind, entries):
        """Make the copy of one list equal to `entries`: dicts with the fields of one.

        What QuickBooks no longer lists is archived, not deleted: settings may point to it.
        """
        entries = list(entries)
        self._keep(connection, kind, entries)
        self._archive_others(connection, kind, [entry["qb_id"] for entry in entries])

    @api.model
    def _keep(self, connection, kind, entries):
        """Have these entries in the copy of a list, beside those that are there."""
        known = {reference.qb_id: reference for reference in self._all(connection, kind)}
        missing = []
        for entry in entries:
            reference = known.get(entry["qb_id"])
            if reference is None:
                missing.append(entry | {"connection_id": connection.id, "kind": kind})
                continue
            changes = {name: value for name, value in entry.items() if reference[name] != value}
            if changes:
                reference.write(changes)
        self.sudo().create(missing)

    @api.model
    def _archive_others(self, connection, kind, ids):
        """Archive the entries of a list that have none of these QuickBooks ids."""
        kept = set(ids)
        gone = self._all(connection, kind).filtered(
            lambda reference: reference.active and reference.qb_id not in kept
        )
        gone.write({"active": False})

    def _all(self, connection, kind):
        return (
            self.sudo()
            .with_context(active_test=False)
            .search(Domain("connection_id", "=", connection.id) & Domain("kind", "=", kind))
        )

    def _activity_by_name(self):
        """{name, full name or SKU in lower case: whether an active entry has it}."""
        found = {}
        for reference in self.sorted("active"):
            for name in (reference.sku, reference.name, reference.full_name):
                if name:
                    found[name.strip().casefold()] = reference.active
        return found

    @api.model
    def _ids_by_name(self, connection, wanted):
        """{(kind, name): QuickBooks id} of active entries; `wanted` has names as `spelling.same` makes them.
        A full name goes before a name, a name before a SKU; a name of several entries is none's."""
        kinds = {kind for kind, _name in wanted}
        references = self.sudo().search(
            [("connection_id", "=", connection.id), ("kind", "in", list(kinds))]
        )
        found = {}
        for column in ("sku", "name", "full_name"):
            named = {}
            for reference in references:
                key = (reference.kind, spelling.same(reference[column] or ""))
                named.setdefault(key, set()).add(reference.qb_id)
            found |= {
                key: ids.pop() for key, ids in named.items() if len(ids) == 1 and key in wanted
            }
        return found

    @api.model
    def _remember(self, connection, kind, rows):
        """Keep these objects of QuickBooks, one by one looked up, beside the copies of whole lists."""
        for row in rows:
            entry = entry_values(kind, row)
            existing = (
                self.sudo()
                .with_context(active_test=False)
                .search(
                    [
                        ("connection_id", "=", connection.id),
                        ("kind", "=", kind),
                        ("qb_id", "=", entry["qb_id"]),
                    ]
                )
            )
            if existing:
                existing.write(entry)
            else:
                self.sudo().create(entry | {"connection_id": connection.id, "kind": kind})


def entry_values(kind, row):
    """The fields of an entry from QuickBooks' object."""
    _entity, full_name, detail, subtype = LISTS[kind]
    name = row.get("Name") or row.get("DisplayName")
    return {
        "qb_id": row["Id"],
        "name": name,
        "full_name": row.get(full_name) or name,
        "detail": row.get(detail) or False,
        "subtype": row.get(subtype) or False,
        "sku": row.get("Sku") or False,
        "currency": (row.get("CurrencyRef") or {}).get("value") or False,
        "active": row.get("Active", True),
    }
