"""Study visits: agenda, choices, delegations, logistics, takeaways.

Revision: visits, after calendars, written 2026-11-23.
"""

import sqlalchemy as sa
from alembic import op

from webapp.core import database as types

revision = "visits"
down_revision = "calendars"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "agenda_tracks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("name", types.TextType(none_as_null=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_agenda_tracks_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_tracks")),
        sa.UniqueConstraint(
            "event_id", "position", name=op.f("uq_agenda_tracks_event_id_position")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_tracks_public_id")),
    )
    op.create_table(
        "agenda_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column(
            "published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("note", types.TextType(none_as_null=True), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_agenda_versions_event_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["accounts.id"],
            name=op.f("fk_agenda_versions_published_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_versions")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_agenda_versions_event_id_number")),
    )
    op.create_table(
        "caterer_links",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_caterer_links_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caterer_links")),
        sa.UniqueConstraint("event_id", name=op.f("uq_caterer_links_event_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_caterer_links_public_id")),
    )
    op.create_table(
        "delegation_plans",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("default_quota", sa.Integer(), nullable=False),
        sa.Column("reserves_seats", sa.Boolean(), nullable=False),
        sa.Column("names_due_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("travel_due_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("diet_due_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("releases_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("released_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("note", types.TextType(none_as_null=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("default_quota >= 0", name=op.f("ck_delegation_plans_default_quota")),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_delegation_plans_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_delegation_plans")),
    )
    op.create_table(
        "delegations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("pool_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("own_quota", sa.Integer(), nullable=True),
        sa.Column("own_reserves_seats", sa.Boolean(), nullable=True),
        sa.Column("leader_name", sa.String(length=200), nullable=False),
        sa.Column("leader_email", sa.String(length=254), nullable=True),
        sa.Column("leader_language", sa.String(length=8), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("invited_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("completed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_reason", sa.String(length=1000), nullable=False),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("released_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "completed_at IS NULL OR declined_at IS NULL", name=op.f("ck_delegations_one_answer")
        ),
        sa.CheckConstraint("own_quota >= 0", name=op.f("ck_delegations_own_quota")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_delegations_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_delegations_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["seat_pools.id"], name=op.f("fk_delegations_pool_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegations")),
        sa.UniqueConstraint(
            "event_id", "organisation_id", name=op.f("uq_delegations_event_id_organisation_id")
        ),
        sa.UniqueConstraint("pool_id", name=op.f("uq_delegations_pool_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_delegations_public_id")),
    )
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegations_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_delegations_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "host_packs",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("territory", types.TextType(none_as_null=True), nullable=True),
        sa.Column("emergency", types.TextType(none_as_null=True), nullable=True),
        sa.Column("notes", types.TextType(none_as_null=True), nullable=True),
        sa.Column("signatory", types.TextType(none_as_null=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_host_packs_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_host_packs")),
    )
    op.create_table(
        "logistics_plans",
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asks_travel", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("asks_rooms", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["events.id"],
            name=op.f("fk_logistics_plans_event_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_logistics_plans")),
    )
    op.create_table(
        "pickup_groups",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("meeting_point", sa.String(length=200), nullable=False),
        sa.Column("vehicle", sa.String(length=200), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("wall_local", types.WallTime(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("fold", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "direction IN ('arrival', 'departure')", name=op.f("ck_pickup_groups_direction")
        ),
        sa.CheckConstraint(
            "(wall_local IS NULL) = (zone IS NULL)", name=op.f("ck_pickup_groups_whole_time")
        ),
        sa.CheckConstraint("seats > 0", name=op.f("ck_pickup_groups_seats")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_pickup_groups_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pickup_groups")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pickup_groups_public_id")),
    )
    with op.batch_alter_table("pickup_groups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pickup_groups_event_id"), ["event_id"], unique=False)

    op.create_table(
        "rooms",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("hotel", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint("beds > 0", name=op.f("ck_rooms_beds")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_rooms_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rooms")),
        sa.UniqueConstraint(
            "event_id", "hotel", "label", name=op.f("uq_rooms_event_id_hotel_label")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_rooms_public_id")),
    )
    op.create_table(
        "travel_factors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("grams", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "mode IN ('train', 'coach', 'car', 'plane', 'ferry', 'walk')",
            name=op.f("ck_travel_factors_mode"),
        ),
        sa.CheckConstraint("grams BETWEEN 0 AND 5000", name=op.f("ck_travel_factors_grams")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_travel_factors_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel_factors")),
        sa.UniqueConstraint("event_id", "mode", name=op.f("uq_travel_factors_event_id_mode")),
    )
    op.create_index(
        op.f("uq_travel_factors_everywhere"),
        "travel_factors",
        ["mode"],
        unique=True,
        sqlite_where=sa.text("event_id IS NULL"),
        postgresql_where=sa.text("event_id IS NULL"),
    )

    op.create_table(
        "agenda_items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("visibility", sa.String(length=10), nullable=False),
        sa.Column("track_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("starts_local", types.WallTime(), nullable=True),
        sa.Column("ends_local", types.WallTime(), nullable=True),
        sa.Column("starts_zone", sa.String(length=40), nullable=False),
        sa.Column("ends_zone", sa.String(length=40), nullable=False),
        sa.Column("starts_fold", sa.Integer(), nullable=False),
        sa.Column("ends_fold", sa.Integer(), nullable=False),
        sa.Column("starts_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("description", types.TextType(none_as_null=True), nullable=True),
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place_note", types.TextType(none_as_null=True), nullable=True),
        sa.Column(
            "to_place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("travel_minutes", sa.Integer(), nullable=True),
        sa.Column("host_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("host_person", sa.String(length=200), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("interpretation", sa.String(length=14), nullable=False),
        sa.Column("interpreted_into", sa.JSON(), nullable=False),
        sa.Column("walking_m", sa.Integer(), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("clothing", types.TextType(none_as_null=True), nullable=True),
        sa.Column("photo_rule", sa.String(length=10), nullable=False),
        sa.Column("gate_list_due_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("plan_b", types.TextType(none_as_null=True), nullable=True),
        sa.Column("needs_choice", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("pool_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("name", types.TextType(none_as_null=True), nullable=False),
        sa.Column("search_key", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "interpretation IN ('none', 'simultaneous', 'consecutive', 'whispered')",
            name=op.f("ck_agenda_items_interpretation"),
        ),
        sa.CheckConstraint(
            "kind IN ('plenary', 'presentation', 'peer-review', 'workshop', 'site-visit', 'company', 'walk', 'meal', 'transfer', 'free', 'other')",
            name=op.f("ck_agenda_items_kind"),
        ),
        sa.CheckConstraint(
            "photo_rule IN ('allowed', 'ask', 'forbidden')", name=op.f("ck_agenda_items_photo_rule")
        ),
        sa.CheckConstraint(
            "visibility IN ('public', 'partners', 'internal')",
            name=op.f("ck_agenda_items_visibility"),
        ),
        sa.CheckConstraint(
            "(starts_local IS NULL) = (ends_local IS NULL) AND (starts_local IS NULL) = (starts_at IS NULL) AND (ends_local IS NULL) = (ends_at IS NULL)",
            name=op.f("ck_agenda_items_both_hours"),
        ),
        sa.CheckConstraint(
            "NOT needs_choice OR pool_id IS NOT NULL",
            name=op.f("ck_agenda_items_choice_has_places"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_agenda_items_ends_after_start")),
        sa.CheckConstraint("travel_minutes >= 0", name=op.f("ck_agenda_items_travel")),
        sa.CheckConstraint("walking_m >= 0", name=op.f("ck_agenda_items_walking")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_agenda_items_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["host_id"], ["organisations.id"], name=op.f("fk_agenda_items_host_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_agenda_items_place_id")),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["seat_pools.id"], name=op.f("fk_agenda_items_pool_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_place_id"], ["places.id"], name=op.f("fk_agenda_items_to_place_id")
        ),
        sa.ForeignKeyConstraint(
            ["track_id"],
            ["agenda_tracks.id"],
            name=op.f("fk_agenda_items_track_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_items")),
        sa.UniqueConstraint("pool_id", name=op.f("uq_agenda_items_pool_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_items_public_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_agenda_items_uid")),
    )
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_items_host_id"), ["host_id"], unique=False)
        batch_op.create_index(
            "ix_agenda_items_order", ["event_id", "day_on", "starts_at", "id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_agenda_items_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_sort_key"), ["sort_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_agenda_items_track_id"), ["track_id"], unique=False)

    op.create_table(
        "agenda_tellings",
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("told_to", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("done_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["agenda_versions.id"],
            name=op.f("fk_agenda_tellings_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_agenda_tellings")),
    )
    with op.batch_alter_table("agenda_tellings", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_tellings_done_at"), ["done_at"], unique=False)

    op.create_table(
        "delegation_calendars",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "delegation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegation_calendars_delegation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_calendars")),
        sa.UniqueConstraint("delegation_id", name=op.f("uq_delegation_calendars_delegation_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_delegation_calendars_public_id")),
    )
    op.create_table(
        "agenda_choices",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("waiting_since", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (waiting_since IS NOT NULL)",
            name=op.f("ck_agenda_choices_waiting_since"),
        ),
        sa.CheckConstraint("state IN ('taken', 'waiting')", name=op.f("ck_agenda_choices_state")),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_choices_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_agenda_choices_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_choices")),
        sa.UniqueConstraint(
            "item_id", "registration_id", name=op.f("uq_agenda_choices_item_id_registration_id")
        ),
    )
    with op.batch_alter_table("agenda_choices", schema=None) as batch_op:
        batch_op.create_index(
            "ix_agenda_choices_line", ["item_id", "state", "waiting_since", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_agenda_choices_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "agenda_contributors",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column(
            "organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("about", types.TextType(none_as_null=True), nullable=True),
        sa.CheckConstraint(
            "role IN ('speaker', 'mentor', 'expert', 'guest', 'presenter', 'reviewer', 'moderator', 'interpreter', 'guide')",
            name=op.f("ck_agenda_contributors_role"),
        ),
        sa.CheckConstraint(
            "name IS NOT NULL OR organisation_id IS NOT NULL",
            name=op.f("ck_agenda_contributors_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_contributors_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_agenda_contributors_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_contributors")),
        sa.UniqueConstraint(
            "item_id", "position", name=op.f("uq_agenda_contributors_item_id_position")
        ),
    )
    op.create_table(
        "agenda_hosts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("invited_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("refused_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("refused_reason", sa.String(length=1000), nullable=False),
        sa.Column("most_people", sa.Integer(), nullable=True),
        sa.Column("limits", sa.String(length=1000), nullable=False),
        sa.Column("rules", sa.String(length=1000), nullable=False),
        sa.Column("photo_rule", sa.String(length=10), nullable=True),
        sa.Column("proposed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("ends_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("told_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("gate_told_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "photo_rule IN ('allowed', 'ask', 'forbidden')", name=op.f("ck_agenda_hosts_photo_rule")
        ),
        sa.CheckConstraint("(told IS NULL) = (told_at IS NULL)", name=op.f("ck_agenda_hosts_told")),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR refused_at IS NULL", name=op.f("ck_agenda_hosts_one_answer")
        ),
        sa.CheckConstraint("most_people > 0", name=op.f("ck_agenda_hosts_most_people")),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_items.id"],
            name=op.f("fk_agenda_hosts_item_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_hosts")),
        sa.UniqueConstraint("item_id", name=op.f("uq_agenda_hosts_item_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_agenda_hosts_public_id")),
    )
    op.create_table(
        "delegates",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "delegation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("role", sa.String(length=14), nullable=False),
        sa.Column("payer", sa.String(length=10), nullable=False),
        sa.Column("is_leader", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("wish_reason", sa.String(length=1000), nullable=False),
        sa.Column("wish_answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column(
            "wish_answered_by_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
        ),
        sa.Column(
            "stands_in_for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("named_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "payer IN ('partner', 'project', 'host', 'self')", name=op.f("ck_delegates_payer")
        ),
        sa.CheckConstraint(
            "role IN ('staff', 'elected', 'local-group', 'expert', 'interpreter', 'accompanying', 'assistant')",
            name=op.f("ck_delegates_role"),
        ),
        sa.CheckConstraint(
            "standing IN ('member', 'reserve', 'wish', 'out')", name=op.f("ck_delegates_standing")
        ),
        sa.CheckConstraint("stands_in_for_id != id", name=op.f("ck_delegates_not_for_oneself")),
        sa.ForeignKeyConstraint(
            ["delegation_id"],
            ["delegations.id"],
            name=op.f("fk_delegates_delegation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_delegates_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["stands_in_for_id"],
            ["delegates.id"],
            name=op.f("fk_delegates_stands_in_for_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["wish_answered_by_id"],
            ["accounts.id"],
            name=op.f("fk_delegates_wish_answered_by_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegates")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_delegates_registration_id")),
    )
    with op.batch_alter_table("delegates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegates_delegation_id"), ["delegation_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_delegates_stands_in_for_id"), ["stands_in_for_id"], unique=False
        )

    op.create_table(
        "item_absences",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["agenda_items.id"],
            name=op.f("fk_item_absences_item_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_item_absences_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_absences")),
        sa.UniqueConstraint(
            "item_id", "registration_id", name=op.f("uq_item_absences_item_id_registration_id")
        ),
    )
    with op.batch_alter_table("item_absences", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_absences_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "journeys",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=True),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("station", sa.String(length=200), nullable=False),
        sa.Column("town", sa.String(length=200), nullable=False),
        sa.Column("distance_km", sa.Integer(), nullable=True),
        sa.Column("needs_pickup", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("group_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("wall_local", types.WallTime(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=True),
        sa.Column("fold", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "direction IN ('arrival', 'departure')", name=op.f("ck_journeys_direction")
        ),
        sa.CheckConstraint(
            "mode IN ('train', 'coach', 'car', 'plane', 'ferry', 'walk')",
            name=op.f("ck_journeys_mode"),
        ),
        sa.CheckConstraint(
            "(wall_local IS NULL) = (zone IS NULL)", name=op.f("ck_journeys_whole_time")
        ),
        sa.CheckConstraint("distance_km BETWEEN 0 AND 20000", name=op.f("ck_journeys_distance")),
        sa.CheckConstraint(
            "group_id IS NULL OR needs_pickup", name=op.f("ck_journeys_group_is_wanted")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_journeys_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["pickup_groups.id"],
            name=op.f("fk_journeys_group_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_journeys_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journeys")),
        sa.UniqueConstraint(
            "registration_id", "direction", name=op.f("uq_journeys_registration_id_direction")
        ),
    )
    with op.batch_alter_table("journeys", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journeys_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_journeys_group_id"), ["group_id"], unique=False)

    op.create_table(
        "stays",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wish", sa.String(length=10), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("shares_with", sa.String(length=200), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(wish = 'none') = (first_on IS NULL) AND (wish = 'none') = (last_on IS NULL)",
            name=op.f("ck_stays_nights"),
        ),
        sa.CheckConstraint(
            "room_id IS NULL OR wish != 'none'", name=op.f("ck_stays_room_is_wanted")
        ),
        sa.CheckConstraint("wish IN ('single', 'shared', 'none')", name=op.f("ck_stays_wish")),
        sa.CheckConstraint("last_on >= first_on", name=op.f("ck_stays_nights_in_order")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_stays_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_stays_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["rooms.id"], name=op.f("fk_stays_room_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stays")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_stays_registration_id")),
    )
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stays_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stays_room_id"), ["room_id"], unique=False)

    op.create_table(
        "delegate_news",
        sa.Column(
            "delegate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("told_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "what IN ('left', 'journey', 'name')", name=op.f("ck_delegate_news_what")
        ),
        sa.ForeignKeyConstraint(
            ["delegate_id"],
            ["delegates.id"],
            name=op.f("fk_delegate_news_delegate_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("delegate_id", "what", name=op.f("pk_delegate_news")),
    )
    op.create_index(
        op.f("ix_delegate_news_told_at"), "delegate_news", ["told_at", "at"], unique=False
    )

    op.create_table(
        "takeaways",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("could_do", sa.String(length=2000), nullable=False),
        sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_items.id"], name=op.f("fk_takeaways_item_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["good_practices.id"],
            name=op.f("fk_takeaways_practice_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_takeaways_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_takeaways")),
        sa.UniqueConstraint("public_id", name=op.f("uq_takeaways_public_id")),
        sa.UniqueConstraint(
            "registration_id", "item_id", name=op.f("uq_takeaways_registration_id_item_id")
        ),
    )
    with op.batch_alter_table("takeaways", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_takeaways_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_takeaways_practice_id"), ["practice_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_takeaways_registration_id"), ["registration_id"], unique=False
        )

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("has_agenda", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("good_practices", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column(
                "item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(
            sa.Column("is_public", sa.Boolean(), server_default=sa.true(), nullable=False)
        )
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_good_practices_event_id"),
            "events",
            ["event_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_good_practices_item_id"),
            "agenda_items",
            ["item_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("offered_at", types.UTCDateTime(timezone=True), nullable=True)
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_column("offered_at")

    with op.batch_alter_table("good_practices", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_good_practices_item_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_good_practices_event_id"), type_="foreignkey")
        batch_op.drop_column("revision")
        batch_op.drop_column("is_public")
        batch_op.drop_column("item_id")
        batch_op.drop_column("event_id")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("has_agenda")

    with op.batch_alter_table("takeaways", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_takeaways_registration_id"))
        batch_op.drop_index(batch_op.f("ix_takeaways_practice_id"))
        batch_op.drop_index(batch_op.f("ix_takeaways_item_id"))

    op.drop_table("takeaways")
    op.drop_index(op.f("ix_delegate_news_told_at"), table_name="delegate_news")

    op.drop_table("delegate_news")
    with op.batch_alter_table("stays", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stays_room_id"))
        batch_op.drop_index(batch_op.f("ix_stays_event_id"))

    op.drop_table("stays")
    with op.batch_alter_table("journeys", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journeys_group_id"))
        batch_op.drop_index(batch_op.f("ix_journeys_event_id"))

    op.drop_table("journeys")
    with op.batch_alter_table("item_absences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_absences_registration_id"))

    op.drop_table("item_absences")
    with op.batch_alter_table("delegates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegates_stands_in_for_id"))
        batch_op.drop_index(batch_op.f("ix_delegates_delegation_id"))

    op.drop_table("delegates")
    op.drop_table("agenda_hosts")
    op.drop_table("agenda_contributors")
    with op.batch_alter_table("agenda_choices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_choices_registration_id"))
        batch_op.drop_index("ix_agenda_choices_line")

    op.drop_table("agenda_choices")
    op.drop_table("delegation_calendars")
    with op.batch_alter_table("agenda_tellings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_tellings_done_at"))

    op.drop_table("agenda_tellings")
    with op.batch_alter_table("agenda_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agenda_items_track_id"))
        batch_op.drop_index(batch_op.f("ix_agenda_items_sort_key"))
        batch_op.drop_index(batch_op.f("ix_agenda_items_place_id"))
        batch_op.drop_index("ix_agenda_items_order")
        batch_op.drop_index(batch_op.f("ix_agenda_items_host_id"))

    op.drop_table("agenda_items")
    op.drop_index(
        op.f("uq_travel_factors_everywhere"),
        table_name="travel_factors",
        sqlite_where=sa.text("event_id IS NULL"),
        postgresql_where=sa.text("event_id IS NULL"),
    )

    op.drop_table("travel_factors")
    op.drop_table("rooms")
    with op.batch_alter_table("pickup_groups", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pickup_groups_event_id"))

    op.drop_table("pickup_groups")
    op.drop_table("logistics_plans")
    op.drop_table("host_packs")
    with op.batch_alter_table("delegations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegations_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_delegations_event_id"))

    op.drop_table("delegations")
    op.drop_table("delegation_plans")
    op.drop_table("caterer_links")
    op.drop_table("agenda_versions")
    op.drop_table("agenda_tracks")
