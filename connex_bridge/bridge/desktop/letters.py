"""Plain Latin letters for those that Windows-1252 lacks and Unicode does not take apart.

Letters with marks (ő, č, ả) are taken apart by Unicode itself and need no entry. Greek and Cyrillic are
written as international passports do. Only data.
"""

_LATIN = {
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "ĸ": "k",
    "ŋ": "n",
    "ŧ": "t",
    "ɓ": "b",
    "ɗ": "d",
    "ə": "e",
    "ɣ": "g",
    "ɩ": "i",
    "ɔ": "o",
    "ɛ": "e",
    "ơ": "o",
    "ư": "u",
    "ẞ": "SS",
}
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρστυφχψως",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
            "s",
        ],
        strict=True,
    )
)
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёђѓєіїјљњћќўџґ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "ie",
            "y",
            "-",
            "e",
            "iu",
            "ia",
            "e",
            "dj",
            "g",
            "ie",
            "i",
            "i",
            "j",
            "lj",
            "nj",
            "c",
            "k",
            "u",
            "dz",
            "g",
        ],
        strict=True,
    )
)
_CYRILLIC["ь"] = ""
_SIGNS = {
    "−": "-",
    "‐": "-",
    "‑": "-",
    "⁄": "/",
    "′": "'",
    "″": '"',
    "№": "No.",
    "₂": "2",
    "∙": "·",
}

_SMALL = _LATIN | _GREEK | _CYRILLIC
_CAPITAL = {
    small.upper(): plain.capitalize() for small, plain in _SMALL.items() if len(small.upper()) == 1
}
#: character → what is written for it
PLAIN = _CAPITAL | _SMALL | _SIGNS
# The capital of dotless i is a plain I, of which nothing has to be said.
PLAIN = {character: plain for character, plain in PLAIN.items() if not character.isascii()}
