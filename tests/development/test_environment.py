"""Finding what a bare machine has, and saying what to do where it has not."""

import os

import pytest

from development import databases, debian, python_packages
from development.progress import SetupError


@pytest.fixture
def apt_get(tmp_path, monkeypatch):
    """A function that puts an `apt-get` with the given answers first on the path."""
    monkeypatch.delenv("DEBIAN_MIRROR", raising=False)

    def install(indextargets="", print_uris=""):
        program = tmp_path / "apt-get"
        program.write_text(
            "#!/bin/sh\n"
            f"case \"$1\" in indextargets) printf '{indextargets}';;"
            f' --print-uris) printf "{print_uris}";; esac\n'
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return install


def test_mirror_is_the_one_this_machine_uses_itself(apt_get):
    apt_get(indextargets="http://mirror.test/debian-security\\nhttp://mirror.test/debian/\\n")
    assert debian._mirror() == "http://mirror.test/debian/"


def test_mirror_is_found_before_the_first_update(apt_get):
    apt_get(print_uris="'http://mirror.test/debian/dists/bookworm/InRelease' list_InRelease 0\\n")
    assert debian._mirror() == "http://mirror.test/debian"


def test_mirror_of_another_distribution_is_not_taken_and_the_variable_is_named(apt_get):
    apt_get(indextargets="http://mirror.test/ubuntu/\\n")
    with pytest.raises(SetupError) as refusal:
        debian._mirror()
    assert "DEBIAN_MIRROR" in refusal.value.remedy
    assert "debian-archive-keyring" in refusal.value.remedy


def test_mirror_can_be_chosen(apt_get, monkeypatch):
    apt_get(indextargets="http://mirror.test/debian/\\n")
    monkeypatch.setenv("DEBIAN_MIRROR", "http://other.test/debian")
    assert debian._mirror() == "http://other.test/debian"


def test_missing_archive_keys_name_their_package(monkeypatch, tmp_path):
    monkeypatch.setattr(debian, "KEYRINGS", (tmp_path / "none.gpg",))
    with pytest.raises(SetupError) as refusal:
        debian._keyring()
    assert refusal.value.remedy == "apt-get install debian-archive-keyring"


def test_folder_without_odoo_is_refused_as_odoo_home(monkeypatch, tmp_path):
    monkeypatch.setenv("ODOO_HOME", str(tmp_path))
    with pytest.raises(SetupError, match="contains no `odoo` package"):
        debian.ensure()


def test_python_that_is_too_new_is_replaced_by_one_on_the_path(monkeypatch, tmp_path):
    older = tmp_path / "python3.12"
    older.write_text("#!/bin/sh\n")
    older.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(python_packages.sys, "version_info", (3, 99, 0))
    assert python_packages.find_interpreter() == str(older)


def test_without_any_supported_python_the_versions_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(python_packages.sys, "version_info", (3, 9, 0))
    with pytest.raises(SetupError, match="3.10 to 3.13"):
        python_packages.find_interpreter()


@pytest.mark.parametrize("name", ["", "Robert'); DROP", "up-and-down", "../x", "1st", "a" * 60])
def test_database_names_that_could_do_harm_are_refused(name):
    with pytest.raises(SetupError, match="not a good database name"):
        databases.check_name(name)
