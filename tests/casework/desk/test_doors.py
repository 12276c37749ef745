"""Who may read and work which case; every reading is entered and the entries are chained."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, select, text

from casework.desk import doors, finding, reads
from casework.desk.assignment import give_back, hand_over, take
from casework.desk.calls import answer_call, call_for_completion, end_call, shortest_term
from casework.desk.case_signs import open_case_sign
from casework.desk.clerks import Clerk, NotYours, find_clerk
from casework.desk.conclusions import close, conclude
from casework.desk.notes import note
from casework.desk.suspension import pause, resume
from casework.intake.handed_in import FileToFile
from casework.tables import desk_tables
from forms_catalog.answers import Answers

from ..window import DN1, INFORMATION, a_filing
from .conftest import FILED, OTHER, TAX, Desk, a_clerk
from .test_working_a_case import a_letter

#: role, office, departments, may read a tax case of Zabrze, may work it
PEOPLE = [
    (("clerk",), "zabrze", (TAX,), True, True),
    (("clerk",), "zabrze", (OTHER, TAX), True, True),
    (("clerk",), "zabrze", (OTHER,), False, False),
    (("clerk",), "zabrze", (), False, False),
    (("clerk",), "gliwice", (TAX,), False, False),
    (("supervisor",), "zabrze", (), True, True),
    (("supervisor",), "gliwice", (TAX,), False, False),
    (("auditor",), "zabrze", (TAX,), True, False),
    (("auditor",), "gliwice", (TAX,), False, False),
    (("auditor", "clerk"), "zabrze", (OTHER,), True, False),
    (("office_admin",), "zabrze", (TAX,), False, False),
    (("office_admin", "clerk"), "zabrze", (TAX,), True, True),
    (("platform_admin",), None, (TAX,), False, False),
]


@pytest.mark.parametrize(("roles", "office", "departments", "reads_it", "works_it"), PEOPLE)
def test_who_may_read_and_work_a_case(
    desk: Desk,
    roles: tuple[str, ...],
    office: str | None,
    departments: tuple[str, ...],
    reads_it: bool,
    works_it: bool,
) -> None:
    case = desk.file(DN1)
    with desk.sessions.begin() as session:
        somebody = a_clerk(session, office=office, roles=roles, departments=departments)
    assert opens(lambda: desk.do(doors.open_case, somebody, case)) is reads_it
    assert opens(lambda: desk.do(note, somebody, case, text="x", at=FILED)) is works_it
    assert opens(lambda: desk.do(take, somebody, case, at=FILED)) is works_it


def opens(door: Callable[[], object]) -> bool:
    try:
        door()
    except NotYours:
        return False
    return True


def test_no_verb_opens_to_a_stranger(desk: Desk) -> None:
    case = desk.taken()
    with desk.sessions.begin() as session:
        stranger = a_clerk(session, office="gliwice", roles=("clerk", "supervisor"))
        auditor = a_clerk(session, roles=("auditor",))
    asked = {"reason": "x", "due_on": shortest_term(FILED.date()), "letter": None}
    verbs: list[tuple[Callable[..., object], dict[str, object]]] = [
        (take, {}),
        (give_back, {}),
        (hand_over, {"to": desk.jan.id}),
        (open_case_sign, {"catalogue": desk.catalogue}),
        (call_for_completion, asked),
        (end_call, {}),
        (pause, {"reason": "x"}),
        (resume, {}),
        (conclude, {"outcome": "accepted", "letter": None}),
        (close, {}),
        (note, {"text": "x"}),
    ]
    for verb, how in verbs:
        for nobody in (stranger, auditor):
            with pytest.raises(NotYours):
                desk.do(verb, nobody, case, at=FILED, **how)
        with pytest.raises(NotYours):
            desk.do(verb, desk.anna, uuid4(), at=FILED, **how)


def test_a_case_that_is_not_there_looks_like_one_that_is_not_yours(desk: Desk) -> None:
    with pytest.raises(NotYours):
        desk.do(doors.open_case, desk.ewa, uuid4())


def test_whoever_no_longer_works_here_is_nobody(desk: Desk) -> None:
    with desk.sessions.begin() as session:
        gone = a_clerk(session, active=False)
        assert find_clerk(session, gone.id) is None
        assert find_clerk(session, desk.anna.id) == desk.anna
        assert find_clerk(session, uuid4()) is None


@pytest.mark.parametrize(
    ("roles", "office"),
    [
        (["king"], "zabrze"),
        (["platform_admin"], "zabrze"),
        (["clerk"], None),
        (["clerk", "platform_admin"], None),
    ],
)
def test_roles_that_make_no_sense_cannot_be_kept(desk: Desk, roles: list[str], office: str | None) -> None:
    with pytest.raises(Exception, match="ck_clerk_"), desk.sessions.begin() as session:
        a_clerk(session, office=office, roles=tuple(roles))


def test_the_case_page_has_all_that_belongs_to_the_case(desk: Desk) -> None:
    case = desk.taken()
    letter = a_letter(desk, case, "call")
    due_on = shortest_term(FILED.date())
    how = {"reason": "Brakuje podpisu.", "due_on": due_on, "letter": letter, "at": FILED}
    desk.do(call_for_completion, desk.anna, case, **how)
    sent = FileToFile("answer", "podpis.pdf", "application/pdf", 10, "d" * 64)
    desk.do(answer_call, case, text="Podpisałem.", files=[sent], at=FILED + timedelta(days=1))
    desk.do(note, desk.jan, case, text="Dzwoniła.", at=FILED)
    desk.do(note, desk.jan, desk.taken(), text="Inna sprawa.", at=FILED)
    file = desk.do(doors.open_case, desk.anna, case)
    assert (file.case.id, file.case.new_answer, file.version) == (case, True, 1)
    assert file.register_number == "RPW/1/2026"
    assert file.document.startswith(b"<Dokument")
    assert [kept.text for kept in file.notes] == ["Dzwoniła."]
    assert [kept.id for kept in file.letters] == [letter]
    (call,) = file.calls
    assert (call.clerk, call.letter, call.answer_text, call.due_on) == (
        "Anna Fikcyjna",
        letter,
        "Podpisałem.",
        due_on,
    )
    assert [kept.filename for kept in call.files] == ["podpis.pdf"]
    assert [(entry.actor, entry.what) for entry in file.history] == [
        ("applicant", "received"),
        ("Anna Fikcyjna", "taken"),
        ("Anna Fikcyjna", "called"),
        ("applicant", "answered"),
        ("Jan Wzorcowy", "noted"),
    ]
    assert desk.do(doors.open_letter, desk.anna, case, letter).kind == "call"
    assert desk.do(doors.open_answer_file, desk.anna, case, call.id, 1).sha256 == "d" * 64


def test_files_of_a_case_open_by_the_same_door(desk: Desk) -> None:
    case, other = desk.taken(), desk.taken()
    letter = a_letter(desk, other)
    with desk.sessions.begin() as session:
        stranger = a_clerk(session, departments=(OTHER,))
    with pytest.raises(NotYours):
        desk.do(doors.open_letter, stranger, other, letter)
    assert desk.do(doors.open_letter, desk.anna, other, letter).id == letter
    for clerk in (stranger, desk.anna):
        for door, what in (
            (doors.open_attachment, (99,)),
            (doors.open_letter, (letter,)),
            (doors.open_answer_file, (uuid4(), 1)),
        ):
            with pytest.raises(NotYours):
                desk.do(door, clerk, case, *what)


def entered(desk: Desk) -> list[tuple[str, str, UUID | None]]:
    entry = desk_tables.ReadEntry
    with desk.sessions() as session:
        rows = session.execute(select(entry.what, entry.actor, entry.submission_id).order_by(entry.id)).all()
    return [(row.what, row.actor, row.submission_id) for row in rows]


def test_each_reading_and_search_is_entered_and_what_was_refused_is_not(desk: Desk) -> None:
    case = desk.file(DN1)
    desk.do(doors.open_case, desk.anna, case)
    with desk.sessions() as session:
        sender = doors.open_case(session, desk.anna, case).case.sender
        session.rollback()
    desk.do(finding.find, desk.ewa, sender, None, today=FILED.date())
    desk.do(finding.find, desk.ewa, "nikogo takiego", None, today=FILED.date())
    with desk.sessions.begin() as session:
        stranger = a_clerk(session, departments=(OTHER,))
    with pytest.raises(NotYours):
        desk.do(doors.open_case, stranger, case)
    assert entered(desk) == [
        ("case_opened", str(desk.anna.id), case),
        ("search", str(desk.ewa.id), None),
    ]
    with desk.sessions() as session:
        details = session.execute(select(desk_tables.ReadEntry.details)).scalars().all()
    assert details[1] == {"cases": [str(case)]}


SOON = timedelta(minutes=1)


def chained(desk: Desk, office: str = "zabrze") -> int:
    return desk.do(reads.chain_reads, office, until=datetime.now(UTC) + SOON)


@pytest.fixture
def read(desk: Desk) -> Desk:
    """Anna has read three cases, and a batch is chained; then one more, and another batch."""
    cases = [desk.file(DN1) for _ in range(3)]
    for case in cases:
        desk.do(doors.open_case, desk.anna, case)
    now = datetime.now(UTC)
    assert desk.do(reads.chain_reads, "zabrze", until=now) == 3
    desk.do(doors.open_case, desk.anna, cases[0])
    assert chained(desk) == 1
    return desk


def test_readings_are_chained_in_batches_once(read: Desk) -> None:
    assert chained(read) == 0
    assert chained(read, "gliwice") == 0
    with read.sessions() as session:
        assert reads.verify_reads(session, "zabrze") == []


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("DELETE FROM read_entry WHERE id = (SELECT min(id) FROM read_entry)", ["entries"]),
        ("UPDATE read_entry SET actor = 'x' WHERE id = (SELECT max(id) FROM read_entry)", ["entries"]),
        (
            "UPDATE read_entry SET details = '{\"a\": 1}' WHERE id = (SELECT min(id) FROM read_entry)",
            ["entries"],
        ),
        ("DELETE FROM read_batch WHERE until = (SELECT min(until) FROM read_batch)", ["chain"]),
        ("UPDATE read_batch SET hash = previous WHERE entries = 3", ["entries", "chain"]),
    ],
)
def test_a_changed_reading_is_found(read: Desk, owner: Engine, tampering: str, broken: list[str]) -> None:
    with owner.begin() as connection:
        connection.execute(text(tampering))
    with read.sessions() as session:
        assert [found.reason for found in reads.verify_reads(session, "zabrze")] == broken


def test_people_are_found_without_polish_letters_and_by_the_beginnings_of_words(desk: Desk) -> None:
    def of(sender: str, office: str = "zabrze") -> UUID:
        filing = a_filing(desk.catalogue, INFORMATION, office=office, today=FILED.date())
        answers: Answers = {**filing.answers, "requester_name": sender}
        return desk.window.file(type(filing)(**{**vars(filing), "answers": answers}), at=FILED).id

    zofia = of("Zofia Żółć-Święcicka")
    zenon = of("Zenon Zółtek")
    of("Zofia Zółć", office="gliwice")
    company = of("Łąkowa Spółka Ćwiczebna sp. z o.o.")
    twice = of("Nowak Nowakowska")

    def found(words: str, clerk: Clerk = desk.ewa) -> list[UUID]:
        return [row.case.id for row in desk.do(finding.find, clerk, words, None, today=FILED.date()).rows]

    assert found("zolc") == found("ŻÓŁĆ") == found("swiecicka zof") == found("Zofia Żółć") == [zofia]
    assert set(found("zol")) == {zofia, zenon}
    assert set(found("zo")) == {zofia, zenon}
    assert found("lakowa cwicz") == [company]
    assert found("lakowa zofia") == found("zofia x") == [] or found("zofia x") == [zofia]
    assert found("") == found("   ") == found("z") == found("%") == found("_") == found("' OR 1=1") == []
    assert found("nowak") == found("nowak nowakow") == [twice]
    assert found("zolc", desk.anna) == []
    with desk.sessions() as session:
        number = doors.open_case(session, desk.ewa, company).register_number
    assert found(number) == found(number.lower()) == found(number.removeprefix("RPW/")) == [company]
    assert found(number, desk.anna) == []
    assert found("99999999999999") == found("RPW/0/2026") == []


def test_a_case_is_found_by_the_beginning_of_its_sign(desk: Desk) -> None:
    first, second = desk.taken(), desk.taken()
    signs = [
        desk.do(open_case_sign, desk.anna, case, catalogue=desk.catalogue, at=FILED).case_sign
        for case in (first, second)
    ]

    def found(words: str) -> list[UUID]:
        return [row.case.id for row in desk.do(finding.find, desk.anna, words, None, today=FILED.date()).rows]

    assert signs[0] is not None
    assert found(signs[0]) == found(signs[0].lower()) == [first]
    assert set(found(signs[0][: -len("1.2026")])) == {first, second}
