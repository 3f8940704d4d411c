"""What the ledger says of areas and topics."""

from engage.core.ledger import declare

AREA_ADDED = declare("area.added", subject="area", says="An area was added.", code=str)
TOPIC_ADDED = declare("topic.added", subject="topic", says="A topic was added.", slug=str)
