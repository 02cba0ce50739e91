"""Answers recorded from the real API have the shape of what the sandbox answers to the same request.

The recordings may not be published with this project. The environment variable
QUICKBOOKS_RECORDINGS names the folder that holds them (``json``, ``oauth`` and ``xml`` inside);
without it this comparison is left out.
"""

import json
import os
from pathlib import Path

import pytest
from recorded_markup import MARKUP_ALLOWED, MARKUP_SCENES
from recorded_scenes import ALLOWED, SCENES
from recorded_stage import Stage
from shapes import differences, shape_of, xml_shape

FOLDER = os.environ.get("QUICKBOOKS_RECORDINGS", "")
REASON = "left out: QUICKBOOKS_RECORDINGS does not name a folder of recorded answers"

pytestmark = pytest.mark.skipif(not FOLDER, reason=REASON)


def recordings(*folders):
    if not FOLDER:
        return [pytest.param(None, id="no recordings")]
    files = [path for folder in folders for path in sorted((Path(FOLDER) / folder).glob("*.*"))]
    assert files, f"{FOLDER} holds no recordings"
    return [pytest.param(path, id=path.stem) for path in files]


def body_of(recording):
    """The recorded answer without what surrounds it."""
    response = recording.get("response", {}) if isinstance(recording, dict) else {}
    return response.get("body", recording)


def unexplained(found, allowed):
    """The differences for which no reason is given; a reason may stand for all that begin so."""
    whole = {each for each in allowed if not each.endswith("*")}
    beginnings = tuple(each[:-1] for each in allowed if each.endswith("*"))
    return [each for each in found if each not in whole and not each.startswith(beginnings)]


@pytest.mark.parametrize("path", recordings("json", "oauth"))
def test_the_sandbox_answers_in_the_recorded_shape(control, path):
    recording = json.loads(path.read_text(encoding="utf-8"))
    assert path.stem in SCENES, f"no scene compares {path.name} yet: add one to recorded_scenes.py"
    answer = SCENES[path.stem](Stage(control), recording)
    found = differences(shape_of(body_of(recording)), shape_of(answer))
    assert unexplained(found, ALLOWED.get(path.stem, {})) == []


@pytest.mark.parametrize("path", recordings("xml"))
def test_the_sandbox_answers_in_the_recorded_markup(control, path):
    assert path.stem in MARKUP_SCENES, f"no scene compares {path.name} yet: see recorded_markup.py"
    answer = MARKUP_SCENES[path.stem](Stage(control))
    recorded = xml_shape(path.read_text(encoding="utf-8"))
    found = differences(recorded, xml_shape(answer))
    assert unexplained(found, MARKUP_ALLOWED.get(path.stem, {})) == []
