"""The few pages that a person sees: choosing a company, and looking at a document."""

from decimal import Decimal
from html import escape

_PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
body{{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#222}}
h1{{font-size:1.4rem}} table{{border-collapse:collapse;width:100%}}
td,th{{border-bottom:1px solid #ddd;padding:.3rem .6rem;text-align:left;vertical-align:top}}
td.amount{{text-align:right}} button{{font:inherit;padding:.4rem 1.2rem;margin-right:.6rem}}
button.main{{background:#2ca01c;color:#fff;border:0;border-radius:4px}}
small{{color:#666}}</style></head><body>{body}</body></html>"""


def page(title, body):
    """A whole page around a body that is HTML already."""
    return _PAGE.format(title=escape(title), body=body)


def error_page(text):
    """What the authorization server shows when it cannot even redirect."""
    return page("Sorry", f"<h1>Sorry, that did not work</h1><p>{escape(text)}</p>")


def approval_page(fields, companies):
    """Ask the user which company the application may use.

    ``fields`` are the hidden parameters; ``companies`` pairs of realm and name.
    """
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    choices = "".join(
        f'<p><label><input type="radio" name="realmId" value="{escape(realm)}"'
        f"{' checked' if position == 0 else ''}> {escape(name)} <small>{escape(realm)}</small>"
        "</label></p>"
        for position, (realm, name) in enumerate(companies)
    )
    return page(
        "Connect to QuickBooks (sandbox)",
        f"<h1>{escape(fields['client_id'])} would like to use your QuickBooks books</h1>"
        f'<form method="post" action="/connect/oauth2">{hidden}{choices}'
        '<button class="main" name="decision" value="approve" id="approve">Approve</button>'
        '<button name="decision" value="cancel" id="cancel">Cancel</button></form>',
    )


def document_page(company, entity, document):
    """One document, readable."""
    number = document.get("DocNumber") or document.get("DisplayName") or document["Id"]
    title = f"{entity} {number}"
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{_shown(value)}</td></tr>"
        for name, value in document.items()
        if name not in ("Line", "domain", "sparse", "CustomField")
    )
    lines = "".join(_line(line) for line in document.get("Line", []))
    table = f"<h1>Lines</h1><table>{lines}</table>" if lines else ""
    return page(
        title,
        f"<p><small>QuickBooks sandbox · {escape(company.name)} · {escape(company.realm)}</small>"
        f"</p><h1>{escape(title)}</h1><table>{rows}</table>{table}",
    )


def _line(line):
    detail = line.get(line.get("DetailType"), {})
    what = detail.get("ItemRef", detail.get("AccountRef", {}))
    links = ", ".join(f"{each['TxnType']} {each['TxnId']}" for each in line.get("LinkedTxn", []))
    label = what.get("name") or links or line.get("DetailType", "")
    return (
        f"<tr><td>{escape(str(label))}</td><td>{escape(line.get('Description', ''))}</td>"
        f'<td class="amount">{_shown(detail.get("Qty", ""))}</td>'
        f'<td class="amount">{_shown(detail.get("UnitPrice", ""))}</td>'
        f'<td class="amount">{_shown(line.get("Amount", ""))}</td></tr>'
    )


def _shown(value):
    if isinstance(value, dict):
        if "value" in value:
            return escape(str(value.get("name") or value["value"]))
        return "<br>".join(f"{escape(name)}: {_shown(each)}" for name, each in value.items())
    if isinstance(value, list):
        return "<br>".join(_shown(each) for each in value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return escape(str(value))
