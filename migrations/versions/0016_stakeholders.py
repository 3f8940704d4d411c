"""Stakeholders: organisations in full, contacts, lists."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None

KNOWN = {
    "commissioner": (1, "Commissioner", "Commissioners", None),
    "integrated-care-board": (2, "Integrated care board", "Integrated care boards", "commissioner"),
    "trust": (4, "Trust", "Trusts", None),
    "council": (15, "Council", "Councils", None),
    "patients-group": (18, "Patients’ or carers’ group", "Patients’ and carers’ groups", None),
    "patients-association": (19, "Patients’ association", "Patients’ associations", "patients-group"),
    "voluntary-group": (22, "Voluntary or community group", "Voluntary and community groups", None),
    "local-group": (23, "Local group", "Local groups", "voluntary-group"),
    "professional-body": (27, "Professional body", "Professional bodies", None),
}
BEHIND_KNOWN = 100
DOUBLE = sa.text("merged_into_id IS NOT NULL")
EMPTY = frozenset({"the", "of", "and", "for", "in", "at", "on", "a", "an"})
SILENT = str.maketrans({"'": None, "’": None, "‘": None, "`": None, "´": None, ".": None, "&": " and "})


def _words(name):
    plain = unicodedata.normalize("NFKD", name.translate(SILENT).casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    found = list(dict.fromkeys(word[:60] for word in re.findall(r"[^\W_]+", plain)))
    return ([word for word in found if word not in EMPTY] or found)[:20]


def _slug(kind):
    plain = unicodedata.normalize("NFKD", kind.replace("_", " ").translate(SILENT).casefold())
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:70].strip("-")


def _kind(connection, kinds, slug, said):
    """The id of a kind, added with the kind above it when it is not there."""
    if slug in kinds:
        return kinds[slug][0]
    position, name, plural, above = KNOWN.get(slug, (BEHIND_KNOWN + len(kinds), said, said, None))
    if above is not None:
        _kind(connection, kinds, above, "")
    table = sa.table(
        "organisation_kind", *map(sa.column, ("id", "slug", "name", "plural", "parent_id", "path", "position"))
    )
    parent, path = kinds[above] if above else (None, "/")
    new = sa.insert(table).values(slug=slug, name=name, plural=plural, parent_id=parent, path="", position=position)
    key = connection.scalar(new.returning(table.c.id))
    kinds[slug] = (key, f"{path}{key}/")
    connection.execute(sa.update(table).where(table.c.id == key).values(path=kinds[slug][1]))
    return key


def _move_kinds():
    """What was typed as a kind becomes a kind of the tree; names can be found by their words."""
    connection, kinds, words = op.get_bind(), {}, []
    organisation = sa.table(
        "organisation", *map(sa.column, ("id", "name", "short_name", "kind", "kind_id", "name_key"))
    )
    for row in connection.execute(sa.select(organisation).order_by(organisation.c.id)).all():
        slug, said = _slug(row.kind), row.kind.strip().replace("_", " ")
        kind_id = _kind(connection, kinds, slug, said[:1].upper() + said[1:]) if slug else None
        connection.execute(
            sa.update(organisation)
            .where(organisation.c.id == row.id)
            .values(kind_id=kind_id, name_key=" ".join(_words(row.name)))
        )
        held = {*_words(row.name), *_words(row.short_name)}
        words += [{"word": word, "organisation_id": row.id} for word in sorted(held)]
    if words:
        connection.execute(
            sa.insert(sa.table("organisation_word", sa.column("word"), sa.column("organisation_id"))), words
        )


def _move_kinds_back():
    connection = op.get_bind()
    organisation = sa.table("organisation", sa.column("kind"), sa.column("kind_id"))
    kind = sa.table("organisation_kind", sa.column("id"), sa.column("name"))
    name = sa.select(kind.c.name).where(kind.c.id == organisation.c.kind_id).scalar_subquery()
    connection.execute(sa.update(organisation).values(kind=sa.func.coalesce(name, "")))


def upgrade():
    """Go forward."""
    op.create_table(
        "organisation_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_import")),
    )
    op.create_table(
        "organisation_kind",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plural", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["organisation_kind.id"], name=op.f("fk_organisation_kind_parent_id_organisation_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_kind")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_kind_slug")),
    )
    with op.batch_alter_table("organisation_kind", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_kind_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_kind_path"), ["path"], unique=False)

    op.create_table(
        "stakeholder_difference",
        sa.Column(
            "kind",
            sa.Enum("organisation", "contact", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "one_id", "other_id", name=op.f("pk_stakeholder_difference")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "phone", "post", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "standard",
                "easy_read",
                "large_print",
                "bsl",
                "braille",
                "audio",
                name="format",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contact_account_id_account")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["contact.id"], name=op.f("fk_contact_merged_into_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_contact_listed", ["name_key", "id"], unique=False)
        batch_op.create_index(
            "ix_contact_double", ["merged_into_id"], unique=False, sqlite_where=DOUBLE, postgresql_where=DOUBLE
        )

    op.create_table(
        "stakeholder_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column(
            "whom",
            sa.Enum(
                "organisations", "contacts", "both", name="whom", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("filters", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_stakeholder_list_made_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_list")),
        sa.UniqueConstraint("name", name=op.f("uq_stakeholder_list_name")),
    )
    op.create_table(
        "stakeholder_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("organisation", "contact", name="kind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("double_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["account.id"], name=op.f("fk_stakeholder_merge_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_merge")),
    )
    with op.batch_alter_table("stakeholder_merge", schema=None) as batch_op:
        batch_op.create_index("ix_stakeholder_merge_kept", ["kind", "kept_id"], unique=False)

    op.create_table(
        "contact_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum("email", "phone", "post", name="channel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_address_contact_id_contact")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_address")),
    )
    with op.batch_alter_table("contact_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_address_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index("ix_contact_address_key", ["channel", "key"], unique=False)

    op.create_table(
        "contact_area",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name=op.f("fk_contact_area_area_id_area")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_area_contact_id_contact")),
        sa.PrimaryKeyConstraint("contact_id", "area_id", name=op.f("pk_contact_area")),
    )
    with op.batch_alter_table("contact_area", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_area_area_id"), ["area_id"], unique=False)

    op.create_table(
        "contact_permission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "invitations", "news", "research", name="purpose", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "consent",
                "public_task",
                "legitimate_interests",
                "legal_obligation",
                name="basis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_permission_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_contact_permission_recorded_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_permission")),
    )
    with op.batch_alter_table("contact_permission", schema=None) as batch_op:
        batch_op.create_index("ix_contact_permission_latest", ["contact_id", "purpose", "id"], unique=False)

    op.create_table(
        "contact_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_role_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_contact_role_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_role")),
    )
    with op.batch_alter_table("contact_role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_role_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_role_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "contact_topic",
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_topic_contact_id_contact")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_contact_topic_topic_id_topic")),
        sa.PrimaryKeyConstraint("contact_id", "topic_id", name=op.f("pk_contact_topic")),
    )
    with op.batch_alter_table("contact_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_topic_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "contact_word",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_contact_word_contact_id_contact")),
        sa.PrimaryKeyConstraint("word", "contact_id", name=op.f("pk_contact_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organisation_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("postcode_key", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_address_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_address")),
    )
    with op.batch_alter_table("organisation_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_address_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_address_postcode_key"), ["postcode_key"], unique=False)

    op.create_table(
        "organisation_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("row", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_code_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_code")),
        sa.UniqueConstraint("scheme", "code", name=op.f("uq_organisation_code_scheme_code")),
    )
    with op.batch_alter_table("organisation_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_code_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "organisation_domain",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_domain_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "domain", name=op.f("pk_organisation_domain")),
    )
    with op.batch_alter_table("organisation_domain", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_domain_domain"), ["domain"], unique=False)

    op.create_table(
        "organisation_former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_former_name_organisation_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_former_name")),
    )
    with op.batch_alter_table("organisation_former_name", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_former_name_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "organisation_succession",
        sa.Column("predecessor_id", sa.Integer(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisation.id"], name=op.f("fk_organisation_succession_predecessor_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["organisation.id"], name=op.f("fk_organisation_succession_successor_id_organisation")
        ),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name=op.f("pk_organisation_succession")),
    )
    with op.batch_alter_table("organisation_succession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_succession_successor_id"), ["successor_id"], unique=False)

    op.create_table(
        "organisation_topic",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_topic_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_organisation_topic_topic_id_topic")),
        sa.PrimaryKeyConstraint("organisation_id", "topic_id", name=op.f("pk_organisation_topic")),
    )
    with op.batch_alter_table("organisation_topic", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_topic_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "organisation_word",
        sa.Column("word", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_word_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("word", "organisation_id", name=op.f("pk_organisation_word")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name_key", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("kind_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("telephone", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column(
                "status",
                sa.Enum(
                    "open",
                    "proposed",
                    "dormant",
                    "closed",
                    name="status",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=False,
                server_default="open",
            )
        )
        batch_op.add_column(sa.Column("opened_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("parent_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_public", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("last_confirmed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_organisation_listed", ["name", "id"], unique=False)
        batch_op.create_index("ix_organisation_of_kind", ["kind_id", "name", "id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_merged_into_id_organisation"), "organisation", ["merged_into_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_kind_id_organisation_kind"), "organisation_kind", ["kind_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_organisation_parent_id_organisation"), "organisation", ["parent_id"], ["id"]
        )

    _move_kinds()
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("kind")
        for column in ("name_key", "telephone", "status", "is_public"):
            batch_op.alter_column(column, server_default=None)
    for name, column in (("below", "parent_id"), ("double", "merged_into_id")):
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_organisation_{name}", "organisation", [column], sqlite_where=where, postgresql_where=where)


def downgrade():
    """Go back."""
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default=""))

    _move_kinds_back()
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.drop_constraint(batch_op.f("fk_organisation_parent_id_organisation"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_organisation_kind_id_organisation_kind"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_organisation_merged_into_id_organisation"), type_="foreignkey")
        batch_op.drop_index("ix_organisation_double")
        batch_op.drop_index("ix_organisation_below")
        batch_op.drop_index("ix_organisation_of_kind")
        batch_op.drop_index("ix_organisation_listed")
        batch_op.drop_column("last_confirmed_at")
        batch_op.drop_column("is_public")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("parent_id")
        batch_op.drop_column("closed_on")
        batch_op.drop_column("opened_on")
        batch_op.drop_constraint(batch_op.f("ck_organisation_status"), type_="check")
        batch_op.drop_column("status")
        batch_op.drop_column("telephone")
        batch_op.drop_column("kind_id")
        batch_op.drop_column("name_key")

    op.drop_table("organisation_word")
    with op.batch_alter_table("organisation_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_topic_topic_id"))

    op.drop_table("organisation_topic")
    with op.batch_alter_table("organisation_succession", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_succession_successor_id"))

    op.drop_table("organisation_succession")
    with op.batch_alter_table("organisation_former_name", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_former_name_organisation_id"))

    op.drop_table("organisation_former_name")
    with op.batch_alter_table("organisation_domain", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_domain_domain"))

    op.drop_table("organisation_domain")
    with op.batch_alter_table("organisation_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_code_organisation_id"))

    op.drop_table("organisation_code")
    with op.batch_alter_table("organisation_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_address_postcode_key"))
        batch_op.drop_index(batch_op.f("ix_organisation_address_organisation_id"))

    op.drop_table("organisation_address")
    op.drop_table("contact_word")
    with op.batch_alter_table("contact_topic", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_topic_topic_id"))

    op.drop_table("contact_topic")
    with op.batch_alter_table("contact_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_role_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_contact_role_contact_id"))

    op.drop_table("contact_role")
    with op.batch_alter_table("contact_permission", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_permission_latest")

    op.drop_table("contact_permission")
    with op.batch_alter_table("contact_area", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_area_area_id"))

    op.drop_table("contact_area")
    with op.batch_alter_table("contact_address", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_address_key")
        batch_op.drop_index(batch_op.f("ix_contact_address_contact_id"))

    op.drop_table("contact_address")
    with op.batch_alter_table("stakeholder_merge", schema=None) as batch_op:
        batch_op.drop_index("ix_stakeholder_merge_kept")

    op.drop_table("stakeholder_merge")
    op.drop_table("stakeholder_list")
    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index("ix_contact_double")
        batch_op.drop_index("ix_contact_listed")
        batch_op.drop_index(batch_op.f("ix_contact_account_id"))

    op.drop_table("contact")
    op.drop_table("stakeholder_difference")
    with op.batch_alter_table("organisation_kind", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_kind_path"))
        batch_op.drop_index(batch_op.f("ix_organisation_kind_parent_id"))

    op.drop_table("organisation_kind")
    op.drop_table("organisation_import")
