"""What `make format` does to XML files, and what it leaves alone."""

from xml.parsers.expat import ExpatError

import pytest

from development.testing.xml_style import format_text, main


def test_nesting_becomes_four_spaces_per_level():
    assert format_text("<odoo>\n  <record>\n<field/>\n  </record>\n</odoo>") == (
        "<odoo>\n    <record>\n        <field/>\n    </record>\n</odoo>\n"
    )


def test_attributes_on_further_lines_stay_aligned_with_the_first():
    text = '<odoo>\n  <field name="a"\n         string="B"/>\n</odoo>\n'
    assert format_text(text) == '<odoo>\n    <field name="a"\n           string="B"/>\n</odoo>\n'


def test_greater_than_in_an_attribute_does_not_end_the_tag():
    text = '<odoo>\n    <a invisible="x > 1"/>\n    <b/>\n</odoo>\n'
    assert format_text(text) == text


def test_code_inside_an_element_keeps_its_shape():
    text = '<odoo>\n    <field name="code">\nif records:\n  records.go()\n    </field>\n</odoo>\n'
    assert format_text(text) == text


def test_comment_with_tags_in_it_is_one_thing():
    text = "<odoo>\n    <!-- <a> is\n         opened here -->\n    <b/>\n</odoo>\n"
    assert format_text(text) == text


def test_tabs_and_trailing_spaces_go_and_one_newline_ends_the_file():
    assert format_text("<odoo>  \n\t<a/>\n\n\n</odoo>\n\n\n") == "<odoo>\n    <a/>\n\n\n</odoo>\n"


def test_formatting_twice_changes_nothing_more():
    once = format_text("<odoo>\n<a>\n<b\nx='1'\n/>\n</a>\n</odoo>")
    assert format_text(once) == once


def test_broken_xml_is_refused():
    with pytest.raises(ExpatError):
        format_text("<odoo><a></odoo>")


def test_check_tells_of_a_file_and_does_not_touch_it(tmp_path, capsys):
    file = tmp_path / "view.xml"
    file.write_text("<odoo>\n<a/>\n</odoo>\n")
    assert main(["--check", str(file)]) == 1
    assert "would be formatted" in capsys.readouterr().out
    assert file.read_text() == "<odoo>\n<a/>\n</odoo>\n"
    assert main([str(file)]) == 0
    assert main(["--check", str(file)]) == 0
