"""Which company file answers: told from its path and from the id that the Web Connector wrote into it.

A connection belongs to one company file. The path alone may change (a moved file), and the id alone is also
in every copy of the file (a restored backup), so both are compared.
"""

from dataclasses import dataclass

from .qwc import OWNER_ID
from .safe_xml import Unreadable, parse

FILE_ID = "FileID"


@dataclass(frozen=True, slots=True)
class CompanyFile:
    """`path` as QuickBooks reports it; `file_id` a GUID, empty if none was written yet; `name` is the
    company's."""

    path: str
    file_id: str = ""
    name: str = ""

    def __bool__(self):
        return bool(self.path or self.file_id)

    def is_same(self, other: "CompanyFile") -> bool:
        """Whether both are the same file. What one of them does not know does not count; Windows does not
        tell upper from lower case."""
        return _agree(self.path, other.path) and _agree(self.file_id, other.file_id)

    def belongs_to(self, other: "CompanyFile", mark: str) -> bool:
        """Whether it is the file of another connection, which works with `other` and has the Web Connector
        write `mark` into its file. The mark alone tells: that connection may not have had a session yet."""
        marked = _plain(self.file_id) and _plain(self.file_id) in map(_plain, (mark, other.file_id))
        return bool(marked or (other.path and self.is_same(other)))


def _agree(one, other):
    one, other = _plain(one), _plain(other)
    return not one or not other or one == other


def _plain(name):
    return name.strip().replace("/", "\\").casefold()


def read(path: str, host_answer: str) -> CompanyFile:
    """The company file from the path and the first answer (host, company, preferences) of a session.

    An answer that is empty or cannot be read leaves id and name empty.
    """
    try:
        root = parse(host_answer)
    except Unreadable:
        return CompanyFile(path)
    name = root.findtext(".//CompanyRet/CompanyName") or ""
    for extension in root.iterfind(".//CompanyRet/DataExtRet"):
        owner = (extension.findtext("OwnerID") or "").casefold()
        if owner == OWNER_ID.casefold() and extension.findtext("DataExtName") == FILE_ID:
            return CompanyFile(path, (extension.findtext("DataExtValue") or "").strip(), name)
    return CompanyFile(path, name=name)
