"""Nothing posted or read in at the designer breaks it: it is refused in words or kept to be mended."""

import io

from flask.testing import FlaskClient

from tests.backoffice.forms.form_writing import PAGE, begun, inputs, renew, second, text, writer

__all__ = ["renew", "second", "writer"]  # fixtures

MANY = "9" * 5000


def test_a_button_with_a_number_beyond_all_numbers_changes_nothing(writer: FlaskClient) -> None:
    work = begun(writer)
    fields = inputs(text(writer, f"{work}/czesc/s0-1"))
    for then in (f"choice-remove:{MANY}", "choice-up:²"):
        answer = writer.post(f"{work}/czesc/s0-1", data=fields | {"then": then})
        assert answer.status_code == 303, then
    condition = f"{work}/warunek/s0-2/kiedy"
    assert writer.post(condition, data={"revision": "1", "then": f"remove:{MANY}"}).status_code == 303
    assert "„E-mailem”" in text(writer, f"{work}/czesc/s0-2"), "the condition is as it was"


def test_a_file_with_signs_that_nothing_holds_is_refused_by_its_line(writer: FlaskClient) -> None:
    taken = writer.get(f"{PAGE}/1.yaml").text
    for sign in ("\\0", "\\x1b", "\\uFFFE"):
        strange = taken.replace("pl: O co pytasz", f'pl: "O co {sign} pytasz"').encode()
        refused = writer.post(f"{PAGE}/wczytaj", data={"file": (io.BytesIO(strange), "a.yaml")})
        assert refused.status_code == 422, sign
        assert "jest tu znak, którego nie da się zapisać." in refused.text
