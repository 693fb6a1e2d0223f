"""${message}

Revision: ${up_revision}, after ${down_revision or "nothing"}, written ${create_date}.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Text

from webapp.core import database as types
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go back."""
    ${downgrades if downgrades else "pass"}
