"""What the fields of a document are called in the preview. A field without a name here shows its own."""


def field_labels(env):
    """{field of a document (bridge/documents.py): label in the language of `env`}"""
    return {
        "customer": env._("Customer"),
        "customer_name": env._("Customer by Rule"),
        "date": env._("Date"),
        "due_date": env._("Due Date"),
        "exchange_rate": env._("Exchange Rate"),
        "memo": env._("Memo"),
        "customer_message": env._("Message to Customer"),
        "email": env._("E-mail"),
        "billing": env._("Billing Address"),
        "shipping": env._("Shipping Address"),
        "term": env._("Terms"),
        "term_name": env._("Terms by Rule"),
        "tax_code": env._("Tax Code"),
        "class_name": env._("Class"),
        "location": env._("Location"),
        "custom_fields": env._("Custom Fields"),
        "deposit_account": env._("Deposit Account by Rule"),
        "status": env._("Status"),
        "sales_order": env._("Closes"),
        "method": env._("Payment Method"),
        "method_name": env._("Payment Method by Rule"),
        "reference": env._("Reference"),
        "payment_reference": env._("Reference"),
        "company_name": env._("Company Name"),
        "phone": env._("Phone"),
        "sku": env._("SKU"),
        "kind": env._("Type"),
        "description": env._("Description"),
        "due_days": env._("Due in Days"),
    }
