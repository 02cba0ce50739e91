"""Sales taxes of a QuickBooks Desktop company file, entered by hand."""

from .desktop_books import DesktopBooks


def enter_tax(books: DesktopBooks, name: str, percent: str) -> str:
    """Enter a sales tax item with an agency of its own; return its id."""
    agency = books.enter("Vendor", f"<Name>Agency of {name}</Name>")
    vendor = f"<TaxVendorRef><ListID>{agency}</ListID></TaxVendorRef>"
    return books.enter("ItemSalesTax", f"<Name>{name}</Name><TaxRate>{percent}</TaxRate>{vendor}")


def enter_group(books: DesktopBooks, name: str, **percents: str) -> str:
    """Enter a sales tax group and its items, percentages by name; return the group's id."""
    items = (enter_tax(books, item, percent) for item, percent in percents.items())
    members = "".join(
        f"<ItemSalesTaxRef><ListID>{item}</ListID></ItemSalesTaxRef>" for item in items
    )
    return books.enter("ItemSalesTaxGroup", f"<Name>{name}</Name>{members}")
