"""Upload of files in a multipart request."""

import base64
import binascii
import email
import email.policy

from .faults import QuickBooksFault, required
from .operations import execute
from .wire import loads


def upload(company, entity, request):
    """``POST upload``: files with their descriptions, answered file by file inside HTTP 200."""
    kind = request.headers.get("content-type", "")
    head = f"Content-Type: {kind}\r\n\r\n".encode()
    message = email.message_from_bytes(head + request.body.lstrip(), policy=email.policy.HTTP)
    descriptions, files = {}, {}
    for part in message.iter_parts() if message.is_multipart() else ():
        name = part.get_param("name", header="content-disposition") or ""
        word, _, number = name.rpartition("_")
        if word == "file_metadata":
            descriptions[number] = part.get_payload(decode=True)
        elif word == "file_content":
            files[number] = part
    if not files:
        raise required("file_content_01")
    return [
        _stored(company, entity, descriptions.get(number), part) for number, part in files.items()
    ]


def _stored(company, entity, description, part):
    try:
        body = loads(description.decode()) if description else {}
        body.setdefault("FileName", part.get_filename() or "file")
        body.setdefault("ContentType", part.get_content_type())
        body["Size"] = len(_content(part))
        return {"Attachable": execute(company, entity, "create", body)}
    except QuickBooksFault as fault:
        return {"Fault": fault.as_fault()}


def _content(part):
    payload = part.get_payload(decode=True) or b""
    if part.get("content-transfer-encoding", "").lower() == "base64":
        try:
            return base64.b64decode(payload, validate=True)
        except binascii.Error:
            return payload
    return payload
