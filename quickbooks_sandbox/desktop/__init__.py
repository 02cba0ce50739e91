"""QuickBooks Desktop's part of the sandbox: what its request processor accepts."""
