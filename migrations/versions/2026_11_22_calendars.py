"""Calendars: links of their own, invitations and replies, embeddings.

Revision: calendars, after workplace, written 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

from webapp.core import database as types

revision = "calendars"
down_revision = "workplace"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "calendar_askings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("asked_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_askings")),
        sa.UniqueConstraint("email_key", name=op.f("uq_calendar_askings_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_askings_public_id")),
    )
    with op.batch_alter_table("calendar_askings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_askings_asked_at"), ["asked_at"], unique=False
        )

    op.create_table(
        "embeddings",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("form", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("background", sa.String(length=8), nullable=False),
        sa.Column("accent", sa.String(length=7), nullable=True),
        sa.Column("dark_accent", sa.String(length=7), nullable=True),
        sa.Column("sites", sa.JSON(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "background IN ('auto', 'light', 'dark')", name=op.f("ck_embeddings_background")
        ),
        sa.CheckConstraint("form IN ('list', 'month')", name=op.f("ck_embeddings_form")),
        sa.CheckConstraint("height BETWEEN 100 AND 4000", name=op.f("ck_embeddings_height")),
        sa.CheckConstraint("most BETWEEN 1 AND 100", name=op.f("ck_embeddings_most")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_embeddings_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_embeddings")),
        sa.UniqueConstraint("code", name=op.f("uq_embeddings_code")),
    )
    with op.batch_alter_table("embeddings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_embeddings_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "former_embedding_codes",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column(
            "embedding_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["embedding_id"],
            ["embeddings.id"],
            name=op.f("fk_former_embedding_codes_embedding_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_former_embedding_codes")),
    )
    with op.batch_alter_table("former_embedding_codes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_embedding_codes_embedding_id"), ["embedding_id"], unique=False
        )

    op.create_table(
        "calendar_invitations",
        sa.Column(
            "registration_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("sent_sequence", sa.Integer(), nullable=False),
        sa.Column("sent_method", sa.String(length=8), nullable=False),
        sa.Column("partstat", sa.String(length=12), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("answered_sequence", sa.Integer(), nullable=True),
        sa.Column("answered_by", sa.String(length=20), nullable=True),
        sa.CheckConstraint(
            "(partstat = 'NEEDS-ACTION') = (answered_at IS NULL) AND (answered_at IS NULL) = (answered_sequence IS NULL) AND (answered_at IS NULL) = (answered_by IS NULL)",
            name=op.f("ck_calendar_invitations_answered"),
        ),
        sa.CheckConstraint(
            "partstat IN ('NEEDS-ACTION', 'ACCEPTED', 'TENTATIVE', 'DECLINED')",
            name=op.f("ck_calendar_invitations_partstat"),
        ),
        sa.CheckConstraint(
            "sent_method IN ('REQUEST', 'CANCEL')", name=op.f("ck_calendar_invitations_sent_method")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_calendar_invitations_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_calendar_invitations")),
    )
    with op.batch_alter_table("calendar_invitations", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_invitations_message_id"), ["message_id"], unique=False
        )

    op.create_table(
        "calendar_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("fetched_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("fetched_by", sa.String(length=60), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'registration') = (registration_id IS NOT NULL)",
            name=op.f("ck_calendar_links_of_a_registration"),
        ),
        sa.CheckConstraint(
            "kind = 'address' OR email_key IS NULL", name=op.f("ck_calendar_links_of_an_address")
        ),
        sa.CheckConstraint(
            "kind = 'coordinator' OR (account_id IS NULL AND project_id IS NULL)",
            name=op.f("ck_calendar_links_of_an_account"),
        ),
        sa.CheckConstraint(
            "kind IN ('registration', 'address', 'coordinator')",
            name=op.f("ck_calendar_links_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_calendar_links_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_calendar_links_project_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_calendar_links_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_links")),
        sa.UniqueConstraint("email_key", name=op.f("uq_calendar_links_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_calendar_links_public_id")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_calendar_links_registration_id")),
    )
    with op.batch_alter_table("calendar_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_links_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(
            "uq_calendar_links_all_projects",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("project_id IS NULL"),
            postgresql_where=sa.text("project_id IS NULL"),
        )
        batch_op.create_index(
            "uq_calendar_links_project", ["account_id", "project_id"], unique=True
        )

    op.create_table(
        "calendar_replies",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("stamped_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("received_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=False),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("starts_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("written", sa.String(length=200), nullable=False),
        sa.Column("seen_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "seen_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("stays_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('proposal', 'comment', 'unproven', 'late')",
            name=op.f("ck_calendar_replies_kind"),
        ),
        sa.CheckConstraint(
            "stays_at IS NULL OR seen_at IS NOT NULL", name=op.f("ck_calendar_replies_seen")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_calendar_replies_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"],
            ["accounts.id"],
            name=op.f("fk_calendar_replies_seen_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_replies")),
        sa.UniqueConstraint(
            "registration_id", "kind", name=op.f("uq_calendar_replies_registration_id_kind")
        ),
    )
    op.create_index(
        op.f("ix_calendar_replies_open"),
        "calendar_replies",
        ["registration_id"],
        unique=False,
        sqlite_where=sa.text("seen_at IS NULL"),
        postgresql_where=sa.text("seen_at IS NULL"),
    )

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calendar_method", sa.String(length=8), nullable=True))

    with op.batch_alter_table("scope_versions", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("renamed_at", types.UTCDateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("scope_versions", schema=None) as batch_op:
        batch_op.drop_column("renamed_at")

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_column("calendar_method")

    op.drop_index(
        op.f("ix_calendar_replies_open"),
        table_name="calendar_replies",
        sqlite_where=sa.text("seen_at IS NULL"),
        postgresql_where=sa.text("seen_at IS NULL"),
    )

    op.drop_table("calendar_replies")
    with op.batch_alter_table("calendar_links", schema=None) as batch_op:
        batch_op.drop_index("uq_calendar_links_project")
        batch_op.drop_index(
            "uq_calendar_links_all_projects",
            sqlite_where=sa.text("project_id IS NULL"),
            postgresql_where=sa.text("project_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_calendar_links_project_id"))

    op.drop_table("calendar_links")
    with op.batch_alter_table("calendar_invitations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_invitations_message_id"))

    op.drop_table("calendar_invitations")
    with op.batch_alter_table("former_embedding_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_embedding_codes_embedding_id"))

    op.drop_table("former_embedding_codes")
    with op.batch_alter_table("embeddings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_embeddings_organisation_id"))

    op.drop_table("embeddings")
    with op.batch_alter_table("calendar_askings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_askings_asked_at"))

    op.drop_table("calendar_askings")
