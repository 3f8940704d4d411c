"""Tables: equal to their migrations on this database, and honest about personal data."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from engage.core.database import Base, db

PERSONAL = re.compile(r"(^|_)(email|phone|name|byline_name|contact|password_hash|to|lead)$")
NOT_PEOPLE = {
    "area.name": "of a place",
    "topic.name": "of a subject",
    "organisation.name": "of an organisation",
    "organisation.short_name": "of an organisation",
    "organisation.email": "of an organisation",
    "organisation_kind.name": "of a kind",
    "stakeholder_list.name": "of a list",
    "group_suggestion.name": "of a group",
    "network.name": "of a network",
    "post_section.name": "of a section",
    "representation.proposed_name": "of an organisation",
    "stored_file.name": "of a file",
    "directory_import.name": "of a file",
    "submission_import.name": "of a file",
    "import_source.name": "of a list",
    "outbox_message.name": "of a kind of message",
    "account.organisation_name": None,
    "comment.organisation_name": None,
}


def own(_thing, name, kind, _reflected, _compared):
    return not (kind in ("table", "index") and (name or "").startswith("search_index"))


def test_models_equal_migrations(site):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": own, "compare_type": False})
        difference = compare_metadata(context, Base.metadata)
    assert difference == [], "write a migration"


def test_every_column_with_personal_data_says_why_and_for_how_long():
    silent = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if PERSONAL.search(column.name)
        and "personal" not in column.info
        and not NOT_PEOPLE.get(f"{table.name}.{column.name}")
    ]
    assert not silent, "give the column info=personal(purpose, basis, retention)"


def test_purpose_basis_and_retention_are_words():
    for table in Base.metadata.tables.values():
        for column in table.columns:
            for word in column.info.get("personal", {}).values():
                assert len(word) > 4, f"{table.name}.{column.name}"
