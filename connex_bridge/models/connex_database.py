"""Which database this is: so that a copy of it never writes to the books of the original.

A plain copy (`createdb -T`, `pg_restore`) keeps Odoo's own database uuid. PostgreSQL's numbers do not come
along: the number of the database within its server, and the number that the server was given when it was
initialised. Both stay the same over restarts, upgrades of Odoo, renaming, and from whichever host one
connects. They change when a backup is restored and when the database moves to another server: then a
person is asked, because nothing can tell the one from the other. A copy of the server's files as a whole
(a cloned virtual machine) cannot be told from the original.
"""

from odoo import api, models


class ConnexDatabase(models.AbstractModel):
    _name = "connex.database"
    _description = "Identity of the Database"

    @api.model
    def _identity(self):
        """A text that is this database's alone."""
        # Not cached: a database may be replaced by another one under the same name.
        self.env.cr.execute(
            "SELECT system_identifier, oid FROM pg_control_system(), pg_database"
            " WHERE datname = current_database()"
        )
        server, number = self.env.cr.fetchone()
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return f"{uuid}/{server}/{number}"
