"""Files that the scanner has still to look at are found at once, and so is a letter by its bytes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_CHECKING = sa.text("scan_state = 'checking'")
_FILES = (("attachment", "submission_id"), ("case_call_file", "call_id"))


def upgrade() -> None:
    op.create_index("ix_letter_sha256", "letter", ["sha256"], unique=False)
    for table, owner in _FILES:
        op.create_index(
            f"ix_{table}_checking", table, [owner, "position"], unique=False, postgresql_where=_CHECKING
        )


def downgrade() -> None:
    for table, _ in reversed(_FILES):
        op.drop_index(f"ix_{table}_checking", table_name=table, postgresql_where=_CHECKING)
    op.drop_index("ix_letter_sha256", table_name="letter")
