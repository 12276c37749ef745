"""Versions of a form at the desk: as files, brought back, and laid over newer shared ones."""

import io
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from backoffice.parts import DeskParts
from forms_catalog.catalogue import Catalogue
from forms_catalog.own import numbered
from tests.backoffice.conftest import Clock, Enter
from tests.backoffice.forms.form_writing import (
    INFO,
    PAGE,
    SECOND,
    WRITER,
    Renewed,
    approved,
    begun,
    day,
    renew,
    revision,
    second,
    sent,
    text,
    typed,
    writer,
)

__all__ = ["renew", "second", "writer"]  # fixtures


def test_a_form_goes_out_as_a_file_and_comes_in_again(writer: FlaskClient, catalogue: Catalogue) -> None:
    taken = writer.get(f"{PAGE}/1.yaml")
    assert taken.headers["Content-Disposition"] == f"attachment; filename={INFO}-1.yaml"
    form = catalogue.service(INFO)
    assert form is not None
    edited = taken.data.decode().replace("pl: O co pytasz", "pl: O co chcesz zapytać")

    def read(content: bytes, name: str = "formularz.yaml") -> TestResponse:
        sent_ = {"file": (io.BytesIO(content), name), "revision": revision(text(writer, PAGE))}
        return writer.post(f"{PAGE}/wczytaj", data=sent_)

    assert read(b"", "").status_code == 422
    for content, complaint in (
        (b"code: !!python/name:os.system x", "jest tu znacznik (!)"),
        (b"a: &x 1\nb: *x", "jest tu odwołanie"),
        (edited.replace(f"code: {INFO}", "code: inna").encode(), "to formularz innej usługi: „inna”"),
        (b"\xff\xfe", "nie jest tekstem"),
        (b"x" * 1_000_002, "więcej niż 1000000 bajtów"),
    ):
        refused = read(content)
        assert refused.status_code == 422
        assert complaint in refused.text.replace("\N{NO-BREAK SPACE}", " "), refused.text
    assert "Zmień ten formularz" in text(writer, PAGE), "nothing was begun"
    work = read(edited.encode()).location
    assert "teraz brzmi „O co chcesz zapytać”" in text(writer, work)
    assert "pl: O co chcesz zapytać" in writer.get(f"{work}/plik.yaml").text
    unknown = edited + "rules: [nikt@1]\n"
    assert read(unknown.encode()).location == work
    page = text(writer, work)
    assert "program nie ma reguły „nikt@1”." in page
    sent_ = {"revision": revision(text(writer, f"{work}/czesc/reguly")), "name": ""}
    assert writer.post(f"{work}/czesc/reguly", data=sent_).status_code == 303
    assert "Bez błędów." in text(writer, work)
    assert read(taken.data).location == work
    assert "Jeszcze nic." in text(writer, work), "the file took the place of what was written"


def test_an_earlier_version_comes_back_as_a_new_one(
    enter: Enter,
    writer: FlaskClient,
    second: FlaskClient,
    renew: Renewed,
    desk_clock: Clock,
) -> None:
    work = begun(writer)
    typed(writer, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    sent(writer, work, desk_clock)
    back = second.post(f"{work}/cofnij", data={"note": ""})
    assert back.status_code == 422 and "Napisz, co poprawić." in back.text
    assert second.post(f"{work}/cofnij", data={"note": "Krócej proszę."}).status_code == 303
    assert "Krócej proszę." in text(writer, work)
    sent(writer, work, desk_clock)
    approved(second, work)
    renew()
    assert "teraz brzmi „O co pytasz”" in text(writer, f"{PAGE}/porownaj?od=1001&do=1")
    old = begun(second, 1)
    assert "Pytanie „Nasze pytanie”: teraz brzmi „O co pytasz”" in text(second, old)
    sent(second, old, desk_clock, days=1)
    approved(writer, old)
    assert "obowiązuje, własna" in text(writer, PAGE), "until tomorrow it is as it was"
    assert renew().of_office("zabrze").service(INFO).version == 1001  # type: ignore[union-attr]  # it is there
    desk_clock.go_on(days=1)
    enter(WRITER, writer), enter(SECOND, second)
    tomorrow = renew().of_office("zabrze").service(INFO)
    assert tomorrow is not None and tomorrow.version == 1002
    assert tomorrow.sections[0].fields[0].label.pl == "O co pytasz"
    same = begun(second, 1002)
    nothing = second.post(f"{same}/wyslij", data={"revision": "1", **day(desk_clock)})
    assert nothing.status_code == 422 and "Nic się nie różni" in nothing.text
    assert second.post(f"{same}/wyrzuc").status_code == 303
    assert second.post(f"{same}/wyrzuc").status_code == 409


def test_a_newer_shared_version_overwrites_nothing(
    desk: Flask,
    desk_parts: DeskParts,
    writer: FlaskClient,
    second: FlaskClient,
    renew: Renewed,
    desk_clock: Clock,
) -> None:
    work = begun(writer)
    typed(writer, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    sent(writer, work, desk_clock)
    approved(second, work)
    renew.shipped(_with_version_2(desk_parts.catalogue))
    form = renew().of_office("zabrze").service(INFO)
    assert form is not None and form.version == 1001
    assert "nowsza wersja wspólna" in text(writer, "/formularze")
    page = text(writer, PAGE)
    assert "Jest nowsza wersja wspólna: 2" in page
    assert "Krótka nazwa: teraz „Pytanie do urzędu”" in text(writer, f"{PAGE}/porownaj?od=1&do=2")
    assert writer.post(f"{PAGE}/nowsza", data={"version": "2", "choice": "keep"}).location == PAGE
    assert "Urząd postanowił zostawić własną wersję." in text(writer, PAGE)
    assert "nowsza wersja wspólna" not in text(writer, "/formularze")
    adopted = writer.post(f"{PAGE}/nowsza", data={"version": "2", "choice": "adopt"}).location
    assert "Pytanie „Nasze pytanie”: teraz brzmi „O co pytasz”" in text(writer, adopted)
    sent(writer, adopted, desk_clock)
    approved(second, adopted)
    form = renew().of_office("zabrze").service(INFO)
    assert form is not None and form.version == 1002 and form.short_title.pl == "Pytanie do urzędu"
    assert "Jest nowsza wersja wspólna" not in text(writer, PAGE)


def test_own_changes_are_laid_over_a_newer_version_and_clashes_decided(
    desk_parts: DeskParts, writer: FlaskClient, second: FlaskClient, renew: Renewed, desk_clock: Clock
) -> None:
    assert writer.get(f"{PAGE}/polacz").status_code == 404, "nothing is newer than what is shared"
    work = begun(writer)
    typed(writer, work, "s0-0", {"E-label-pl": "Nasze pytanie"})
    typed(writer, work, "nazwa", {"E-short_title-pl": "Nasza nazwa"})
    sent(writer, work, desk_clock)
    approved(second, work)
    renew.shipped(_with_version_2(desk_parts.catalogue))
    renew()
    assert f'href="{PAGE}/polacz"' in text(writer, PAGE)
    page = text(writer, f"{PAGE}/polacz")
    assert "Krótka nazwa" in page and "nasze: Nasza nazwa" in page
    assert "nowsza wspólna: Pytanie do urzędu" in page
    assert "Pytanie „O co pytasz”: teraz brzmi „Nasze pytanie”" in page
    undecided = writer.post(f"{PAGE}/polacz", data={"version": "2", "K-short_title": "nikt"})
    assert undecided.status_code == 422 and "Zdecyduj: Krótka nazwa" in undecided.text
    stale = writer.post(f"{PAGE}/polacz", data={"version": "1", "K-short_title": "ours"})
    assert stale.location == PAGE
    merged = writer.post(f"{PAGE}/polacz", data={"version": "2", "K-short_title": "theirs"}).location
    page = text(writer, merged)
    assert "Bez błędów." in page and "Krótka nazwa: teraz „Pytanie do urzędu”" in page
    assert "Nasze pytanie" in text(writer, f"{merged}/czesc/s0-0")
    sent(writer, merged, desk_clock)
    approved(second, merged)
    form = renew().of_office("zabrze").service(INFO)
    assert form is not None and form.version == 1002 and form.short_title.pl == "Pytanie do urzędu"
    assert form.sections[0].fields[0].label.pl == "Nasze pytanie"
    assert writer.get(f"{PAGE}/polacz").status_code == 404, "nothing newer is left"


def _with_version_2(catalogue: Catalogue) -> Catalogue:
    """The catalogue after an upgrade that brought another version of the form."""
    form = catalogue.service(INFO)
    assert form is not None
    title = form.short_title.model_copy(update={"pl": "Pytanie do urzędu"})
    newer = numbered(form.model_copy(update={"short_title": title}), 2)
    return replace(catalogue, definitions={**catalogue.definitions, (INFO, 2): newer})
