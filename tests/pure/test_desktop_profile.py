"""What the copies of QuickBooks Desktop's lists are made of, as its stand-in answers."""

from xml.etree import ElementTree

import pytest
from desktop_samples import as_read
from lxml import etree

from connex_bridge.bridge.desktop import profile, qbxml
from connex_bridge.bridge.desktop.answer import Row
from connex_bridge.bridge.desktop.safe_xml import Unreadable
from quickbooks_sandbox.clock import Clock
from quickbooks_sandbox.desktop.company_file import CompanyFile


def rows(company, kind):
    request = profile.list_query(kind)
    answer = company.process(qbxml.message_set([request]), "Connex Bridge")
    assert not answer.hresult, company.log[-1]["reason"]
    [found] = ElementTree.fromstring(answer.response)[0]
    assert found.get("statusSeverity") != "Error", found.attrib
    return [as_read(each) for each in found]


def enter(company, kind, content):
    request = etree.fromstring(f"<{kind}AddRq><{kind}Add>{content}</{kind}Add></{kind}AddRq>")
    answer = company.process(qbxml.message_set([request]), "a person")
    assert 'statusCode="0"' in answer.response, company.log[-1]


@pytest.mark.parametrize(
    ("product", "edition"),
    [
        ("QuickBooks Pro 2014", "pro"),
        ("QuickBooks Premier: Professional Services Edition 2019", "premier"),
        ("QuickBooks Enterprise Solutions: Accountant 24.0", "enterprise"),
        ("QuickBooks Accountant 2012", ""),
        ("QuickBooks Professional 2031", ""),
    ],
)
def test_only_the_word_pro_says_that_there_are_no_sales_orders(product, edition):
    host = f"<HostRet><ProductName>{product}</ProductName></HostRet>"
    text = f"<QBXML><QBXMLMsgsRs><HostQueryRs>{host}</HostQueryRs></QBXMLMsgsRs></QBXML>"
    assert profile.company_facts(text)["edition"] == edition


@pytest.mark.parametrize("told", ["", "<QBXML>", "<QBXML><QBXMLMsgsRs/></QBXML>"])
def test_an_answer_that_does_not_say_which_quickbooks_it_is_tells_nothing(told):
    with pytest.raises(Unreadable):
        profile.company_facts(told)


@pytest.mark.parametrize("multicurrency", [False, True])
def test_quickbooks_answers_every_list(multicurrency):
    company = CompanyFile("1", Clock(), {"multicurrency": multicurrency, "class_tracking": True})
    account = "<AccountRef><FullName>Sales</FullName></AccountRef>"
    enter(company, "Customer", "<Name>Ada</Name>")
    enter(company, "Class", "<Name>Web</Name>")
    enter(company, "ItemDiscount", f"<Name>Discount</Name>{account}")
    enter(
        company, "ItemService", f"<Name>Repair</Name><SalesOrPurchase>{account}</SalesOrPurchase>"
    )
    for kind in profile.lists(multicurrency):
        kinds = {found for found, _entry in profile.entries(kind, rows(company, kind))}
        assert kinds == {profile.held_in(kind)}, kind


def test_sales_tax_items_come_from_their_own_list():
    company = CompanyFile("1", Clock(), {})
    taxes = [
        entry["name"] for _kind, entry in profile.entries("sales_tax", rows(company, "sales_tax"))
    ]
    assert "County Tax" in taxes
    items = {entry["name"] for _kind, entry in profile.entries("item", rows(company, "item"))}
    assert not items & set(taxes)


def test_a_group_has_the_rates_of_all_of_its_items_or_none():
    text = """<ItemSalesTaxGroupRet><ListID>9-1</ListID><Name>Both</Name>
    <ItemSalesTaxRef><ListID>1-1</ListID></ItemSalesTaxRef><ItemSalesTaxRef><ListID>2-1</ListID>
    </ItemSalesTaxRef></ItemSalesTaxGroupRet>"""
    members = profile.group_members([Row(etree.fromstring(text))])
    assert members == {"9-1": ["1-1", "2-1"]}
    rates = {"1-1": "6.25", "2-1": "1.25", "3-1": "4"}
    assert profile.group_rates(members, rates) == {"9-1": [["1-1", "6.25"], ["2-1", "1.25"]]}
    assert profile.group_rates(members, {"1-1": "6.25"}) == {"9-1": []}


def test_lists_of_one_kind_that_are_not_all_read_are_known():
    assert profile.read_in_part(["discount", "account"]) == ["item"]
    assert profile.read_in_part(["item", "discount", "sales_tax"]) == ["tax_code"]
    assert profile.read_in_part(profile.QUERIES) == []
