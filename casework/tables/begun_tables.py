"""Which submission was begun from the answers of which other."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from casework.tables.ground import Base, Rights


class BegunFrom(Base):
    """Written when the draft is made, never changed; goes with a draft that is never filed."""

    RIGHTS = Rights.WRITE
    __tablename__ = "begun_from"
    __table_args__ = (Index("ix_begun_from_earlier_id", "earlier_id"),)

    #: the draft's id, which becomes the submission's key
    key: Mapped[str] = mapped_column(primary_key=True)
    office_id: Mapped[str]
    earlier_id: Mapped[UUID] = mapped_column(ForeignKey("submission.id"))
    #: a correction of it; else a similar one
    corrects: Mapped[bool]
    at: Mapped[datetime]
