from . import (
    test_connection,
    test_connection_token,
    test_oauth,
    test_security,
    test_settings,
    test_tours,
)
