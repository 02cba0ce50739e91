"""The query language's grammar: text in, a ``Statement`` out, or fault 4000 with the parser's text."""

import re
from dataclasses import dataclass, field

from .faults import QuickBooksFault

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>'(?:\\.|[^'\\])*')
      | (?P<number>[+-]?\d+(?:\.\d+)?(?![\w.]))
      | (?P<word>[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)
      | (?P<operator><=|>=|!=|[=<>(),*])
    )""",
    re.VERBOSE,
)


@dataclass
class Condition:
    """One comparison: property, operator (``IN`` and ``LIKE`` included) and its values as text."""

    path: str
    operator: str
    values: list


@dataclass
class Statement:
    """A parsed statement."""

    entity: str
    columns: list = field(default_factory=list)
    count: bool = False
    conditions: list = field(default_factory=list)
    order: list = field(default_factory=list)
    start: int = 1
    maximum: int = 100


@dataclass
class _Token:
    kind: str
    text: str
    column: int


def parse(text):
    """Parse a statement. Raises 4000 when it does not follow the grammar."""
    return _Parser(text).statement()


class _Parser:
    def __init__(self, text):
        self.tokens = list(self._tokens(text))
        self.position = 0

    def _tokens(self, text):
        position = 0
        text = text.strip().rstrip(";")
        while position < len(text):
            match = _TOKEN.match(text, position)
            if not match or match.end() == position:
                if not text[position:].strip():
                    break
                rest = text[position:].lstrip()
                raise _unexpected(_Token("other", rest[:1], len(text) - len(rest) + 1))
            kind = match.lastgroup
            yield _Token(kind, match.group(kind), match.start(kind) + 1)
            position = match.end()
        yield _Token("end", "", len(text) + 1)

    def _peek(self):
        return self.tokens[self.position]

    def _next(self):
        token = self.tokens[self.position]
        if token.kind != "end":
            self.position += 1
        return token

    def _at(self, *words):
        token = self._peek()
        return token.kind == "word" and token.text.upper() in words

    def _keyword(self, word):
        token = self._next()
        if token.kind != "word" or token.text.upper() != word:
            raise _unexpected(token, f'"{word.lower()}"')

    def _symbol(self, symbol):
        token = self._next()
        if token.text != symbol or token.kind != "operator":
            raise _unexpected(token, f'"{symbol}"')

    def _identifier(self):
        token = self._next()
        if token.kind != "word":
            raise _unexpected(token, "<IDENTIFIER>")
        return token.text

    def statement(self):
        self._keyword("SELECT")
        columns, count = self._columns()
        self._keyword("FROM")
        result = Statement(self._identifier(), columns, count)
        if self._at("WHERE"):
            self._next()
            result.conditions.append(self._condition())
            while self._at("AND"):
                self._next()
                result.conditions.append(self._condition())
        if self._at("ORDERBY", "ORDER"):
            if self._next().text.upper() == "ORDER":
                self._keyword("BY")
            result.order = self._order()
        while self._at("STARTPOSITION", "MAXRESULTS"):
            word = self._next().text.upper()
            number = self._next()
            if number.kind != "number" or not number.text.isdigit():
                raise _unexpected(number, "<INTEGER>")
            if word == "STARTPOSITION":
                result.start = int(number.text)
            else:
                result.maximum = int(number.text)
        if self._peek().kind != "end":
            raise _unexpected(self._peek())
        return result

    def _columns(self):
        if self._at("COUNT"):
            self._next()
            for symbol in "(*)":
                self._symbol(symbol)
            return [], True
        columns = []
        while True:
            token = self._next()
            if token.text == "*":
                columns.append("*")
            elif token.kind == "word" and token.text.upper() != "FROM":
                columns.append(token.text)
            else:
                raise _unexpected(token, "<IDENTIFIER>")
            if self._peek().text != ",":
                return columns, False
            self._next()

    def _condition(self):
        path = self._identifier()
        token = self._next()
        operator = token.text.upper()
        if operator == "IN":
            self._symbol("(")
            values = [self._value()]
            while self._peek().text == ",":
                self._next()
                values.append(self._value())
            self._symbol(")")
            return Condition(path, "IN", values)
        if operator == "LIKE" or token.text in ("=", "<", ">", "<=", ">=", "!="):
            return Condition(path, operator, [self._value()])
        raise _unexpected(token, '"="')

    def _value(self):
        token = self._next()
        if token.kind == "string":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1])
        if token.kind == "number":
            return token.text
        if token.kind == "word" and token.text.upper() in ("TRUE", "FALSE", "CURRENT_DATE"):
            return token.text.lower() if token.text.upper() != "CURRENT_DATE" else "CURRENT_DATE"
        raise _unexpected(token, "<STRING>")

    def _order(self):
        order = []
        while True:
            path = self._identifier()
            descending = False
            if self._at("ASC", "DESC"):
                descending = self._next().text.upper() == "DESC"
            order.append((path, descending))
            if self._peek().text != ",":
                return order
            self._next()


def _unexpected(token, wanted="<EOF>"):
    what = f'" <IDENTIFIER> "{token.text} ""' if token.kind == "word" else f'"{token.text}"'
    if token.kind == "end":
        what = '"<EOF>"'
    detail = (
        f"QueryParserError: Encountered {what} at line 1, column {token.column}.\n"
        f"Was expecting:\n    {wanted} ...\n    "
    )
    return QuickBooksFault("4000", detail, None)
