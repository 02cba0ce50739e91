"""Checks requests against the field models of qbXML, where they are at hand.

The environment variable QUICKBOOKS_DESKTOP_MODELS names the file: {request: {"c": fields}} with the name,
type, number, length, values and children of each field. It owes nothing to the stand-in's own tables.
"""

import json
import os
import re
from functools import cache
from pathlib import Path

MODELS = os.environ.get("QUICKBOOKS_DESKTOP_MODELS", "")
NUMBER = re.compile(r"[+-]?\d{1,10}(\.\d{1,5})?")
PATTERNS = {
    "AMTTYPE": re.compile(r"[+-]?\d{1,13}(\.\d\d)?"),
    "PRICETYPE": NUMBER,
    "QUANTYPE": NUMBER,
    "PERCENTTYPE": NUMBER,
    "DATETYPE": re.compile(r"\d{4}-\d\d-\d\d"),
    "BOOLTYPE": re.compile(r"true|false"),
    "INTTYPE": re.compile(r"\d+"),
}


@cache
def _models():
    return json.loads(Path(MODELS).read_text())


def check(request):
    """Raises AssertionError where a request breaks its field model; nothing where there are no models."""
    if not MODELS or request.tag not in _models():
        return
    children = list(request)
    assert _sequence(children, 0, _models()[request.tag]["c"], request.tag) == len(children), (
        request.tag
    )


def _sequence(children, place, models, where):
    for model in models:
        count = 0
        while model["max"] is None or count < model["max"]:
            after = _one(children, place, model, where)
            if after == place:
                break
            place, count = after, count + 1
        assert count >= model["min"] or "choice" in model, f"{model.get('n')} is missing in {where}"
    return place


def _one(children, place, model, where):
    if place == len(children):
        return place
    if "choice" in model:
        for alternative in model["choice"]:
            if children[place].tag in {each.get("n") for each in alternative}:
                return _sequence(children, place, alternative, where)
        return place
    element = children[place]
    if element.tag != model["n"]:
        return place
    if model["c"]:
        inner = list(element)
        end = _sequence(inner, 0, model["c"], element.tag)
        assert end == len(inner), f"{inner[end].tag if end < len(inner) else ''} in {element.tag}"
    else:
        _value(element, model)
    return place + 1


def _value(element, model):
    text = element.text or ""
    assert len(element) == 0
    assert not model["len"] or len(text) <= model["len"], f"{element.tag} is too long: {text}"
    assert not model["enum"] or text in model["enum"], f"{element.tag}: {text}"
    pattern = PATTERNS.get(model["t"])
    assert not pattern or pattern.fullmatch(text), f"{element.tag}: {text}"
