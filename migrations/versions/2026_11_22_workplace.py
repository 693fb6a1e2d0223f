"""The coordinator's workplace: questions, needs, letters, sessions, and what they hang on.

Revision: workplace, after first, written 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

from webapp.core import database as types

revision = "workplace"
down_revision = "first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "accessibility_statements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("institution", types.TextType(none_as_null=True), nullable=True),
        sa.Column("conformance", sa.String(length=8), nullable=False),
        sa.Column("noncompliance", types.TextType(none_as_null=True), nullable=True),
        sa.Column("burden", types.TextType(none_as_null=True), nullable=True),
        sa.Column("out_of_scope", types.TextType(none_as_null=True), nullable=True),
        sa.Column("alternatives", types.TextType(none_as_null=True), nullable=True),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("evaluated_by", types.TextType(none_as_null=True), nullable=True),
        sa.Column("evaluated_on", sa.Date(), nullable=True),
        sa.Column("report_url", sa.String(length=500), nullable=True),
        sa.Column("prepared_on", sa.Date(), nullable=True),
        sa.Column("reviewed_on", sa.Date(), nullable=True),
        sa.Column("contact_email", sa.String(length=254), nullable=True),
        sa.Column("contact_phone", sa.String(length=60), nullable=True),
        sa.Column("answer_days", sa.Integer(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "conformance IN ('full', 'partial', 'none')",
            name=op.f("ck_accessibility_statements_conformance"),
        ),
        sa.CheckConstraint(
            "method IN ('automatic', 'simple', 'in-depth')",
            name=op.f("ck_accessibility_statements_method"),
        ),
        sa.CheckConstraint("answer_days > 0", name=op.f("ck_accessibility_statements_answer_days")),
        sa.CheckConstraint("id = 1", name=op.f("ck_accessibility_statements_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accessibility_statements")),
    )
    op.create_table(
        "inbox_marks",
        sa.Column("mailbox", sa.String(length=64), nullable=False),
        sa.Column("validity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_uid", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_inbox_marks")),
    )
    op.create_table(
        "pictures",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pictures")),
    )
    op.create_table(
        "account_sessions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_account_sessions_account_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_sessions")),
        sa.UniqueConstraint("key", name=op.f("uq_account_sessions_key")),
    )
    with op.batch_alter_table("account_sessions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_account_sessions_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index("ix_account_sessions_seen", ["last_seen_at"], unique=False)

    op.create_table(
        "put_offs",
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_put_offs_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_put_offs")),
    )
    op.create_table(
        "former_organisation_slugs",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["organisations.id"],
            name=op.f("fk_former_organisation_slugs_row_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_organisation_slugs")),
    )
    with op.batch_alter_table("former_organisation_slugs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_organisation_slugs_row_id"), ["row_id"], unique=False
        )

    op.create_table(
        "event_letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("purpose", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("subject", types.TextType(none_as_null=True), nullable=False),
        sa.Column("body", types.TextType(none_as_null=True), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("audience_values", sa.JSON(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=True),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column(
            "created_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("due_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("scheduled_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("held_back_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("begun_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("reached", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(purpose = 'reminder') = (days_before IS NOT NULL)",
            name=op.f("ck_event_letters_days_before"),
        ),
        sa.CheckConstraint(
            "(stage IN ('draft', 'scheduled')) = (begun_at IS NULL) AND (stage = 'sent') = (finished_at IS NOT NULL)",
            name=op.f("ck_event_letters_begun"),
        ),
        sa.CheckConstraint(
            "purpose != 'message' OR stage != 'scheduled' OR due_at IS NOT NULL",
            name=op.f("ck_event_letters_due_at"),
        ),
        sa.CheckConstraint(
            "purpose IN ('message', 'reminder', 'thanks')", name=op.f("ck_event_letters_purpose")
        ),
        sa.CheckConstraint(
            "stage IN ('draft', 'scheduled', 'sending', 'sent')",
            name=op.f("ck_event_letters_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["accounts.id"],
            name=op.f("fk_event_letters_created_by_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_event_letters_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_letters")),
        sa.UniqueConstraint("code", name=op.f("uq_event_letters_code")),
    )
    with op.batch_alter_table("event_letters", schema=None) as batch_op:
        batch_op.create_index("ix_event_letters_due", ["stage", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_letters_event_id"), ["event_id"], unique=False)
        batch_op.create_index(
            "uq_event_letters_automatic",
            ["event_id", "purpose"],
            unique=True,
            sqlite_where=sa.text("purpose != 'message' AND stage IN ('draft', 'scheduled')"),
            postgresql_where=sa.text("purpose != 'message' AND stage IN ('draft', 'scheduled')"),
        )

    op.create_table(
        "former_project_slugs",
        sa.Column("row_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["row_id"],
            ["projects.id"],
            name=op.f("fk_former_project_slugs_row_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_project_slugs")),
    )
    with op.batch_alter_table("former_project_slugs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_former_project_slugs_row_id"), ["row_id"], unique=False
        )

    op.create_table(
        "people_imports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("writes", sa.Boolean(), nullable=False),
        sa.Column("takes_doubts", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(length=40), nullable=True),
        sa.Column("lease", sa.String(length=32), nullable=True),
        sa.Column("leased_until", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "stage IN ('columns', 'checking', 'checked', 'importing', 'done', 'stopped')",
            name=op.f("ck_people_imports_stage"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_people_imports_account_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_people_imports_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_imports")),
        sa.UniqueConstraint("public_id", name=op.f("uq_people_imports_public_id")),
    )
    with op.batch_alter_table("people_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_people_imports_event_id"), ["event_id"], unique=False)

    op.create_table(
        "persons_apart",
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_persons_apart_order")),
        sa.ForeignKeyConstraint(
            ["first_id"], ["persons.id"], name=op.f("fk_persons_apart_first_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["persons.id"],
            name=op.f("fk_persons_apart_second_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_persons_apart")),
    )
    with op.batch_alter_table("persons_apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_persons_apart_second_id"), ["second_id"], unique=False)

    op.create_table(
        "questions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("retired_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('short-text', 'long-text', 'number', 'date', 'one-of', 'several-of', 'yes-no', 'consent', 'places', 'diet', 'access')",
            name=op.f("ck_questions_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_questions_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("public_id", name=op.f("uq_questions_public_id")),
    )
    op.create_index(
        op.f("ix_questions_order"), "questions", ["event_id", "position", "id"], unique=False
    )

    op.create_table(
        "event_letter_recipients",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "event_letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("message_id", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_letter_id"],
            ["event_letters.id"],
            name=op.f("fk_event_letter_recipients_event_letter_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_letter_recipients")),
        sa.UniqueConstraint(
            "event_letter_id",
            "owner",
            name=op.f("uq_event_letter_recipients_event_letter_id_owner"),
        ),
        sa.UniqueConstraint("message_id", name=op.f("uq_event_letter_recipients_message_id")),
    )
    op.create_table(
        "invitees",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "invitation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("email_key", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("invited_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_reason", sa.String(length=500), nullable=True),
        sa.Column("reminded_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_invitees_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_invitees_invitation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitees")),
        sa.UniqueConstraint("event_id", "email_key", name=op.f("uq_invitees_event_id_email_key")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_invitees_invitation_id")),
    )
    op.create_index(op.f("ix_invitees_email_key"), "invitees", ["email_key"], unique=False)

    op.create_table(
        "option_places",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=16), nullable=False),
        sa.Column("pool_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["seat_pools.id"], name=op.f("fk_option_places_pool_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_option_places_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_places")),
        sa.UniqueConstraint("pool_id", name=op.f("uq_option_places_pool_id")),
        sa.UniqueConstraint("question_id", "key", name=op.f("uq_option_places_question_id_key")),
    )
    with op.batch_alter_table("option_places", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_option_places_key"), ["key"], unique=False)

    op.create_table(
        "people_import_rows",
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("person", sa.JSON(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('ready', 'doubt', 'error', 'imported', 'left-out')",
            name=op.f("ck_people_import_rows_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["people_imports.id"],
            name=op.f("fk_people_import_rows_import_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_people_import_rows")),
    )
    op.create_index(
        op.f("ix_people_import_rows_outcome"),
        "people_import_rows",
        ["import_id", "outcome", "number"],
        unique=False,
    )

    op.create_table(
        "question_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("label", types.TextType(none_as_null=True), nullable=False),
        sa.Column("hint", types.TextType(none_as_null=True), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column(
            "shown_if_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("shown_if_value", sa.String(length=16), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("least <= most", name=op.f("ck_question_versions_limits")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["questions.id"],
            name=op.f("fk_question_versions_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["shown_if_id"],
            ["questions.id"],
            name=op.f("fk_question_versions_shown_if_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_versions")),
        sa.UniqueConstraint("id", "question_id", name=op.f("uq_question_versions_id_question_id")),
        sa.UniqueConstraint(
            "question_id", "number", name=op.f("uq_question_versions_question_id_number")
        ),
    )
    with op.batch_alter_table("question_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_versions_shown_if_id"), ["shown_if_id"], unique=False
        )

    op.create_table(
        "answers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("pool_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("value != ''", name=op.f("ck_answers_something")),
        sa.ForeignKeyConstraint(["pool_id"], ["seat_pools.id"], name=op.f("fk_answers_pool_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_answers_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_answers_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "question_id"],
            ["question_versions.id", "question_versions.question_id"],
            name="fk_answers_version_of_question",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
        sa.UniqueConstraint(
            "registration_id", "question_id", name=op.f("uq_answers_registration_id_question_id")
        ),
    )
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answers_pool_id"), ["pool_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answers_question_id"), ["question_id"], unique=False)
        batch_op.create_index("ix_answers_version", ["version_id", "question_id"], unique=False)

    op.create_table(
        "event_letter_chosen",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "event_letter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["event_letter_id"],
            ["event_letters.id"],
            name=op.f("fk_event_letter_chosen_event_letter_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_event_letter_chosen_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_letter_chosen")),
        sa.UniqueConstraint(
            "event_letter_id",
            "registration_id",
            name=op.f("uq_event_letter_chosen_event_letter_id_registration_id"),
        ),
    )
    with op.batch_alter_table("event_letter_chosen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_letter_chosen_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "guardian_consents",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("asked_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.Column("public_id", sa.String(length=16), nullable=False),
        sa.Column("link_generation", sa.Integer(), nullable=False),
        sa.Column("link_revoked_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer = 'asked') = (answered_at IS NULL)",
            name=op.f("ck_guardian_consents_answered_at"),
        ),
        sa.CheckConstraint(
            "answer IN ('asked', 'given', 'refused')", name=op.f("ck_guardian_consents_answer")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_guardian_consents_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_consents")),
        sa.UniqueConstraint("public_id", name=op.f("uq_guardian_consents_public_id")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_guardian_consents_registration_id")),
    )
    op.create_table(
        "needs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("kind IN ('diet', 'access')", name=op.f("ck_needs_kind")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_needs_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_needs_registration_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["question_versions.id"], name=op.f("fk_needs_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("registration_id", "kind", name=op.f("uq_needs_registration_id_kind")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_needs_version_id"), ["version_id"], unique=False)

    op.create_table(
        "people_notes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "registration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("created_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_people_notes_account_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_people_notes_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_notes")),
    )
    with op.batch_alter_table("people_notes", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_people_notes_registration_id"), ["registration_id"], unique=False
        )

    op.create_table(
        "reconfirmations",
        sa.Column(
            "registration_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("asked_at", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("until", types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("releases", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("answered_at", types.UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer IN ('coming', 'not-coming')", name=op.f("ck_reconfirmations_answer")
        ),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_reconfirmations_answered")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_reconfirmations_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_reconfirmations")),
    )
    op.create_index(
        op.f("ix_reconfirmations_open"),
        "reconfirmations",
        ["until"],
        unique=False,
        sqlite_where=sa.text("answer IS NULL"),
        postgresql_where=sa.text("answer IS NULL"),
    )

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", types.UTCDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("seen_before_at", types.UTCDateTime(timezone=True), nullable=True)
        )

    op.create_index(op.f("ix_changes_at"), "changes", ["at"], unique=False)

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("takes_photos", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("photo_notice", types.TextType(none_as_null=True), nullable=True)
        )
        batch_op.add_column(sa.Column("guardian_age", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("has_questions", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("funds", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("in_sentence", types.TextType(none_as_null=True), nullable=True)
        )

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("repeats", sa.String(length=120), nullable=True))
        batch_op.add_column(
            sa.Column("returned_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("undelivered_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.drop_index(batch_op.f("ix_letters_event_key"))
        batch_op.create_index(
            "ix_letters_fates", ["event_key", "state", "returned_at"], unique=False
        )
        batch_op.create_index(
            "ix_letters_undelivered",
            ["undelivered_at"],
            unique=False,
            sqlite_where=sa.text("undelivered_at IS NOT NULL"),
            postgresql_where=sa.text("undelivered_at IS NOT NULL"),
        )

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("data_protection_contact", sa.String(length=254), nullable=True)
        )
        batch_op.add_column(
            sa.Column("photo_notice", types.TextType(none_as_null=True), nullable=True)
        )
        batch_op.add_column(sa.Column("logo", sa.String(length=50), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_organisations_logo"), "pictures", ["logo"], ["name"]
        )

    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("logo", sa.String(length=50), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_programmes_logo"), "pictures", ["logo"], ["name"]
        )

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("not_in_photos", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("held_back_at", types.UTCDateTime(timezone=True), nullable=True)
        )
        batch_op.create_index(
            "ix_registrations_by_name", ["event_id", "name_key", "id"], unique=False
        )
        batch_op.create_index(
            "ix_registrations_choices",
            ["event_id", "language", "target_group_id", "organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_registrations_ended",
            ["ended_at"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_registrations_newest", ["event_id", "created_at", "id"], unique=False
        )

    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sees_needs", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("revision", sa.Integer(), server_default="1", nullable=False))

    with op.batch_alter_table("target_groups", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("is_retired", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("target_groups", schema=None) as batch_op:
        batch_op.drop_column("is_retired")

    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.drop_column("revision")
        batch_op.drop_column("sees_needs")

    with op.batch_alter_table("registrations", schema=None) as batch_op:
        batch_op.drop_index("ix_registrations_newest")
        batch_op.drop_index(
            "ix_registrations_ended",
            sqlite_where=sa.text("ended_at IS NOT NULL"),
            postgresql_where=sa.text("ended_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_registrations_choices")
        batch_op.drop_index("ix_registrations_by_name")
        batch_op.drop_column("held_back_at")
        batch_op.drop_column("not_in_photos")

    with op.batch_alter_table("programmes", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_programmes_logo"), type_="foreignkey")
        batch_op.drop_column("logo")

    with op.batch_alter_table("organisations", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_organisations_logo"), type_="foreignkey")
        batch_op.drop_column("logo")
        batch_op.drop_column("photo_notice")
        batch_op.drop_column("data_protection_contact")

    with op.batch_alter_table("letters", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_letters_undelivered",
            sqlite_where=sa.text("undelivered_at IS NOT NULL"),
            postgresql_where=sa.text("undelivered_at IS NOT NULL"),
        )
        batch_op.drop_index("ix_letters_fates")
        batch_op.create_index(batch_op.f("ix_letters_event_key"), ["event_key"], unique=False)
        batch_op.drop_column("undelivered_at")
        batch_op.drop_column("returned_at")
        batch_op.drop_column("repeats")

    with op.batch_alter_table("funds", schema=None) as batch_op:
        batch_op.drop_column("in_sentence")

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_column("has_questions")
        batch_op.drop_column("guardian_age")
        batch_op.drop_column("photo_notice")
        batch_op.drop_column("takes_photos")

    op.drop_index(op.f("ix_changes_at"), table_name="changes")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("seen_before_at")
        batch_op.drop_column("seen_at")

    op.drop_index(
        op.f("ix_reconfirmations_open"),
        table_name="reconfirmations",
        sqlite_where=sa.text("answer IS NULL"),
        postgresql_where=sa.text("answer IS NULL"),
    )

    op.drop_table("reconfirmations")
    with op.batch_alter_table("people_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_notes_registration_id"))

    op.drop_table("people_notes")
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_needs_version_id"))
        batch_op.drop_index(batch_op.f("ix_needs_event_id"))

    op.drop_table("needs")
    op.drop_table("guardian_consents")
    with op.batch_alter_table("event_letter_chosen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_letter_chosen_registration_id"))

    op.drop_table("event_letter_chosen")
    with op.batch_alter_table("answers", schema=None) as batch_op:
        batch_op.drop_index("ix_answers_version")
        batch_op.drop_index(batch_op.f("ix_answers_question_id"))
        batch_op.drop_index(batch_op.f("ix_answers_pool_id"))

    op.drop_table("answers")
    with op.batch_alter_table("question_versions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_versions_shown_if_id"))

    op.drop_table("question_versions")
    op.drop_index(op.f("ix_people_import_rows_outcome"), table_name="people_import_rows")

    op.drop_table("people_import_rows")
    with op.batch_alter_table("option_places", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_option_places_key"))

    op.drop_table("option_places")
    op.drop_index(op.f("ix_invitees_email_key"), table_name="invitees")

    op.drop_table("invitees")
    op.drop_table("event_letter_recipients")
    op.drop_index(op.f("ix_questions_order"), table_name="questions")

    op.drop_table("questions")
    with op.batch_alter_table("persons_apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_persons_apart_second_id"))

    op.drop_table("persons_apart")
    with op.batch_alter_table("people_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_people_imports_event_id"))

    op.drop_table("people_imports")
    with op.batch_alter_table("former_project_slugs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_project_slugs_row_id"))

    op.drop_table("former_project_slugs")
    with op.batch_alter_table("event_letters", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_event_letters_automatic",
            sqlite_where=sa.text("purpose != 'message' AND stage IN ('draft', 'scheduled')"),
            postgresql_where=sa.text("purpose != 'message' AND stage IN ('draft', 'scheduled')"),
        )
        batch_op.drop_index(batch_op.f("ix_event_letters_event_id"))
        batch_op.drop_index("ix_event_letters_due")

    op.drop_table("event_letters")
    with op.batch_alter_table("former_organisation_slugs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_organisation_slugs_row_id"))

    op.drop_table("former_organisation_slugs")
    op.drop_table("put_offs")
    with op.batch_alter_table("account_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_account_sessions_seen")
        batch_op.drop_index(batch_op.f("ix_account_sessions_account_id"))

    op.drop_table("account_sessions")
    op.drop_table("pictures")
    op.drop_table("inbox_marks")
    op.drop_table("accessibility_statements")
