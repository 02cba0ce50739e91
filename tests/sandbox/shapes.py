"""Compares the shape of two answers: which keys, of which types, nested how. Values do not matter."""

import xml.etree.ElementTree as ElementTree


def shape_of(value):
    """A value's shape: a dictionary by key, a list's merged element shape, or the name of a type."""
    if isinstance(value, dict):
        return {key: shape_of(each) for key, each in value.items()}
    if isinstance(value, list):
        merged = None
        for each in value:
            merged = _merged(merged, shape_of(each))
        return [merged]
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    return "null" if value is None else "text"


def _merged(one, other):
    """The shape that covers both: rows of a list need not all have every key."""
    if one is None:
        return other
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: _merged(one.get(key), other.get(key, one.get(key))) for key in {**one, **other}
        }
    if isinstance(one, list) and isinstance(other, list):
        return [_merged(one[0], other[0])] if other[0] is not None else one
    return one if one == other else f"{one} or {other}"


def differences(recorded, answered, path=""):
    """What differs, as lines like ``missing Invoice.Line[].Id``."""
    if isinstance(recorded, dict) and isinstance(answered, dict):
        found = []
        for key in {**recorded, **answered}:
            inner = f"{path}.{key}" if path else key
            if key not in answered:
                found.append(f"missing {inner}")
            elif key not in recorded:
                found.append(f"extra {inner}")
            else:
                found += differences(recorded[key], answered[key], inner)
        return found
    if isinstance(recorded, list) and isinstance(answered, list):
        if recorded[0] is None or answered[0] is None:
            return []
        return differences(recorded[0], answered[0], f"{path}[]")
    return [] if recorded == answered else [f"{path}: {recorded} became {answered}"]


def xml_shape(text):
    """The shape of an XML answer: element names nested in element names; leaves are text.

    Some recordings lack the outermost element, so it does not count.
    """
    root = ElementTree.fromstring(text)
    if root.tag.endswith("IntuitResponse"):
        return _element_shape(root)
    return {root.tag.rpartition("}")[2]: _element_shape(root)}


def _element_shape(element):
    if not len(element):
        return "text"
    shape = {}
    for child in element:
        name = child.tag.rpartition("}")[2]
        shape[name] = _covering(shape.get(name), _element_shape(child))
    return shape


def _covering(one, other):
    if not isinstance(one, dict) or not isinstance(other, dict):
        return other if one is None or isinstance(other, dict) else one
    return {key: _covering(one.get(key), other.get(key, "text")) for key in {**one, **other}}
