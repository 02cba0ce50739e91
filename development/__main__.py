"""The command line: `python3 -m development COMMAND`. Each command is one function below."""

import argparse
import os
import sys

from . import databases, environment, odoo_process, paths, postgres, progress


def main() -> int:
    """Parse the command line, run the command, return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m development", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    commands.add_parser("environment", help="fetch and prepare everything (reused when there)")

    command = commands.add_parser("database", help="make a fresh database with the addon")
    command.add_argument("name")
    command.add_argument("--drop", action="store_true", help="remove it instead")
    command.add_argument("--plain", action="store_true", help="only Odoo's apps, not the addon")

    command = commands.add_parser("odoo", help="run an Odoo server (database made if missing)")
    command.add_argument("--database", default="connex_dev")
    command.add_argument("--port", type=int, default=8069)
    command.add_argument("arguments", nargs="*", help="more for Odoo, after --")

    command = commands.add_parser("shell", help="an Odoo shell, or a script from standard input")
    command.add_argument("--database", default="connex_dev")
    command.add_argument("arguments", nargs="*", help="more for Odoo, after --")

    command = commands.add_parser("sql", help="run SQL from standard input, print the result")
    command.add_argument("--database", default="connex_dev")

    command = commands.add_parser("test", help="run all tests, or those that pytest arguments name")
    command.add_argument("--database", help="name of the test database (made fresh, kept)")

    commands.add_parser("lint", help="run the checks only")
    commands.add_parser("format", help="let the formatters rewrite Python and XML files")
    commands.add_parser("pot", help="write the addon's translation template")

    command = commands.add_parser("demo", help="a shop's sales, mirrored into QuickBooks' stand-in")
    command.add_argument("--once", action="store_true", help="stop Odoo at the end")
    command.add_argument("--fresh", action="store_true", help="begin with new books and a new shop")
    command.add_argument("--backend", default="online", help="which QuickBooks: online or desktop")
    command.add_argument("--port", type=int, default=8069, help="of Odoo (8069)")
    command.add_argument("--sandbox-port", type=int, default=8070, help="of QuickBooks' stand-in")

    command = commands.add_parser("screenshots", help="the guide's pictures from a running demo")
    command.add_argument("names", nargs="*", help="only these (see development/screenshots.py)")
    command.add_argument("--port", type=int, default=8069, help="of the demo's Odoo (8069)")

    commands.add_parser("stop", help="stop the embedded PostgreSQL")

    options, rest = parser.parse_known_args()
    if rest and options.command != "test":
        parser.error(f"unknown arguments: {' '.join(rest)}")
    try:
        return COMMANDS[options.command](options, rest) or 0
    except progress.SetupError as error:
        return progress.fail(error)
    except KeyboardInterrupt:
        print("\ninterrupted", file=sys.stderr)
        return 130


def _environment(options, rest):
    environment.ensure()


def _database(options, rest):
    environment.ensure_tools()
    if options.drop:
        databases.drop(options.name)
    else:
        source = databases.ensure_template() if options.plain else None
        databases.fresh(options.name, source)
        print(options.name)


def _odoo(options, rest):
    _existing(options.database)
    odoo_process.check_port(options.port)
    configuration = odoo_process.configuration(options.database, options.port)
    progress.say(f"http://127.0.0.1:{options.port}/  login admin, password admin")
    _become(odoo_process.command("-c", configuration, *options.arguments))


def _shell(options, rest):
    _existing(options.database)
    configuration = odoo_process.configuration(options.database)
    _become(
        odoo_process.command(
            "shell",
            "-c",
            configuration,
            "--no-http",
            "--shell-interface=python",
            *options.arguments,
        )
    )


def _sql(options, rest):
    environment.ensure_tools()
    print(postgres.query(sys.stdin.read(), options.database))


def _test(options, rest):
    from .testing import suites

    return suites.run(options.database, rest)


def _lint(options, rest):
    from .testing import checks

    environment.ensure_tools()
    return 1 if any(result.failed for result in checks.run_all()) else 0


def _format(options, rest):
    from .testing import checks

    environment.ensure_tools()
    return checks.format_all()


def _pot(options, rest):
    from . import translations

    environment.ensure_tools()
    translations.write_templates()


def _demo(options, rest):
    environment.ensure()
    arguments = ["--port", options.port, "--sandbox-port", options.sandbox_port]
    arguments += ["--backend", options.backend]
    arguments += ["--once"] * options.once + ["--fresh"] * options.fresh
    _become([str(paths.PYTHON), "-m", "development.demo", *map(str, arguments)])


def _screenshots(options, rest):
    environment.ensure_tools()
    arguments = [*options.names, "--port", str(options.port)]
    _become([str(paths.PYTHON), "-m", "development.screenshots", *arguments])


def _stop(options, rest):
    postgres.stop()


def _existing(database: str) -> None:
    environment.ensure_tools()
    if not databases.exists(database):
        databases.fresh(database)


def _become(command: list[str]) -> None:
    sys.stdout.flush()
    os.execvpe(command[0], command, odoo_process.environment())


COMMANDS = {
    "environment": _environment,
    "database": _database,
    "odoo": _odoo,
    "shell": _shell,
    "sql": _sql,
    "test": _test,
    "lint": _lint,
    "format": _format,
    "pot": _pot,
    "demo": _demo,
    "screenshots": _screenshots,
    "stop": _stop,
}

if __name__ == "__main__":
    sys.exit(main())
