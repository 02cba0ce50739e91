from . import (
    test_capture,
    test_connection,
    test_connection_token,
    test_oauth,
    test_reader_documents,
    test_reader_payments,
    test_reader_scale,
    test_reconciler,
    test_security,
    test_settings,
    test_status_order,
    test_tours,
)
