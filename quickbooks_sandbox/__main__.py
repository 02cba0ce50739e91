"""Starts the sandbox: ``python -m quickbooks_sandbox --port 9000``."""

import argparse
import signal
import sys

from .sandbox import Sandbox
from .server import Server
from .settings import PROFILES
from .storage import Storage


def main(arguments=None):
    """Serve until interrupted; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m quickbooks_sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=9000, help="0 takes a free port")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--file", help="load the state from this file and save it there on exit")
    parser.add_argument(
        "--company",
        nargs="+",
        choices=sorted(PROFILES),
        default=["us"],
        help="profiles of the companies to open",
    )
    options = parser.parse_args(arguments)
    sandbox = Sandbox(options.company)
    if options.file:
        sandbox.storage = Storage(options.file)
        sandbox.storage.load(sandbox)
    server = Server(sandbox, options.host, options.port)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"QuickBooks sandbox on {server.address}", flush=True)
    for company in sandbox.companies.values():
        print(f"  {company.name}: realm {company.realm}", flush=True)
    try:
        server.serve()
    except (KeyboardInterrupt, SystemExit):
        pass
    finally:
        server.stopping.set()
        server.server_close()
        if sandbox.storage is not None:
            sandbox.storage.save(sandbox)
    return 0


if __name__ == "__main__":
    sys.exit(main())
