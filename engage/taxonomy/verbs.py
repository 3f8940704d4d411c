"""What the ledger says of areas and topics."""

from engage.core.ledger import declare

AREA_ADDED = declare("area.added", subject="area", says="An area was added.", code=str)
AREA_CHANGED = declare("area.changed", subject="area", says="What is said of an area was changed.", fields=str)
AREA_MOVED = declare(
    "area.moved", subject="area", says="An area was put into another one; nothing means into none.", old=int, new=int
)
AREA_REMOVED = declare("area.removed", subject="area", says="An area that nothing named was removed.", code=str)
AREA_POPULATION_SET = declare(
    "area.population_set", subject="area", says="It was said how many people live in an area.", people=int
)
TOPIC_ADDED = declare("topic.added", subject="topic", says="A topic was added.", slug=str)
TOPIC_CHANGED = declare("topic.changed", subject="topic", says="What is said of a topic was changed.", fields=str)
TOPIC_MERGED = declare("topic.merged", subject="topic", says="A topic became part of another one.", into=int)
TOPIC_REMOVED = declare("topic.removed", subject="topic", says="A topic that nothing named was removed.", slug=str)
