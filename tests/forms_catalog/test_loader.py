"""Whoever edits a definition file is told every mistake at once: where it stands and how to mend it."""

import shutil
from pathlib import Path

import pytest

from forms_catalog.catalogue import DefinitionError, load
from forms_catalog.loading.one_form import digest
from forms_catalog.model import Definition, GroupField

FORM = "services/wszystkie-rodzaje.yaml"


def complaint(folder: Path) -> str:
    with pytest.raises(DefinitionError) as caught:
        load(folder)
    return str(caught.value)


def edit(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")


def test_a_block_becomes_a_group_or_lies_flat(folder: Path) -> None:
    edit(
        folder, FORM, "      - block: person\n        as: person\n", "      - block: person\n        as: me\n"
    )
    form = load(folder).service("wszystkie-rodzaje")
    assert form is not None
    me = form.sections[0].fields[1]
    assert isinstance(me, GroupField)
    assert [field.name for field in me.fields] == ["first_name", "no_pesel", "pesel", "birth_date", "address"]


def test_an_address_that_is_not_the_users_own_offers_no_autofill(folder: Path) -> None:
    form = load(folder).service("wszystkie-rodzaje")
    assert form is not None
    letters = next(field for field in form.sections[0].fields if field.name == "letters_to")
    assert isinstance(letters, GroupField)
    assert {field.autocomplete for field in letters.fields} == {None}


def test_a_block_laid_flat_takes_the_conditions_of_its_use(folder: Path) -> None:
    when = "{field: sms, is: true}"
    use = f"      - {{block: company, shown_when: {when}, required_when: {when}}}\n"
    edit(folder, FORM, "      - {name: ade,", use + "      - {name: ade,")
    form = load(folder).service("wszystkie-rodzaje")
    assert form is not None
    contact = {field.name: field for field in form.sections[2].fields}
    assert contact["nip"].shown_when is not None
    assert contact["nip"].required_when is not None
    assert not contact["nip"].required
    assert contact["krs"].required_when is None, "what the block leaves optional stays optional"


def test_a_misspelt_key_is_named_with_the_right_one(folder: Path) -> None:
    edit(folder, FORM, "short_title:", "shrot_title:")
    said = complaint(folder)
    assert "definitions/services/wszystkie-rodzaje.yaml: shrot_title: unknown key." in said
    assert "Did you mean “short_title”?" in said


def test_a_fault_in_a_field_names_its_place_in_the_file_as_written(folder: Path) -> None:
    edit(folder, FORM, "{name: on_day, kind: date,", "{name: on_day, kind: date, hnt: x,")
    edit(folder, "blocks.yaml", "{name: street, kind: string,", "{name: street, kind: sting,")
    said = complaint(folder)
    assert "sections[1].fields[3].hnt: unknown key. Did you mean “hint”?" in said
    assert "definitions/blocks.yaml: blocks.address.fields[0]: no kind of field “sting”." in said
    assert said.count("“sting”") == 1, "one mistake in a block is told once, however often the block is used"


def test_a_missing_translation_is_asked_for(folder: Path) -> None:
    edit(folder, FORM, "label: {pl: Powierzchnia, en: Area}}", "label: {pl: Powierzchnia}}")
    said = complaint(folder)
    assert "sections[1].fields[6].label.en: the English text is missing. Write it under `en`." in said


def test_a_translation_left_blank_is_asked_for(folder: Path) -> None:
    edit(folder, FORM, "{pl: Cena, en: Price}", "{pl: Cena, en: ''}")
    assert "sections[1].fields[7].label.en: the English text is missing." in complaint(folder)
    edit(folder, FORM, "{pl: Cena, en: ''}", "{pl: Cena, en: Price, uk: ' '}")
    assert "sections[1].fields[7].label.uk: the Ukrainian text is missing." in complaint(folder)


def test_a_form_that_speaks_ukrainian_speaks_it_throughout(folder: Path) -> None:
    edit(folder, FORM, "{pl: Cena, en: Price}", "{pl: Cena, en: Price, uk: Ціна}")
    said = complaint(folder)
    assert "sections[1].fields[6].label.uk: the Ukrainian text is missing. Write it under `uk`." in said
    assert "sections[1].fields[7].label.uk" not in said


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("is: company}", "is: firm}", "“kind_of_applicant” has no choice “firm”."),
        ("{field: sms, is: true}", "{field: sns, is: true}", "no field “sns” can be seen from here."),
        ("{field: sms, is: true}", "{field: sms, is: tak}", "is answered with yes or no"),
        ("block: company", "block: compny", "no block “compny”. Did you mean “company”?"),
        ("block: company", "block: company\n        labl: x", "labl: this key does not belong"),
        ("row_title: [parcel_no", "row_title: [parcelno", "a row has no field “parcelno”."),
        ("columns: [area]", "columns: [aera]", "columns[0]: a row has no field “aera”."),
        ('en: "{parcel_no},', 'en: "{parcel},', "title.en: “{parcel}” is not one of row_title."),
        ("rules: []", "rules: [share_within_hole@1]", "Did you mean “share_within_whole@1”?"),
        ("calculations: [proxy_duty@1]", "calculations: [proxy_dty@1]", "Did you mean “proxy_duty@1”?"),
        ("act: kpa", "act: kpc", "legal_basis[0].act: no act “kpc” in acts.yaml."),
        ("at_least_field: share_num", "at_least_field: share", "no whole number “share” beside this field."),
        ("name: on_day,", "name: since,", "fields[3].name: the name “since” is taken at this level."),
        ("value: company,", "value: person,", "the value “person” stands here 2 times."),
        (
            "min_length: 10, max_length: 500",
            "min_length: 600, max_length: 500",
            "600 is more than max_length 500",
        ),
        (
            "department: chancellery",
            "department: chancelery",
            "zabrze.yaml: units: no “chancelery”, which handles",
        ),
        ("group: general", "group: generl", "“generl” is not known here."),
        ("name: since,", "name: Since,", "“Since” is not a good name."),
        ("version: 1\n", "version: 1\nversion: 2\n", "line 3: the key “version” stands here a second time."),
        ("questions:\n  pl: [", "questions:\n  pl: [[", "not YAML"),
        ("jak to zrobić, gdzie to złożyć,", "jak to zrobić, jak to zrobić,", "example questions: 4."),
        (
            "how do I do that,",
            "",
            "questions.en: example questions: 4. There have to be five to eight. Write as",
        ),
        ("  uk: [як це зробити,", "  uk: [а, б, в, г, як це зробити,", "example questions: 9."),
        ("questions:\n", "also_asked: {ua: [да]}\nquestions:\n", "also_asked.ua"),
    ],
)
def test_every_kind_of_mistake_is_named(folder: Path, old: str, new: str, words: str) -> None:
    edit(folder, FORM, old, new)
    assert words in complaint(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("blocks.yaml", "list: countries", "list: contries", "no list “contries”. Did you mean “countries”?"),
        ("blocks.yaml", "default: PL", "default: PLN", "the list “countries” has no “PLN”."),
        (
            "blocks.yaml",
            "'[0-9]{1,5}[A-Za-z]?'",
            "'[0-9'",
            "blocks.address.fields[1].pattern: not a regular expr",
        ),
        (
            "situations.yaml",
            "[wszystkie-rodzaje]",
            "[wszystko]",
            "situations[0].services[0]: no service “wszystko”",
        ),
        ("offices/zabrze.yaml", "[wszystkie-rodzaje]", "[wszystkie]", "Did you mean “wszystkie-rodzaje”?"),
        ("offices/zabrze.yaml", "city: Zabrze", "town: Zabrze", "zabrze.yaml: city: this key is missing."),
        ("offices/zabrze.yaml", "code: zabrze", "code: Zabrze", "code: "),
        ("offices/zabrze.yaml", "units: {chancellery", "units: {office", "no “chancellery”, which handles"),
        ("lists/countries.yaml", "valid_to: 1992-12-31", "valid_to: 1992-13-31", "entries[2].valid_to"),
    ],
)
def test_mistakes_in_the_other_files_are_named_too(
    folder: Path, file: str, old: str, new: str, words: str
) -> None:
    edit(folder, file, old, new)
    assert words in complaint(folder)


def test_conditions_that_lean_on_each_other_are_refused(folder: Path) -> None:
    edit(folder, FORM, "{name: ade, kind: ade,", "{name: ade, kind: ade, shown_when: {field: sms, is: true},")
    edit(
        folder,
        FORM,
        "{name: sms, kind: bool,",
        "{name: sms, kind: bool, shown_when: {field: by_proxy, is: true},",
    )
    load(folder)
    edit(
        folder,
        FORM,
        "{name: by_proxy, kind: bool,",
        "{name: by_proxy, kind: bool, shown_when: {not: {field: ade, is: 'x'}},",
    )
    assert "conditions run in a circle: " in complaint(folder)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            "{any_row: person, where: {field: area, is: '1'}}",
            "no list of rows “person” can be seen from here.",
        ),
        ("{any_row: parcel, where: {field: area, is: '1'}}", "Did you mean “parcels”?"),
        ("{any_row: parcels, where: {field: areas, is: '1'}}", "Did you mean “area”?"),
        ("{any_row: parcels, where: {field: kw, at_least: '1'}}", "“kw” is no number."),
        ("{any_row: parcels}", "where"),
    ],
)
def test_a_look_into_rows_that_leads_nowhere_is_told_where_it_stands(
    folder: Path, condition: str, words: str
) -> None:
    edit(
        folder, FORM, "    required_when: {field: by_proxy, is: true}\n", f"    required_when: {condition}\n"
    )
    told = complaint(folder)
    assert "attachments[0].required_when" in told
    assert words in told


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{field: /are, is: '1'}", "Did you mean “/area”?"),
        ("{field: /kw, is: '1'}", "no field “/kw” can be seen from here."),
        ("{field: /drinks, is: C}", "“/drinks” has no choice “C”."),
        ("{any_row: /person, where: {field: area, is: '1'}}", "no list of rows “/person” can be seen"),
    ],
)
def test_a_name_from_the_top_that_leads_nowhere_is_told_where_it_stands(
    folder: Path, condition: str, words: str
) -> None:
    edit(folder, FORM, "{name: kw, kind: kw,", f"{{name: kw, kind: kw, shown_when: {condition},")
    told = complaint(folder)
    assert f"{FORM}: sections[1].fields[15].fields[2].shown_when: " in told
    assert words in told


def test_a_question_of_a_row_and_one_at_the_top_of_the_same_name_do_not_run_in_a_circle(folder: Path) -> None:
    when = "shown_when: {field: /area, is: '1'},"
    edit(folder, FORM, "kind: decimal, required: true,", f"kind: decimal, {when} required: true,")
    load(folder)
    edit(folder, FORM, 'kind: decimal, above: "0",', f'kind: decimal, {when} above: "0",')
    assert "conditions run in a circle: area → area." in complaint(folder)


def test_rows_that_decide_whether_they_are_asked_for_are_refused(folder: Path) -> None:
    own = "        max: 3\n        shown_when: {any_row: parcels, where: {field: area, at_least: '1'}}\n"
    edit(folder, FORM, "        max: 3\n", own)
    assert "conditions run in a circle: " in complaint(folder)


def test_a_question_of_a_row_and_one_outside_that_lean_on_each_other_are_refused(folder: Path) -> None:
    edit(folder, FORM, "{name: kw, kind: kw,", "{name: kw, kind: kw, shown_when: {field: sms, is: true},")
    looks = "shown_when: {any_row: parcels, where: {not: {field: kw, is: x}}},"
    edit(folder, FORM, "{name: sms, kind: bool,", f"{{name: sms, kind: bool, {looks}")
    assert "conditions run in a circle: " in complaint(folder)


def test_a_section_hidden_by_its_own_answer_is_refused(folder: Path) -> None:
    edit(
        folder,
        FORM,
        "    attachments: true\n",
        "    attachments: true\n    shown_when: {field: sms, is: true}\n",
    )
    assert "conditions run in a circle: sms → sms." in complaint(folder)


def test_a_block_that_holds_itself_is_refused(folder: Path) -> None:
    edit(
        folder, "blocks.yaml", "  person:\n    fields:\n", "  person:\n    fields:\n      - {block: person}\n"
    )
    assert "the block “person” holds itself." in complaint(folder)


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    edit(folder, FORM, "act: kpa", "act: kpc")
    edit(folder, FORM, "columns: [area]", "columns: [aera]")
    edit(folder, "offices/zabrze.yaml", "[wszystkie-rodzaje]", "[wszystkie]")
    assert complaint(folder).startswith("The definitions need mending in 3 places:")


RATE = """
  - key: relation
    value: "20.00"
    valid_from: {first}
    valid_to: {last}
    office: null
    standing: demo
    source: {{pl: próba, en: trial}}
"""


def test_rates_that_overlap_are_refused(folder: Path) -> None:
    with (folder / "rates/proxy_duty.yaml").open("a") as file:
        file.write(RATE.format(first="2020-01-01", last="null"))
    said = complaint(folder)
    assert "rates[1]: the rate “relation” overlaps an earlier one." in said
    assert "End the one of 2007-01-01 on 2019-12-31." in said


def test_two_rates_on_one_day_are_refused(folder: Path) -> None:
    edit(folder, "rates/proxy_duty.yaml", "valid_to: null", "valid_to: 2020-01-01")
    with (folder / "rates/proxy_duty.yaml").open("a") as file:
        file.write(RATE.format(first="2020-01-01", last="null"))
    assert "End the one of 2007-01-01 on 2019-12-31." in complaint(folder)


def test_days_without_a_rate_between_two_rates_are_told(folder: Path) -> None:
    edit(folder, "rates/proxy_duty.yaml", "valid_to: null", "valid_to: 2019-11-30")
    with (folder / "rates/proxy_duty.yaml").open("a") as file:
        file.write(RATE.format(first="2020-01-01", last="null"))
    assert "leaves a gap: no rate from 2019-12-01 to 2019-12-31." in complaint(folder)


def test_a_rate_without_a_name_is_told_with_what_to_write(folder: Path) -> None:
    with (folder / "rates/proxy_duty.yaml").open("a") as file:
        file.write(RATE.format(first="2020-01-01", last="null").replace("key: relation", "key: relatives"))
    said = complaint(folder)
    assert "rates/proxy_duty.yaml: rates[1].key: the rate “relatives” has no name." in said
    assert 'Add to names: relatives: {pl: "…", en: "…", uk: "…"}' in said
    assert "Did you mean “relation”?" in said


def test_the_same_version_twice_is_refused(folder: Path) -> None:
    shutil.copy(folder / FORM, folder / "services/zz.yaml")
    said = complaint(folder)
    assert "zz.yaml: version: version 1 of wszystkie-rodzaje is already in definitions/services/" in said


def test_a_newer_version_goes_before_the_older_and_a_retired_one_is_not_offered(folder: Path) -> None:
    second = (folder / FORM).read_text("utf-8").replace("version: 1\n", "version: 2\n")
    (folder / "services/v2.yaml").write_text(second, "utf-8")
    newest = load(folder).service("wszystkie-rodzaje")
    assert newest is not None
    assert newest.version == 2
    (folder / "services/v2.yaml").write_text(second + "retired_on: 2026-12-01\n", "utf-8")
    catalogue = load(folder)
    older = catalogue.service("wszystkie-rodzaje")
    assert older is not None
    assert older.version == 1
    assert catalogue.service("wszystkie-rodzaje", 2) is not None, "what was filed keeps its form"
    assert catalogue.service("nie-ma") is None


def test_the_digest_follows_what_a_form_says_not_how_its_file_is_laid_out(folder: Path) -> None:
    before = load(folder).service("wszystkie-rodzaje")
    edit(
        folder,
        FORM,
        "code: wszystkie-rodzaje\nversion: 1\n",
        "# a remark\nversion: 1\ncode: wszystkie-rodzaje\n",
    )
    same = load(folder).service("wszystkie-rodzaje")
    edit(folder, "blocks.yaml", "Numer domu,", "Nr domu,")
    other = load(folder).service("wszystkie-rodzaje")
    assert before is not None
    assert same is not None
    assert other is not None
    assert before.digest == same.digest != other.digest
    assert len(before.digest) == 64


class Wider(Definition):
    """The format as it may be one day."""

    colour: str = "blue"


def test_a_new_optional_key_of_the_format_changes_no_digest(folder: Path) -> None:
    form = load(folder).service("wszystkie-rodzaje")
    assert form is not None
    assert digest(Wider.model_validate(form.model_dump(by_alias=True))) == form.digest


def test_further_folders_bring_services_that_use_the_main_blocks(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "services"
    own.mkdir(parents=True)
    text = (folder / FORM).read_text("utf-8").replace("code: wszystkie-rodzaje", "code: nasza-usluga")
    (own / "nasza.yaml").write_text(text, "utf-8")
    assert load(folder, extra=(tmp_path / "own",)).service("nasza-usluga") is not None


def test_norway_and_old_dates_are_read_as_written(folder: Path) -> None:
    catalogue = load(folder)
    norway = catalogue.entry("countries", "NO")
    assert norway is not None
    assert norway.label.pl == "Norwegia"


def test_an_office_offers_what_it_has_not_switched_off(folder: Path) -> None:
    assert load(folder).offices["zabrze"].services == ("wszystkie-rodzaje",)
    edit(folder, "offices/zabrze.yaml", "on: [wszystkie-rodzaje]", "off: [wszystkie-rodzaje]")
    catalogue = load(folder)
    assert catalogue.services("zabrze") == ()
    assert catalogue.services("gliwice") == ()
    assert len(catalogue.services()) == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / FORM).write_bytes(b"\xff\xfe\x00code")
    assert "Save the file as UTF-8." in complaint(folder)
