"""Every kind of question by its name in `model`; groups and rows are walked by cleaning and judge."""

from collections.abc import Mapping
from typing import Any

from forms_catalog.kinds import choices, dates, numbers, registers, signs, texts
from forms_catalog.kinds.kind import Around, Judge, Kind, Wrong

KINDS: Mapping[str, Kind[Any]] = {  # each kind takes its own model; the name picks both together
    "string": texts.STRING,
    "text": texts.TEXT,
    "email": texts.EMAIL,
    "phone": texts.PHONE,
    "ade": texts.ADE,
    "bool": choices.BOOL,
    "statement": choices.STATEMENT,
    "enum": choices.ENUM,
    "multi_enum": choices.MULTI_ENUM,
    "list": choices.LIST,
    "int": numbers.INT,
    "year": numbers.YEAR,
    "decimal": numbers.DECIMAL,
    "money": numbers.MONEY,
    "computed": numbers.COMPUTED,
    "date": dates.DATE,
    "datetime": dates.DATE_TIME,
    "month": dates.MONTH,
    "pesel": registers.PESEL,
    "nip": registers.NIP,
    "regon": registers.REGON,
    "krs": registers.KRS,
    "kw": registers.KW,
    "nrb": signs.NRB,
    "vin": signs.VIN,
    "plate": signs.PLATE,
    "case_sign": signs.CASE_SIGN,
    "postal_code": registers.POSTAL_CODE,
}

__all__ = ["KINDS", "Around", "Judge", "Kind", "Wrong"]
