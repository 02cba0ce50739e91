"""Attached notes and files: the Attachable entity."""

from .faults import business, required
from .rules import Rules


class AttachableRules(Rules):
    """A note or file that hangs on documents."""

    read_only = frozenset({"FileAccessUri", "TempDownloadUri"})

    def prepare(self, company, new, old, sent):
        if not new.get("FileName") and not new.get("Note"):
            raise required("FileName")
        references = []
        for reference in new.get("AttachableRef", []):
            target = reference.get("EntityRef", {})
            kind, identifier = target.get("type"), target.get("value")
            if kind not in company.objects or company.get(kind, identifier) is None:
                raise business(
                    f"The entity {kind} {identifier} that you are trying to link does not exist. "
                    f"{kind} {identifier}"
                )
            references.append({"IncludeOnSend": False, **reference})
        if references:
            new["AttachableRef"] = references
        if old:
            for field in ("Size", "ContentType"):
                if field in old:
                    new[field] = old[field]

    def settle(self, company, new, old):
        if new.get("FileName") and "FileAccessUri" not in new:
            address = f"/v3/company/{company.realm}/download/{new['Id']}"
            file_address = f"https://files.example/{company.realm}/{new['Id']}"
            stored = {**new, "FileAccessUri": address, "TempDownloadUri": file_address}
            company.put("Attachable", stored)
