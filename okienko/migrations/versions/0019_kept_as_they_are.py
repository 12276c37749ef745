"""Documents, receipts and sums are kept as they are: pressing them was a good part of a filing's writing.

Twice the room for these three (some 12 instead of 6 kB a submission); what is kept already stays pressed.
"""

from collections.abc import Sequence

from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_COLUMNS = (("submission", "document"), ("submission", "calculations"), ("receipt", "sealed"))


def upgrade() -> None:
    _store("EXTERNAL")


def downgrade() -> None:
    _store("EXTENDED")


def _store(how: str) -> None:
    for table, column in _COLUMNS:
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE {how}")
