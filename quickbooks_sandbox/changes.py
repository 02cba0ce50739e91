"""Change data capture: what changed or was deleted since a moment."""

from .catalogue import BY_LOWER_NAME
from .clock import seconds_of
from .faults import QuickBooksFault, required
from .registry import RULES

LOOK_BACK_SECONDS = 30 * 24 * 3600
MAXIMUM_OBJECTS = 1000


def run(company, names, since):
    """The ``CDCResponse``. Raises 2020, 2060, 2180 (older than thirty days) and 2000."""
    if not names:
        raise required("entities")
    if not since:
        raise required("changedSince")
    try:
        moment = int(seconds_of(since))
    except ValueError:
        detail = f"changedSince should be a date. Supplied value:{since}"
        raise QuickBooksFault("2060", detail, "changedSince") from None
    if company.clock.now() - moment > LOOK_BACK_SECONDS + 60:
        raise QuickBooksFault("2180", "changedSince cannot be older than 30 days.", "changedSince")
    responses, left = [], MAXIMUM_OBJECTS
    for name in names.split(","):
        entity = BY_LOWER_NAME.get(name.strip().lower())
        if entity is None or not entity.in_changes:
            raise QuickBooksFault("2000", f"Invalid Object Name : {name.strip()}", "entities")
        found = _changed(company, entity, moment)[:left]
        left -= len(found)
        responses.append(
            {entity.name: found, "startPosition": 1, "maxResults": len(found)} if found else {}
        )
    return [{"QueryResponse": responses}]


def _changed(company, entity, moment):
    rules = RULES[entity.name]
    found = []
    for stored in company.objects[entity.name].values():
        if seconds_of(stored["MetaData"]["LastUpdatedTime"]) >= moment:
            found.append(rules.render(company, stored))
    for identifier, when in company.deleted[entity.name].items():
        if seconds_of(when) >= moment:
            found.append(
                {
                    "domain": "QBO",
                    "status": "Deleted",
                    "Id": identifier,
                    "MetaData": {"LastUpdatedTime": when},
                }
            )
    return found
