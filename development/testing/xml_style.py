"""Formats XML files: well-formed, four spaces per level, no tabs or trailing spaces, one final newline.

`python -m development.testing.xml_style [--check] FILE…` rewrites files, or only says which it would.
It changes white space at the beginnings and ends of lines, never what is on them; the text inside
elements (Python code, notes) and comments keep their shape.
"""

import re
import sys
from pathlib import Path
from xml.parsers import expat

INDENT = 4
TOKEN = re.compile(
    r"<!--.*?-->"
    r"|<!\[CDATA\[.*?\]\]>"
    r"|<\?.*?\?>"
    r"|<!DOCTYPE[^>]*>"
    r"|</[^>]*>"
    r"""|<[^\s>/!?](?:[^"'>]|"[^"]*"|'[^']*')*>""",
    re.DOTALL,
)


def format_text(text: str) -> str:
    """Return the formatted text; raise ExpatError if it is not well-formed XML."""
    expat.ParserCreate().Parse(text.encode(), True)
    text = text.replace("\t", " " * INDENT)
    lines = text.split("\n")
    for number, (depth, last) in _tag_lines(text).items():
        shift = depth * INDENT - (len(lines[number]) - len(lines[number].lstrip()))
        # A tag's further lines move with its first one, so that aligned attributes stay aligned.
        for index in range(number, last + 1):
            stripped = lines[index].lstrip()
            lines[index] = " " * max(len(lines[index]) - len(stripped) + shift, 0) + stripped
    return "\n".join(line.rstrip() for line in lines).rstrip("\n") + "\n"


def _tag_lines(text: str) -> dict[int, tuple[int, int]]:
    """Return {line: (depth, last line of the tag)} for the lines that begin with a tag."""
    found = {}
    depth = 0
    for match in TOKEN.finditer(text):
        token = match.group()
        closes = token.startswith("</")
        opens = not closes and token[1] not in "!?" and not token.endswith("/>")
        if closes:
            depth -= 1
        if not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip():
            first = text.count("\n", 0, match.start())
            found[first] = (depth, first + token.count("\n"))
        if opens:
            depth += 1
    return found


def main(arguments: list[str]) -> int:
    """Format the files, or with --check return 1 if any would change."""
    check = "--check" in arguments
    status = 0
    for name in arguments:
        if name == "--check":
            continue
        file = Path(name)
        before = file.read_text(encoding="utf-8")
        try:
            after = format_text(before)
        except expat.ExpatError as error:
            print(f"{name}: not well-formed: {error}")
            status = 1
            continue
        if after != before:
            print(f"{name}: {'would be formatted' if check else 'formatted'}")
            status = 1 if check else status
            if not check:
                file.write_text(after, encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
