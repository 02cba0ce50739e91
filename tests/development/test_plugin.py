"""Warnings that the addon logs fail the test in which they appear, unless the test expects them."""

import pytest


@pytest.fixture
def outcomes(pytester):
    """A function that runs a test's source with the plugin and returns the counts."""

    def run(source, *arguments):
        pytester.makepyfile(source)
        # `-p no:odoo` comes from pyproject.toml, which the inner run does not see.
        result = pytester.runpytest_subprocess(
            "-p", "no:odoo", "-p", "development.testing.plugin", *arguments
        )
        return result.parseoutcomes()

    return run


def test_unexpected_warning_fails(outcomes):
    found = outcomes("""
        import logging
        def test_warns():
            logging.getLogger("odoo.addons.connex_bridge.models.x").warning("lost")
    """)
    assert found == {"failed": 1}


def test_warning_of_others_is_not_ours(outcomes):
    found = outcomes("""
        import logging
        def test_warns():
            logging.getLogger("odoo.addons.sale").warning("lost")
            logging.getLogger("odoo.addons.connex_bridge").info("found")
    """)
    assert found == {"passed": 1}


def test_expected_warning_passes(outcomes):
    found = outcomes("""
        import logging, unittest
        class TestIt(unittest.TestCase):
            def test_warns(self):
                with self.assertLogs("odoo.addons.connex_bridge", "WARNING"):
                    logging.getLogger("odoo.addons.connex_bridge.models").warning("lost")
    """)
    assert found == {"passed": 1}


def test_warning_while_setting_up_fails(outcomes):
    found = outcomes("""
        import logging, pytest
        @pytest.fixture
        def thing():
            logging.getLogger("connex_bridge.bridge").error("lost")
        def test_it(thing):
            assert True
    """)
    assert found["errors"] == 1


def test_browser_tests_are_left_out_on_request(outcomes):
    source = """
        import pytest
        @pytest.fixture
        def browser():
            return None
        def test_page(browser):
            assert True
        class TestTour:
            def start_tour(self): pass
            def test_tour(self):
                self.start_tour()
        def test_plain():
            assert True
    """
    assert outcomes(source) == {"passed": 3}
    assert outcomes(source, "--without-browser") == {"passed": 1, "deselected": 2}


def test_browser_from_a_cold_disk_has_more_time_than_odoo_gives_it(outcomes):
    found = outcomes("""
        import sys, types
        common = types.SimpleNamespace(
            BROWSER_WAIT=10, CHECK_BROWSER_SLEEP=0.1, CHECK_BROWSER_ITERATIONS=100
        )
        sys.modules["odoo.tests.common"] = common
        def test_it():
            waits = common.CHECK_BROWSER_SLEEP * common.CHECK_BROWSER_ITERATIONS
            assert round(waits) == common.BROWSER_WAIT >= 60
    """)
    assert found == {"passed": 1}
