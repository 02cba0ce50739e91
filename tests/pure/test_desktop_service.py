"""What the Web Connector's service reads and writes, without Odoo: envelopes, file, HRESULTs, company
file.
"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from connex_bridge.bridge.desktop import company_file, hresults, qwc, safe_xml, soap, wsdl
from connex_bridge.bridge.desktop.company_file import CompanyFile

INTUIT = "http://developer.intuit.com/"
#: As the real Web Connector sends it.
RECORDED = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope'
    ' xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>'
    f'<receiveResponseXML xmlns="{INTUIT}"><ticket>t</ticket><response>&lt;QBXML&gt;</response>'
    "<hresult /><message /></receiveResponseXML></soap:Body></soap:Envelope>"
)
#: What XML 1.0 can hold.
TEXTS = st.text(
    st.characters(min_codepoint=32, exclude_categories=["Cs"], exclude_characters="\ufffe\uffff")
)


def test_a_recorded_call_is_read_and_what_is_not_given_is_empty():
    call = soap.read(RECORDED.encode())
    assert call.method == "receiveResponseXML"
    assert (call["ticket"], call["response"], call["hresult"]) == ("t", "<QBXML>", "")
    assert soap.read(RECORDED.replace("<hresult />", "").encode())["hresult"] == ""


@given(TEXTS)
def test_a_result_arrives_as_it_was_given(text):
    envelope = etree.fromstring(soap.answer("getLastError", text))
    assert (envelope.findtext(f".//{{{INTUIT}}}getLastErrorResult") or "") == text


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_every_text_of_a_list_is_there_also_if_it_is_empty(texts):
    envelope = etree.fromstring(soap.answer("authenticate", texts))
    members = envelope.findall(f".//{{{INTUIT}}}authenticateResult/{{{INTUIT}}}string")
    assert [member.text or "" for member in members] == texts


def test_a_reply_is_compact_and_has_the_names_that_net_expects():
    reply = soap.answer("receiveResponseXML", 42).decode()
    assert reply.endswith(
        f'<soap:Body><receiveResponseXMLResponse xmlns="{INTUIT}"><receiveResponseXMLResult>42'
        "</receiveResponseXMLResult></receiveResponseXMLResponse></soap:Body></soap:Envelope>"
    )


@pytest.mark.parametrize(("text", "number"), [("13", 13), (" 2 ", 2), ("", 0), ("-1", 0), ("²", 0)])
def test_a_number_that_is_none_is_zero(text, number):
    assert soap.Call("x", {"n": text}).number("n") == number


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(body):
    with pytest.raises(soap.NotACall):
        soap.read(body)


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "<a>&b;</a>",
        "<a>" * 41 + "</a>" * 41,
        "<a><b></a></b>",
        "",
    ],
)
def test_hostile_xml_is_unreadable(text):
    with pytest.raises(safe_xml.Unreadable):
        safe_xml.parse(text)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "cp037"])
def test_a_document_type_in_another_encoding_is_refused_before_it_is_read(encoding):
    entities = "".join(
        f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in itertools.pairwise("abcdefgh")
    )
    bomb = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{entities}]><x y="&h;"/>'
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    for text in (bomb, declared + bomb):
        with pytest.raises(safe_xml.Unreadable):
            safe_xml.parse(text.encode(encoding))


def test_bounds_are_kept_also_far_into_a_long_text():
    long = "<a>" + "<b>x</b>" * 10_000
    assert len(safe_xml.parse(long + "</a>")) == 10_000
    with pytest.raises(safe_xml.Unreadable):
        safe_xml.parse(long + "</a>", most=10_000)
    with pytest.raises(safe_xml.Unreadable):
        safe_xml.parse(long + "<c><d/></c></a>", deepest=2)


def test_an_answer_of_many_megabytes_is_read():
    text = safe_xml.parse(f"<a>{'x' * 11_000_000}</a>").text
    assert len(text) == 11_000_000


def test_a_text_is_read_whatever_its_declaration_says():
    assert safe_xml.parse('<?xml version="1.0" encoding="windows-1252"?><a>Łódź é</a>').text == (
        "Łódź é"
    )


def test_the_description_holds_every_method_and_the_address():
    root = etree.fromstring(wsdl.wsdl("https://shop.example.com/a?b&c"))
    names = {"wsdl": "http://schemas.xmlsoap.org/wsdl/"}
    operations = root.findall("wsdl:binding/wsdl:operation", names)
    assert {each.get("name") for each in operations} == set(soap.METHODS)
    assert root.find("wsdl:service//{*}address", names).get("location").endswith("a?b&c")


# The .qwc file


def application(**values):
    defaults = {
        "name": "Odoo Łódź & Co.",
        "address": "https://shop.example.com/connex/web_connector/1",
        "user_name": "connex-1",
        "file_id": "{11111111-2222-3333-4444-555555555555}",
        "minutes": 15,
    }
    return qwc.Application(**{**defaults, **values})


def test_the_file_is_ascii_and_keeps_its_owner():
    text = qwc.write(application()).decode("ascii")
    assert "<AppName>Odoo d &amp; Co.</AppName>" in text
    # Access once granted in QuickBooks is bound to it: it may never change.
    assert "<OwnerID>{8C6A2F41-3D0B-4E57-9A1C-5B7E60D4F293}</OwnerID>" in text
    assert "assword" not in text


def test_the_description_is_not_longer_than_the_web_connector_allows():
    root = etree.fromstring(qwc.write(application(description="x " * 100)))
    assert len(root.findtext("AppDescription")) <= 80


@pytest.mark.parametrize(
    ("address", "secure"),
    [
        ("https://shop.example.com/x", True),
        ("http://localhost:8069/x", True),
        ("http://127.0.0.1:8069/x", True),
        ("http://localhost.example.com/x", False),
        ("http://shop.example.com/x", False),
        ("ftp://shop.example.com/x", False),
    ],
)
def test_only_https_or_this_machine_is_secure(address, secure):
    assert qwc.is_secure(address) is secure
    if not secure:
        with pytest.raises(qwc.Insecure):
            qwc.write(application(address=address))


# HRESULTs


@pytest.mark.parametrize(
    ("hresult", "kind", "code"),
    [
        ("0x80040400", "refused", "desktop_not_understood"),
        ("0X80040401", "retry", "desktop_unreachable"),
        ("0x8004040a", "open", "desktop_other_file_open"),
        ("0x80040414", "retry", "desktop_dialog_open"),
        ("0x80040418", "ask", "desktop_access"),
        ("0x80040402", "few", "desktop_unreachable"),
        ("0x80040421", "few", "desktop_refused"),
        ("0x8FFFFFFF", "few", "desktop_refused"),
        ("nonsense", "few", "desktop_refused"),
    ],
)
def test_an_hresult_says_what_to_do(hresult, kind, code):
    assert hresults.reaction(hresult) == (kind, code)


@pytest.mark.parametrize(
    ("hresult", "written"),
    [(" 80040402", "0x80040402"), ("0X8004040a", "0x8004040A"), ("E_FAIL ", "E_FAIL")],
)
def test_an_hresult_is_written_in_one_way(hresult, written):
    assert hresults.written(hresult) == written


@pytest.mark.parametrize("hresult", ["", " ", "0", "0x0", "0x00000000"])
def test_no_error_is_no_error(hresult):
    assert not hresults.is_error(hresult)


@pytest.mark.parametrize("hresult", ["0x80040400", "80040400", "E_FAIL", "1"])
def test_an_error_is_an_error(hresult):
    assert hresults.is_error(hresult)


# The company file


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (CompanyFile("C:\\A.qbw", "{A}"), CompanyFile("c:\\a.QBW", "{a}"), True),
        (CompanyFile("C:\\A.qbw", "{A}"), CompanyFile("D:\\A.qbw", "{A}"), False),
        (CompanyFile("C:\\A.qbw", "{A}"), CompanyFile("C:\\A.qbw", "{B}"), False),
        (CompanyFile("C:\\A.qbw"), CompanyFile("C:\\A.qbw", "{B}"), True),
        (CompanyFile("", "{A}"), CompanyFile("C:\\A.qbw", "{B}"), False),
        (CompanyFile(""), CompanyFile("C:\\A.qbw", "{B}"), True),
        (CompanyFile("//SERVER/A.qbw"), CompanyFile("\\\\server\\a.qbw"), True),
    ],
)
def test_a_company_file_is_known_again_by_path_and_id(one, other, same):
    assert one.is_same(other) is same
    assert other.is_same(one) is same


def host_answer(owner=qwc.OWNER_ID, name="FileID"):
    return (
        '<?xml version="1.0" ?>\n<QBXML><QBXMLMsgsRs><CompanyQueryRs><CompanyRet>'
        "<CompanyName>Ada &amp; Co.</CompanyName><DataExtRet><OwnerID>{00000000-0000-0000-0000-"
        "000000000000}</OwnerID><DataExtName>FileID</DataExtName><DataExtValue>no</DataExtValue>"
        f"</DataExtRet><DataExtRet><OwnerID>{owner}</OwnerID><DataExtName>{name}</DataExtName>"
        "<DataExtValue> {B} </DataExtValue></DataExtRet></CompanyRet></CompanyQueryRs>"
        "</QBXMLMsgsRs></QBXML>"
    )


def test_the_id_is_the_one_that_was_written_for_us():
    assert company_file.read("p", host_answer()) == CompanyFile("p", "{B}", "Ada & Co.")
    assert company_file.read("p", host_answer(qwc.OWNER_ID.lower())).file_id == "{B}"
    assert company_file.read("p", host_answer(name="AppLock")).file_id == ""
    assert company_file.read("p", "") == CompanyFile("p")
    assert company_file.read("p", "<!DOCTYPE a><QBXML/>") == CompanyFile("p")
