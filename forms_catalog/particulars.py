"""What law and office say about a service beside its questions: basis, fee, term, result, appeal, card."""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from forms_catalog.texts import Text


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class LegalRef(Frozen):
    act: str  #: key of `definitions/acts.yaml`
    ref: str


class Fee(Frozen):
    #: from the fourth on they say under which law it is paid; `calculations` work it out
    kind: Literal[
        "none",
        "fixed",
        "calculated",
        "stamp_duty",
        "permit_fee",
        "administrative_fee",
        "ruling_fee",
        "local_price",
        "occupation_fee",
        "data_access_fee",
    ]
    amount_pln: Decimal | None  #: the lowest that filing costs; None: it depends on the answers alone
    legal_item: str
    per: str | None = None  #: what one pays it for, as the facts say it: "od egzemplarza"
    optional_certificate_pln: Decimal | None = None  #: for a certificate one may ask for along with it
    note: Text | None = None  #: exemption and when it costs something after all, in plain words
    exemption_pl: str | None = None  #: as the facts say it
    proxy_duty_pln: Decimal


class OfficeDeadline(Frozen):
    days: int | None
    months: int | None
    months_complex: int | None
    legal: str
    rule: str  #: none_internal_sla, udip13, …
    internal_sla_days: int | None = None
    term_mode: Literal["shift", "no_shift", "office"] | None
    plain: Text  #: one short answer: "do 14 dni"
    statutory: bool  #: False: the office's own term, said so on the card


class Outcome(Frozen):
    kind: str
    name_pl: str
    name: Text


class FilePlan(Frozen):
    class_dev: str
    class_2digit: str
    confidence: Literal["low", "medium", "high"]
    archive_category_dev: str
    note: str | None = None  #: where the class comes from, as the facts say it


class Signature(Frozen):
    levels: tuple[Literal["none", "trusted", "personal", "qualified", "company_seal"], ...]
    note_pl: str
    note: Text


class Appeal(Frozen):
    instrument: str  #: odwolanie, zazalenie; none: there is no appeal, and body, via and days are not given
    body: str | None
    via: str | None
    days: int | None
    legal: str
    term_mode: Literal["shift", "no_shift", "office"] | None
    plain: Text  #: what one can do when the answer is no, in plain words


class Card(Frozen):
    """The service card in plain words."""

    lead: Text
    who: Text
    prepare: tuple[Text, ...]
    steps: tuple[Text, ...]  #: what happens, in order
    minutes: int  #: how long filling takes, measured or estimated
    free: Text | None = None
    when: Text | None = None  #: by when one has to file
    refused: Text | None = None
