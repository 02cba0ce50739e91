"""Runs in an Odoo shell on the template database: a US company with a chart of accounts in dollars."""

# `env` is given by the shell; blank lines inside blocks would end them there.
company = env.company  # noqa: F821
company.country_id = env.ref("base.us")  # noqa: F821
company.name = "Connex Trading Co."
env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)  # noqa: F821
assert company.currency_id.name == "USD", company.currency_id.name
assert company.chart_template == "generic_coa", company.chart_template
# wkhtmltopdf is not there: confirmation mails go out without their PDF.
env["mail.template"].search([("report_template_ids", "!=", False)]).report_template_ids = False  # noqa: F821
env["ir.qweb"]._pregenerate_assets_bundles()  # noqa: F821
env.cr.commit()  # noqa: F821
print("SEEDED")
