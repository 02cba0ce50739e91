"""Secrets go to a server that proves who it is, and to no other that it points to."""

import datetime
import ipaddress
import socket
import ssl
import threading

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from scripted_server import reply, serving

from connex_bridge.bridge.online import oauth, session

SECRETS = ("the-access-token", "the-refresh-token", "the-client-secret", "the-code")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def impostor(certificate):
    """(address, what it could read): a TLS server with a certificate of its own making."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))
    read = []

    def serve():
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        read.append(secure.recv(65536))
                except (OSError, ssl.SSLError):
                    read.append(b"")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{listener.getsockname()[1]}", read
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(10)


def calls(address):
    """Everything that sends a secret, by name."""
    connected = session.Session(address, "1", lambda _force: SECRETS[0])
    return {
        "read": lambda: connected.read("preferences"),
        "batch": lambda: connected.batch(b"{}", "id"),
        "query": lambda: connected.query("SELECT * FROM Item"),
        "refresh": lambda: oauth.refresh(f"{address}/token", "client", SECRETS[2], SECRETS[1]),
        "exchange": lambda: oauth.exchange_code(
            f"{address}/token", "client", SECRETS[2], SECRETS[3], "https://odoo.example/callback"
        ),
        "revoke": lambda: oauth.revoke(f"{address}/revoke", "client", SECRETS[2], SECRETS[1]),
    }


KINDS = list(calls("http://127.0.0.1:1"))


@pytest.mark.parametrize("kind", KINDS)
def test_an_impostor_with_a_certificate_of_its_own_gets_nothing(impostor, kind):
    address, read = impostor
    with pytest.raises((session.NotSent, oauth.Unreachable)) as failure:
        calls(address)[kind]()
    assert b"".join(read) == b""
    assert not any(secret in str(failure.value) for secret in SECRETS)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(kind, status):
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        elsewhere.settimeout(0.05)
        target = f"http://127.0.0.1:{elsewhere.getsockname()[1]}/collect"
        with (
            serving(reply("", status, Location=target)) as server,
            pytest.raises((session.SessionError, oauth.OAuthError)) as failure,
        ):
            calls(server.url)[kind]()
        with pytest.raises(TimeoutError):
            elsewhere.accept()
    assert not any(secret in str(failure.value) for secret in SECRETS)
