"""What the sandbox's own tests share: a running sandbox, a fresh company, two kinds of clients."""

import pytest
from sandbox_clients import Api, Control, python_quickbooks

from quickbooks_sandbox.sandbox import Sandbox
from quickbooks_sandbox.server import Server


@pytest.fixture(scope="session")
def server():
    running = Server(Sandbox(["us"])).start()
    yield running
    running.stop()


@pytest.fixture
def control(server):
    """Controls of a sandbox in its first state, without limits on the number of requests."""
    controls = Control(server.address)
    controls.post("reset")
    controls.post("throttle", {"enabled": False})
    return controls


@pytest.fixture
def realm(control):
    """A new US company."""
    return control.company("us")


@pytest.fixture
def api(control, realm):
    """The bare client of a new US company."""
    return Api(control.address, realm, control.token(realm))


@pytest.fixture
def api_of(control):
    """Makes the bare client of a new company: ``api_of("ca", AllowShipping=True)``."""

    def make(profile="us", **settings):
        realm = control.company(profile, **settings)
        return Api(control.address, realm, control.token(realm))

    return make


@pytest.fixture
def books(control, realm):
    """python-quickbooks on a new US company."""
    return python_quickbooks(control, realm)
