"""The first tables.

Revision: first, after nothing, written 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

from webapp.core import database as types

revision = "first"
down_revision = None
branch_labels = None
depends_on = None


#: The change log is only ever added to; the database itself refuses anything else.
SQLITE_GUARD = """
CREATE TRIGGER changes_no_{verb} BEFORE {verb} ON changes
BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END
"""
POSTGRESQL_GUARD = (
    """
    CREATE FUNCTION changes_refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the change log is append-only'; END $$
    """,
    """
    CREATE TRIGGER changes_append_only BEFORE UPDATE OR DELETE ON changes
    FOR EACH ROW EXECUTE FUNCTION changes_refuse()
    """,
)


def guard_changes() -> None:
    """Make the change log append-only."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(SQLITE_GUARD.format(verb=verb))
    else:
        for statement in POSTGRESQL_GUARD:
            op.execute(statement)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("deactivated_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("session_generation", sa.Integer(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=60), nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_entity"), "changes", ["entity", "id"], unique=False)

    op.create_table(
        "content_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_versions")),
    )
    op.create_table(
        "entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("invite_sequence", sa.Integer(), nullable=False),
        sa.Column("invite_hash", sa.String(length=64), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("zones", sa.JSON(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.Column("due_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
        sa.UniqueConstraint("owner", name=op.f("uq_entries_owner")),
        sa.UniqueConstraint("uid", name=op.f("uq_entries_uid")),
    )
    op.create_index(op.f("ix_entries_due_at"), "entries", ["due_at"], unique=False)
    op.create_index(op.f("ix_entries_is_stale"), "entries", ["is_stale"], unique=False)
    op.create_index(op.f("ix_entries_window"), "entries", ["last_on", "first_on"], unique=False)

    op.create_table(
        "funds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("abbreviation", types.TextType(), nullable=True),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funds")),
        sa.UniqueConstraint("slug", name=op.f("uq_funds_slug")),
    )
    op.create_index(op.f("ix_funds_sort_key"), "funds", ["sort_key"], unique=False)

    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("seen_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("event_key", sa.String(length=40), nullable=True),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("recipient_name", sa.String(length=200), nullable=False),
        sa.Column("sender_name", sa.String(length=120), nullable=True),
        sa.Column("reply_to", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=True),
        sa.Column("body_text", sa.Text(), nullable=True),
        sa.Column("body_html", sa.Text(), nullable=True),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.Column("in_reply_to", sa.String(length=120), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("leased_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(length=300), nullable=True),
        sa.CheckConstraint(
            "state IN ('stored', 'sent', 'refused', 'suppressed')", name=op.f("ck_letters_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letters_message_id")),
    )
    op.create_index(
        op.f("ix_letters_due"),
        "letters",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("state = 'stored'"),
        postgresql_where=sa.text("state = 'stored'"),
    )
    op.create_index(op.f("ix_letters_event_key"), "letters", ["event_key"], unique=False)
    op.create_index(op.f("ix_letters_owner"), "letters", ["owner"], unique=False)

    op.create_table(
        "organisations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("unit", types.TextType(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("city", types.TextType(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("sender_name", sa.String(length=120), nullable=True),
        sa.Column("privacy_notice", types.TextType(), nullable=True),
        sa.Column("retention_months", sa.Integer(), nullable=False),
        sa.Column("about", types.TextType(), nullable=True),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("retention_months >= 0", name=op.f("ck_organisations_retention")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisations_slug")),
    )
    op.create_index(op.f("ix_organisations_sort_key"), "organisations", ["sort_key"], unique=False)

    op.create_table(
        "places",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", types.TextType(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_places_both_coordinates")
        ),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_places_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_places_longitude")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("slug", name=op.f("uq_places_slug")),
    )
    op.create_index(op.f("ix_places_sort_key"), "places", ["sort_key"], unique=False)

    op.create_table(
        "scope_versions",
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_scope_versions")),
    )
    op.create_table(
        "seat_pools",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("reserved", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "capacity IS NULL OR reserved <= capacity", name=op.f("ck_seat_pools_reserved_within")
        ),
        sa.CheckConstraint(
            "capacity IS NULL OR taken <= capacity", name=op.f("ck_seat_pools_not_oversold")
        ),
        sa.CheckConstraint("parent_id != id", name=op.f("ck_seat_pools_no_loop")),
        sa.CheckConstraint(
            "reserved = 0 OR parent_id IS NOT NULL", name=op.f("ck_seat_pools_reserved_in_parent")
        ),
        sa.CheckConstraint("reserved >= 0", name=op.f("ck_seat_pools_reserved")),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_seat_pools_taken")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["seat_pools.id"], name=op.f("fk_seat_pools_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat_pools")),
    )
    op.create_index(op.f("ix_seat_pools_parent_id"), "seat_pools", ["parent_id"], unique=False)

    op.create_table(
        "sources",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("title", types.TextType(), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_year", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=500), nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("slug", name=op.f("uq_sources_slug")),
    )
    op.create_table(
        "entry_dependencies",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("depends_on", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["entries.id"],
            name=op.f("fk_entry_dependencies_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("entry_id", "depends_on", name=op.f("pk_entry_dependencies")),
    )
    op.create_index(
        op.f("ix_entry_dependencies_on"),
        "entry_dependencies",
        ["depends_on", "entry_id"],
        unique=False,
    )

    op.create_table(
        "entry_scopes",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_entry_scopes_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "scope", name=op.f("pk_entry_scopes")),
    )
    op.create_index(
        op.f("ix_entry_scopes_scope"), "entry_scopes", ["scope", "entry_id"], unique=False
    )

    op.create_table(
        "entry_texts",
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["entries.id"], name=op.f("fk_entry_texts_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entry_id", "language", "audience", name=op.f("pk_entry_texts")),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=True),
        sa.Column(
            "organiser_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("host_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "follows_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("series_id", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subkind", sa.String(length=20), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("is_optional", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("summary", types.TextType(), nullable=True),
        sa.Column("description", types.TextType(), nullable=True),
        sa.Column("audience", types.TextType(), nullable=True),
        sa.Column("price", types.TextType(), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("join_url", sa.String(length=500), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("moved_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("moved_from", sa.JSON(), nullable=True),
        sa.Column("postponed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("status_reason", types.TextType(), nullable=True),
        sa.Column("registration_mode", sa.String(length=12), nullable=False),
        sa.Column("registration_url", sa.String(length=500), nullable=True),
        sa.Column("opens_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("closes_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("verifies_addresses", sa.Boolean(), nullable=False),
        sa.Column("asks_organisation", sa.Boolean(), nullable=False),
        sa.Column("asks_target_group", sa.Boolean(), nullable=False),
        sa.Column("consent", types.TextType(), nullable=True),
        sa.Column("pool_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("starts_local", types.WallTime(), nullable=True),
        sa.Column("ends_local", types.WallTime(), nullable=True),
        sa.Column("starts_zone", sa.String(length=40), nullable=True),
        sa.Column("ends_zone", sa.String(length=40), nullable=True),
        sa.Column("starts_fold", sa.Integer(), nullable=False),
        sa.Column("ends_fold", sa.Integer(), nullable=False),
        sa.Column("planned_days", sa.Integer(), nullable=True),
        sa.Column("starts_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("sorts_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("over_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("precision", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(precision = 'time') = (starts_at IS NOT NULL AND ends_at IS NOT NULL)",
            name=op.f("ck_events_times"),
        ),
        sa.CheckConstraint(
            "(status = 'cancelled') = (cancelled_at IS NOT NULL)", name=op.f("ck_events_cancelled")
        ),
        sa.CheckConstraint(
            "kind IN ('partner-meeting', 'study-visit', 'workshop', 'ideathon', 'training', 'local-group', 'public-event', 'survey', 'pilot', 'other')",
            name=op.f("ck_events_kind"),
        ),
        sa.CheckConstraint("mode IN ('on-site', 'online', 'hybrid')", name=op.f("ck_events_mode")),
        sa.CheckConstraint(
            "registration_mode IN ('none', 'open', 'invitation', 'approval', 'elsewhere')",
            name=op.f("ck_events_registration_mode"),
        ),
        sa.CheckConstraint(
            "status = 'draft' OR published_at IS NOT NULL", name=op.f("ck_events_published")
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'tentative', 'confirmed', 'held', 'cancelled')",
            name=op.f("ck_events_status"),
        ),
        sa.CheckConstraint(
            "subkind IN ('transnational', 'kick-off', 'final', 'bilateral', 'steering')",
            name=op.f("ck_events_subkind"),
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'partners', 'unlisted', 'internal')",
            name=op.f("ck_events_visibility"),
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_events_closes_after_opening")),
        sa.CheckConstraint("ends_at >= starts_at", name=op.f("ck_events_ends_after_start")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_events_days_in_order")),
        sa.CheckConstraint("planned_days > 0", name=op.f("ck_events_planned_days")),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["events.id"], name=op.f("fk_events_follows_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["host_id"], ["organisations.id"], name=op.f("fk_events_host_id")),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organisations.id"], name=op.f("fk_events_organiser_id")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["seat_pools.id"], name=op.f("fk_events_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("code", name=op.f("uq_events_code")),
        sa.UniqueConstraint("pool_id", name=op.f("uq_events_pool_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_events_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_events_uid")),
    )
    op.create_index(op.f("ix_events_follows_id"), "events", ["follows_id"], unique=False)
    op.create_index(op.f("ix_events_host_id"), "events", ["host_id"], unique=False)
    op.create_index(
        op.f("ix_events_listing"),
        "events",
        ["visibility", "status", "sorts_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_events_organiser_sorts"), "events", ["organiser_id", "sorts_at"], unique=False
    )
    op.create_index(op.f("ix_events_over"), "events", ["status", "over_at"], unique=False)
    op.create_index(op.f("ix_events_series_id"), "events", ["series_id"], unique=False)
    op.create_index(op.f("ix_events_sort_key"), "events", ["sort_key"], unique=False)
    op.create_index(op.f("ix_events_sorts_at"), "events", ["sorts_at"], unique=False)

    op.create_table(
        "organisation_aliases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_aliases_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_aliases")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_organisation_aliases_organisation_id_name")
        ),
    )
    op.create_index(
        op.f("ix_organisation_aliases_key"), "organisation_aliases", ["key"], unique=False
    )

    op.create_table(
        "persons",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organiser_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column(
            "merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("merged_into_id != id", name=op.f("ck_persons_not_into_itself")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["persons.id"], name=op.f("fk_persons_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["organiser_id"], ["organisations.id"], name=op.f("fk_persons_organiser_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
    )
    op.create_index(
        op.f("ix_persons_match"), "persons", ["organiser_id", "email_key", "name_key"], unique=False
    )

    op.create_table(
        "programmes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", types.TextType(), nullable=True),
        sa.Column("purpose", types.TextType(), nullable=True),
        sa.Column("method", types.TextType(), nullable=True),
        sa.Column("measure", types.TextType(), nullable=True),
        sa.Column("body", types.TextType(), nullable=True),
        sa.Column("period_start", sa.Integer(), nullable=True),
        sa.Column("period_end", sa.Integer(), nullable=True),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shows_emblem", sa.Boolean(), nullable=False),
        sa.Column("retention_years", sa.Integer(), nullable=False),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_programmes_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
        sa.UniqueConstraint("slug", name=op.f("uq_programmes_slug")),
    )
    op.create_index(op.f("ix_programmes_sort_key"), "programmes", ["sort_key"], unique=False)

    op.create_table(
        "sign_in_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("used_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_sign_in_links_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_links_token_hash")),
    )
    op.create_index(
        op.f("ix_sign_in_links_account_id"), "sign_in_links", ["account_id"], unique=False
    )

    op.create_table(
        "source_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entity", sa.String(length=60), nullable=False),
        sa.Column(
            "source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["sources.id"],
            name=op.f("fk_source_links_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_links")),
        sa.UniqueConstraint("entity", "source_id", name=op.f("uq_source_links_entity_source_id")),
    )
    op.create_index(op.f("ix_source_links_source_id"), "source_links", ["source_id"], unique=False)

    op.create_table(
        "calls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("applications_submitted", sa.Integer(), nullable=True),
        sa.Column("applicant_partners", sa.Integer(), nullable=True),
        sa.Column("applicant_countries", sa.Integer(), nullable=True),
        sa.Column("projects_approved", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_calls_programme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_index(op.f("ix_calls_programme_id"), "calls", ["programme_id"], unique=False)

    op.create_table(
        "contributors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("about", types.TextType(), nullable=True),
        sa.CheckConstraint(
            "role IN ('speaker', 'mentor', 'expert', 'guest', 'presenter', 'reviewer')",
            name=op.f("ck_contributors_role"),
        ),
        sa.CheckConstraint(
            "name IS NOT NULL OR organisation_id IS NOT NULL", name=op.f("ck_contributors_somebody")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_contributors_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_contributors_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributors")),
        sa.UniqueConstraint("event_id", "position", name=op.f("uq_contributors_event_id_position")),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_deadlines_programme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("programme_id", "kind", name=op.f("uq_deadlines_programme_id_kind")),
    )
    op.create_table(
        "event_kinds",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_kinds_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "kind", name=op.f("pk_event_kinds")),
    )
    op.create_table(
        "event_languages",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_event_languages_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", "language", name=op.f("pk_event_languages")),
    )
    op.create_table(
        "event_places",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_places_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_event_places_place_id")),
        sa.PrimaryKeyConstraint("event_id", "place_id", name=op.f("pk_event_places")),
    )
    op.create_index(op.f("ix_event_places_place_id"), "event_places", ["place_id"], unique=False)

    op.create_table(
        "funding_statements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("text", types.TextType(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "valid_to >= valid_from", name=op.f("ck_funding_statements_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_funding_statements_programme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_statements")),
    )
    op.create_index(
        op.f("ix_funding_statements_programme_id"),
        "funding_statements",
        ["programme_id"],
        unique=False,
    )

    op.create_table(
        "invitations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "places IS NULL OR used <= places", name=op.f("ck_invitations_not_overused")
        ),
        sa.CheckConstraint("used >= 0", name=op.f("ck_invitations_used")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_invitations_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_invitations_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitations_public_id")),
    )
    op.create_index(op.f("ix_invitations_event_id"), "invitations", ["event_id"], unique=False)

    op.create_table(
        "priorities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", types.TextType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_priorities_programme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priorities")),
        sa.UniqueConstraint(
            "programme_id", "position", name=op.f("uq_priorities_programme_id_position")
        ),
    )
    op.create_table(
        "projects",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("acronym", sa.String(length=80), nullable=True),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("goal", types.TextType(), nullable=True),
        sa.Column("expected_result", types.TextType(), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "reporting_organisation_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_projects_fund_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_projects_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["reporting_organisation_id"],
            ["organisations.id"],
            name=op.f("fk_projects_reporting_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("slug", name=op.f("uq_projects_slug")),
    )
    op.create_index(op.f("ix_projects_programme_id"), "projects", ["programme_id"], unique=False)
    op.create_index(op.f("ix_projects_sort_key"), "projects", ["sort_key"], unique=False)

    op.create_table(
        "rates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name=op.f("ck_rates_percent")),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_rates_fund_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_rates_programme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rates")),
    )
    op.create_index(op.f("ix_rates_programme_id"), "rates", ["programme_id"], unique=False)

    op.create_table(
        "target_groups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "programme_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_target_groups_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_groups")),
        sa.UniqueConstraint("slug", name=op.f("uq_target_groups_slug")),
    )
    op.create_index(
        op.f("ix_target_groups_programme_id"), "target_groups", ["programme_id"], unique=False
    )
    op.create_index(op.f("ix_target_groups_sort_key"), "target_groups", ["sort_key"], unique=False)

    op.create_table(
        "contacts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", types.TextType(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_contacts_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_contacts_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    op.create_index(op.f("ix_contacts_project_id"), "contacts", ["project_id"], unique=False)

    op.create_table(
        "event_projects",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_projects_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_event_projects_project_id")
        ),
        sa.PrimaryKeyConstraint("event_id", "project_id", name=op.f("pk_event_projects")),
    )
    op.create_index(
        op.f("ix_event_projects_project_id"), "event_projects", ["project_id"], unique=False
    )
    op.create_index(
        op.f("uq_event_projects_one_main"),
        "event_projects",
        ["event_id"],
        unique=True,
        sqlite_where=sa.text("is_main"),
        postgresql_where=sa.text("is_main"),
    )

    op.create_table(
        "event_target_groups",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "target_group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_event_target_groups_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_group_id"],
            ["target_groups.id"],
            name=op.f("fk_event_target_groups_target_group_id"),
        ),
        sa.PrimaryKeyConstraint("event_id", "target_group_id", name=op.f("pk_event_target_groups")),
    )
    op.create_table(
        "good_practices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("what", types.TextType(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_good_practices_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_good_practices_project_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_good_practices")),
        sa.UniqueConstraint("slug", name=op.f("uq_good_practices_slug")),
    )
    op.create_index(
        op.f("ix_good_practices_organisation_id"),
        "good_practices",
        ["organisation_id"],
        unique=False,
    )

    op.create_table(
        "local_groups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("task", types.TextType(), nullable=True),
        sa.Column("name", types.TextType(), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_local_groups_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_local_groups_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_groups")),
        sa.UniqueConstraint("slug", name=op.f("uq_local_groups_slug")),
    )
    op.create_index(
        op.f("ix_local_groups_project_id"), "local_groups", ["project_id"], unique=False
    )
    op.create_index(op.f("ix_local_groups_sort_key"), "local_groups", ["sort_key"], unique=False)

    op.create_table(
        "milestones",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("what", types.TextType(), nullable=False),
        sa.Column("precision", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_milestones_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_milestones_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestones")),
        sa.UniqueConstraint("slug", name=op.f("uq_milestones_slug")),
    )
    op.create_index(op.f("ix_milestones_project_id"), "milestones", ["project_id"], unique=False)

    op.create_table(
        "phases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", types.TextType(), nullable=True),
        sa.Column("end_precision", sa.String(length=10), nullable=True),
        sa.Column("planned_months", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("result", types.TextType(), nullable=True),
        sa.Column("precision", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "status IN ('planned', 'approved', 'closed')", name=op.f("ck_phases_status")
        ),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_phases_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_phases_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phases")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_phases_project_id_number")),
    )
    op.create_table(
        "project_documents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", types.TextType(), nullable=False),
        sa.Column("about", types.TextType(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_project_documents_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_project_documents_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_documents")),
        sa.UniqueConstraint("slug", name=op.f("uq_project_documents_slug")),
    )
    op.create_index(
        op.f("ix_project_documents_project_id"), "project_documents", ["project_id"], unique=False
    )

    op.create_table(
        "registrations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "seat_pool_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("organisation_text", sa.String(length=300), nullable=False),
        sa.Column("organisation_key", sa.String(length=300), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "target_group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("consent_text", types.TextType(), nullable=True),
        sa.Column("consented_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("verified_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("held_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.Column("ended_reason", sa.String(length=1000), nullable=True),
        sa.Column(
            "entered_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("form_key", sa.String(length=40), nullable=True),
        sa.Column("erased_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('unverified', 'offered')) = (held_until IS NOT NULL)",
            name=op.f("ck_registrations_held_until"),
        ),
        sa.CheckConstraint(
            "state != 'waiting' OR waiting_since IS NOT NULL",
            name=op.f("ck_registrations_waiting_since"),
        ),
        sa.CheckConstraint(
            "state IN ('unverified', 'awaiting-approval', 'confirmed', 'waiting', 'offered', 'declined', 'expired', 'cancelled')",
            name=op.f("ck_registrations_state"),
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"],
            ["accounts.id"],
            name=op.f("fk_registrations_entered_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_registrations_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitations.id"], name=op.f("fk_registrations_invitation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_registrations_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_registrations_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["seat_pool_id"], ["seat_pools.id"], name=op.f("fk_registrations_seat_pool_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_group_id"], ["target_groups.id"], name=op.f("fk_registrations_target_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("form_key", name=op.f("uq_registrations_form_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registrations_public_id")),
    )
    op.create_index(op.f("ix_registrations_email"), "registrations", ["email_key"], unique=False)
    op.create_index(
        op.f("ix_registrations_held"),
        "registrations",
        ["held_until"],
        unique=False,
        sqlite_where=sa.text("held_until IS NOT NULL"),
        postgresql_where=sa.text("held_until IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_registrations_line"),
        "registrations",
        ["event_id", "state", "waiting_since", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_registrations_person_id"), "registrations", ["person_id"], unique=False
    )
    op.create_index(
        op.f("uq_registrations_live"),
        "registrations",
        ["event_id", "email_key", "name_key"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('awaiting-approval', 'confirmed', 'offered', 'unverified', 'waiting')"
        ),
        postgresql_where=sa.text(
            "state IN ('awaiting-approval', 'confirmed', 'offered', 'unverified', 'waiting')"
        ),
    )

    op.create_table(
        "role_assignments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role != 'project-coordinator' OR project_id IS NOT NULL",
            name=op.f("ck_role_assignments_coordinates_a_project"),
        ),
        sa.CheckConstraint(
            "role IN ('project-coordinator', 'partner-coordinator', 'helper', 'reader')",
            name=op.f("ck_role_assignments_role"),
        ),
        sa.CheckConstraint(
            "until_on >= from_on", name=op.f("ck_role_assignments_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_role_assignments_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_role_assignments_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_role_assignments_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignments")),
    )
    op.create_index(
        op.f("ix_role_assignments_organisation_id"),
        "role_assignments",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("uq_role_assignments"),
        "role_assignments",
        ["account_id", "role", "organisation_id", "project_id"],
        unique=True,
    )

    op.create_table(
        "stated_numbers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source_slug", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_stated_numbers_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_numbers")),
    )
    op.create_index(
        op.f("ix_stated_numbers_project_id"), "stated_numbers", ["project_id"], unique=False
    )

    op.create_table(
        "territories",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_territories_organisation_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_territories_place_id")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_territories_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territories")),
        sa.UniqueConstraint(
            "project_id",
            "organisation_id",
            "place_id",
            name=op.f("uq_territories_project_id_organisation_id_place_id"),
        ),
    )
    op.create_table(
        "budgets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("phase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('planned', 'approved')", name=op.f("ck_budgets_status")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budgets_amount")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_budgets_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phases.id"], name=op.f("fk_budgets_phase_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_budgets_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budgets")),
    )
    op.create_index(op.f("ix_budgets_project"), "budgets", ["project_id"], unique=False)

    op.create_table(
        "local_group_target_groups",
        sa.Column(
            "local_group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "target_group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["local_group_id"],
            ["local_groups.id"],
            name=op.f("fk_local_group_target_groups_local_group_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_group_id"],
            ["target_groups.id"],
            name=op.f("fk_local_group_target_groups_target_group_id"),
        ),
        sa.PrimaryKeyConstraint(
            "local_group_id", "target_group_id", name=op.f("pk_local_group_target_groups")
        ),
    )
    op.create_table(
        "memberships",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("phase_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('lead', 'partner', 'associated')", name=op.f("ck_memberships_role")
        ),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_memberships_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_memberships_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phases.id"], name=op.f("fk_memberships_phase_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "phase_id", "organisation_id", name=op.f("uq_memberships_phase_id_organisation_id")
        ),
    )
    op.create_index(
        op.f("ix_memberships_organisation_id"), "memberships", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("uq_memberships_one_lead"),
        "memberships",
        ["phase_id"],
        unique=True,
        sqlite_where=sa.text("role = 'lead'"),
        postgresql_where=sa.text("role = 'lead'"),
    )

    op.create_table(
        "shares",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "budget_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("fund_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("percent", sa.Numeric(precision=5, scale=2), nullable=True),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_shares_percent")),
        sa.CheckConstraint(
            "percent IS NOT NULL OR amount IS NOT NULL", name=op.f("ck_shares_something")
        ),
        sa.ForeignKeyConstraint(
            ["budget_id"], ["budgets.id"], name=op.f("fk_shares_budget_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["fund_id"], ["funds.id"], name=op.f("fk_shares_fund_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
    )
    op.create_index(op.f("ix_shares_budget_id"), "shares", ["budget_id"], unique=False)
    guard_changes()


def downgrade() -> None:
    """Go back."""
    op.drop_index(op.f("ix_shares_budget_id"), table_name="shares")

    op.drop_table("shares")
    op.drop_index(
        op.f("uq_memberships_one_lead"),
        table_name="memberships",
        sqlite_where=sa.text("role = 'lead'"),
        postgresql_where=sa.text("role = 'lead'"),
    )
    op.drop_index(op.f("ix_memberships_organisation_id"), table_name="memberships")

    op.drop_table("memberships")
    op.drop_table("local_group_target_groups")
    op.drop_index(op.f("ix_budgets_project"), table_name="budgets")

    op.drop_table("budgets")
    op.drop_table("territories")
    op.drop_index(op.f("ix_stated_numbers_project_id"), table_name="stated_numbers")

    op.drop_table("stated_numbers")
    op.drop_index(op.f("uq_role_assignments"), table_name="role_assignments")
    op.drop_index(op.f("ix_role_assignments_organisation_id"), table_name="role_assignments")

    op.drop_table("role_assignments")
    op.drop_index(
        op.f("uq_registrations_live"),
        table_name="registrations",
        sqlite_where=sa.text(
            "state IN ('awaiting-approval', 'confirmed', 'offered', 'unverified', 'waiting')"
        ),
        postgresql_where=sa.text(
            "state IN ('awaiting-approval', 'confirmed', 'offered', 'unverified', 'waiting')"
        ),
    )
    op.drop_index(op.f("ix_registrations_person_id"), table_name="registrations")
    op.drop_index(op.f("ix_registrations_line"), table_name="registrations")
    op.drop_index(
        op.f("ix_registrations_held"),
        table_name="registrations",
        sqlite_where=sa.text("held_until IS NOT NULL"),
        postgresql_where=sa.text("held_until IS NOT NULL"),
    )
    op.drop_index(op.f("ix_registrations_email"), table_name="registrations")

    op.drop_table("registrations")
    op.drop_index(op.f("ix_project_documents_project_id"), table_name="project_documents")

    op.drop_table("project_documents")
    op.drop_table("phases")
    op.drop_index(op.f("ix_milestones_project_id"), table_name="milestones")

    op.drop_table("milestones")
    op.drop_index(op.f("ix_local_groups_sort_key"), table_name="local_groups")
    op.drop_index(op.f("ix_local_groups_project_id"), table_name="local_groups")

    op.drop_table("local_groups")
    op.drop_index(op.f("ix_good_practices_organisation_id"), table_name="good_practices")

    op.drop_table("good_practices")
    op.drop_table("event_target_groups")
    op.drop_index(
        op.f("uq_event_projects_one_main"),
        table_name="event_projects",
        sqlite_where=sa.text("is_main"),
        postgresql_where=sa.text("is_main"),
    )
    op.drop_index(op.f("ix_event_projects_project_id"), table_name="event_projects")

    op.drop_table("event_projects")
    op.drop_index(op.f("ix_contacts_project_id"), table_name="contacts")

    op.drop_table("contacts")
    op.drop_index(op.f("ix_target_groups_sort_key"), table_name="target_groups")
    op.drop_index(op.f("ix_target_groups_programme_id"), table_name="target_groups")

    op.drop_table("target_groups")
    op.drop_index(op.f("ix_rates_programme_id"), table_name="rates")

    op.drop_table("rates")
    op.drop_index(op.f("ix_projects_sort_key"), table_name="projects")
    op.drop_index(op.f("ix_projects_programme_id"), table_name="projects")

    op.drop_table("projects")
    op.drop_table("priorities")
    op.drop_index(op.f("ix_invitations_event_id"), table_name="invitations")

    op.drop_table("invitations")
    op.drop_index(op.f("ix_funding_statements_programme_id"), table_name="funding_statements")

    op.drop_table("funding_statements")
    op.drop_index(op.f("ix_event_places_place_id"), table_name="event_places")

    op.drop_table("event_places")
    op.drop_table("event_languages")
    op.drop_table("event_kinds")
    op.drop_table("deadlines")
    op.drop_table("contributors")
    op.drop_index(op.f("ix_calls_programme_id"), table_name="calls")

    op.drop_table("calls")
    op.drop_index(op.f("ix_source_links_source_id"), table_name="source_links")

    op.drop_table("source_links")
    op.drop_index(op.f("ix_sign_in_links_account_id"), table_name="sign_in_links")

    op.drop_table("sign_in_links")
    op.drop_index(op.f("ix_programmes_sort_key"), table_name="programmes")

    op.drop_table("programmes")
    op.drop_index(op.f("ix_persons_match"), table_name="persons")

    op.drop_table("persons")
    op.drop_index(op.f("ix_organisation_aliases_key"), table_name="organisation_aliases")

    op.drop_table("organisation_aliases")
    op.drop_index(op.f("ix_events_sorts_at"), table_name="events")
    op.drop_index(op.f("ix_events_sort_key"), table_name="events")
    op.drop_index(op.f("ix_events_series_id"), table_name="events")
    op.drop_index(op.f("ix_events_over"), table_name="events")
    op.drop_index(op.f("ix_events_organiser_sorts"), table_name="events")
    op.drop_index(op.f("ix_events_listing"), table_name="events")
    op.drop_index(op.f("ix_events_host_id"), table_name="events")
    op.drop_index(op.f("ix_events_follows_id"), table_name="events")

    op.drop_table("events")
    op.drop_table("entry_texts")
    op.drop_index(op.f("ix_entry_scopes_scope"), table_name="entry_scopes")

    op.drop_table("entry_scopes")
    op.drop_index(op.f("ix_entry_dependencies_on"), table_name="entry_dependencies")

    op.drop_table("entry_dependencies")
    op.drop_table("sources")
    op.drop_index(op.f("ix_seat_pools_parent_id"), table_name="seat_pools")

    op.drop_table("seat_pools")
    op.drop_table("scope_versions")
    op.drop_index(op.f("ix_places_sort_key"), table_name="places")

    op.drop_table("places")
    op.drop_index(op.f("ix_organisations_sort_key"), table_name="organisations")

    op.drop_table("organisations")
    op.drop_index(op.f("ix_letters_owner"), table_name="letters")
    op.drop_index(op.f("ix_letters_event_key"), table_name="letters")
    op.drop_index(
        op.f("ix_letters_due"),
        table_name="letters",
        sqlite_where=sa.text("state = 'stored'"),
        postgresql_where=sa.text("state = 'stored'"),
    )

    op.drop_table("letters")
    op.drop_table("heartbeats")
    op.drop_index(op.f("ix_funds_sort_key"), table_name="funds")

    op.drop_table("funds")
    op.drop_index(op.f("ix_entries_window"), table_name="entries")
    op.drop_index(op.f("ix_entries_is_stale"), table_name="entries")
    op.drop_index(op.f("ix_entries_due_at"), table_name="entries")

    op.drop_table("entries")
    op.drop_table("content_versions")
    op.drop_index(op.f("ix_changes_entity"), table_name="changes")

    op.drop_table("changes")
    op.drop_table("accounts")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION changes_refuse()")
