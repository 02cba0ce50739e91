"""On which accounts an item of QuickBooks Desktop is sold and bought.

An item that is only sold (or only bought) has one account, and a bill books its cost on that one as well.
Only a person can give it a second one: the box “used in assemblies or purchased for a customer”.
"""

from .answer import Row

#: One account for sales and purchases alike; one for each; accounts of another kind, as of inventory.
ONE, TWO, OTHER = "one", "two", "other"


def item_sides(row: Row) -> tuple[str, str]:
    """(`ONE`, `TWO` or `OTHER`, the ListID of the account of `ONE`) of an item as QuickBooks has it."""
    if row.element.find("SalesAndPurchase") is not None:
        return TWO, ""
    if row.element.find("SalesOrPurchase") is not None:
        return ONE, row.text("SalesOrPurchase/AccountRef/ListID")
    return OTHER, ""
