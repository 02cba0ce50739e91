"""What can be made to go wrong in a session of the Web Connector.

An order is ``{kind, at?, number?, hresult?, message?, times?, bytes?}``; ``at`` is a call such as
``receiveResponseXML``, ``number`` which of these calls in the session (1 for the first).

``disconnect_before``/``disconnect_after``  the session breaks off before a call leaves, or after it was
    served and before its answer arrives: before ``receiveResponseXML`` QuickBooks has executed a message
    whose answer is lost, after ``sendRequestXML`` it never gets the message
``repeat``  the call is made twice
``hresult``  QuickBooks refuses the message; ``executed`` true: after it was executed
``cut``  half of the answer is handed over
``pad``  so many ``bytes`` of white space are put into the answer
``opening``  the company file cannot be opened, ``times`` times
"""

from collections import Counter

_KINDS = {
    "disconnect_before",
    "disconnect_after",
    "repeat",
    "hresult",
    "cut",
    "pad",
    "opening",
}
_OPTIONS = {"kind", "at", "number", "hresult", "message", "times", "bytes", "executed"}
_EXECUTION = "execution"


class Disconnected(Exception):
    """The session broke off here, as ordered."""


class Interruptions:
    """The orders of one session; ``struck`` are the kinds of those that came about, in order.

    Raises ``ValueError`` for an order that makes no sense.
    """

    def __init__(self, orders):
        for order in orders:
            if set(order) - _OPTIONS or order.get("kind") not in _KINDS:
                raise ValueError(f"unknown interruption {order}")
        self._orders = [dict(order) for order in orders]
        self._made = Counter()
        self.struck = []

    def before(self, method):
        """Called before a call leaves."""
        self._made[method] += 1
        if self._due("disconnect_before", method):
            raise Disconnected(method)

    def times(self, method):
        """How often the call is made."""
        return 2 if self._due("repeat", method) else 1

    def after(self, method):
        """Called when the server has answered and nothing was done with the answer yet."""
        if self._due("disconnect_after", method):
            raise Disconnected(method)

    def opening(self):
        """(hresult, message) if the company file is not to be opened this time, else None."""
        for order in self._orders:
            if order["kind"] == "opening" and order.get("times", 1) > 0:
                order["times"] = order.get("times", 1) - 1
                self.struck.append(order["kind"])
                return order.get("hresult", "0x80040401"), order.get("message", "No access.")
        return None

    def executing(self, execute):
        """The outcome of a message as (response, hresult, message); ``execute`` has QuickBooks do it."""
        self._made[_EXECUTION] += 1
        refusal = self._due("hresult", _EXECUTION)
        if refusal:
            if refusal.get("executed"):
                execute()
            return "", refusal.get("hresult", "0x80040402"), refusal.get("message", "Failed.")
        answer = execute()
        response = answer.response
        if self._due("cut", _EXECUTION):
            response = response[: len(response) // 2]
        padded = self._due("pad", _EXECUTION)
        if padded:
            response = response.replace("<QBXML>", "<QBXML>" + " " * padded["bytes"], 1)
        return response, answer.hresult, answer.message

    def _due(self, kind, at):
        for order in self._orders:
            if order["kind"] != kind or order.get("at", at) != at:
                continue
            if self._made[at] == order.get("number", 1):
                self.struck.append(kind)
                return order
        return None
