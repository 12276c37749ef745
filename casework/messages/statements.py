"""The statements of the ledger: what is due, and a try as it begins and as the operator takes it."""

from sqlalchemy import (
    Integer,
    Interval,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    not_,
    null,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import array

from casework import tables
from casework.messages.sending import is_open, well_again
from casework.tables import message_tables

_MESSAGE = tables.table_of(message_tables.Message)
_TRY = tables.table_of(message_tables.MessageTry)
_CASE = tables.table_of(tables.OfficeCase)
_ITEM = tables.table_of(tables.IncomingItem)
_BEFORE_ANSWER = ("promised", "held", "sending", "unknown")

_TRIED = _MESSAGE.c.id == bindparam("message", type_=_MESSAGE.c.id.type)
_begun = (
    update(_MESSAGE)
    .where(_TRIED)
    .values(
        state="sending",
        tries=bindparam("try", type_=_MESSAGE.c.tries.type),
        next_at=bindparam("ends", type_=_MESSAGE.c.next_at.type),
        changed_at=bindparam("begins", type_=_MESSAGE.c.changed_at.type),
        subject=bindparam("said", type_=_MESSAGE.c.subject.type),
        body=bindparam("in_words", type_=_MESSAGE.c.body.type),
    )
    .returning(_MESSAGE.c.id, _MESSAGE.c.tries, _MESSAGE.c.changed_at)
    .cte("begun")
)
BEGIN = insert(_TRY).from_select(
    ["message_id", "number", "started_at"], select(_begun.c.id, _begun.c.tries, _begun.c.changed_at)
)
_unanswered = _MESSAGE.c.state.in_(_BEFORE_ANSWER)
_NOW = func.clock_timestamp()
_taken = (
    update(_MESSAGE)
    .where(_TRIED)
    .values(
        operator=bindparam("by", type_=_MESSAGE.c.operator.type),
        operator_ref=func.coalesce(
            _MESSAGE.c.operator_ref, bindparam("ref", type_=_MESSAGE.c.operator_ref.type)
        ),
        state=case((_unanswered, "sent"), else_=_MESSAGE.c.state),
        next_at=case((_unanswered, _NOW + bindparam("ask_after", type_=Interval)), else_=_MESSAGE.c.next_at),
        changed_at=case((_unanswered, _NOW), else_=_MESSAGE.c.changed_at),
        last_code=case((_unanswered, null()), else_=_MESSAGE.c.last_code),
    )
    .cte("taken")
)
_ended = (
    update(_TRY)
    .where(
        _TRY.c.message_id == bindparam("message", type_=_TRY.c.message_id.type),
        _TRY.c.number == bindparam("try", type_=_TRY.c.number.type),
    )
    .values(ended_at=_NOW, outcome="accepted", code=None)
    .cte("ended")
)
#: "well": a parameter with a column's name would be written into the column
ACCEPTED = well_again(bindparam("well", type_=_MESSAGE.c.channel.type)).add_cte(_taken, _ended)

_OTHER = _MESSAGE.alias()
#: another message of the kind to the same phone is under way, or was promised earlier
_IN_ITS_WAY = exists(
    select(1).where(
        _OTHER.c.recipient_hash == _MESSAGE.c.recipient_hash,
        _OTHER.c.purpose == _MESSAGE.c.purpose,
        _OTHER.c.id != _MESSAGE.c.id,
        or_(
            _OTHER.c.state.in_(("sending", "unknown")),
            and_(
                _OTHER.c.state.in_(("promised", "held")),
                tuple_(_OTHER.c.made_at, _OTHER.c.id) < tuple_(_MESSAGE.c.made_at, _MESSAGE.c.id),
            ),
        ),
    )
)
_READY = and_(
    _MESSAGE.c.channel == bindparam("channel"),
    _MESSAGE.c.next_at <= bindparam("at"),
    _MESSAGE.c.state.in_(("promised", "held")),
)
_WITH_SIGN = select(_MESSAGE, _CASE.c.case_sign, _ITEM.c.number, _ITEM.c.year).select_from(
    _MESSAGE.outerjoin(_CASE, _CASE.c.submission_id == _MESSAGE.c.submission_id).outerjoin(
        _ITEM, _ITEM.c.submission_id == _MESSAGE.c.submission_id
    )
)
IN_TURN = select(func.pg_advisory_xact_lock(bindparam("lock")))
ANY = select(exists(select(1).where(_READY)))
_channel = func.unnest(array(["sms", "email"])).table_valued("channel").render_derived(name="of")
#: the channels that may send now and have something to send
WORK = select(_channel.c.channel).where(
    is_open(_channel.c.channel, func.clock_timestamp()),
    exists(
        select(1).where(
            _MESSAGE.c.channel == _channel.c.channel,
            _MESSAGE.c.next_at <= func.clock_timestamp(),
            _MESSAGE.c.state.in_(("promised", "held")),
        )
    ),
)
QUESTIONS = select(
    exists(
        select(1).where(
            _MESSAGE.c.channel == bindparam("channel"),
            _MESSAGE.c.next_at <= func.clock_timestamp(),
            _MESSAGE.c.state.in_(("sending", "unknown", "sent")),
        )
    )
)
DUE = (
    _WITH_SIGN.where(_READY, or_(_MESSAGE.c.channel == "email", not_(_IN_ITS_WAY)))
    .order_by(_MESSAGE.c.next_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=_MESSAGE, skip_locked=True)
)
ONE = (
    _WITH_SIGN.where(
        _MESSAGE.c.channel == bindparam("channel"),
        _MESSAGE.c.state == bindparam("state"),
        _MESSAGE.c.next_at <= bindparam("at"),
    )
    .order_by(_MESSAGE.c.next_at)
    .limit(1)
    .with_for_update(of=_MESSAGE, skip_locked=True)
)
