"""The coordinator's workplace: questions, needs, letters, sessions, and what they hang on.

Revision: workplace, after first, written 2026-11-22.
"""

import sqlalchemy as sa
from alembic import op

revision = "workplace"
down_revision = "first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("sees_needs", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("role_assignments", schema=None) as batch_op:
        batch_op.drop_column("sees_needs")
