"""Files of an answer: looked at, kept in the store, and carried in the form when it is shown again."""

from dataclasses import asdict, dataclass
from io import BytesIO
from uuid import UUID

from flask import request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from casework.attachments import FileRefused, inspect
from casework.file_names import plain_name
from forms_catalog.model import AttachmentSlot
from forms_catalog.texts import Text
from pages.language import language
from pages.words import gettext
from portal.parts import parts

ALLOWED = ("pdf", "jpg", "png", "xml", "docx", "odt")
SLOT = AttachmentSlot(
    name="answer", label=Text(pl="Pliki do odpowiedzi", en="Files of the answer"), formats=ALLOWED
)


@dataclass(frozen=True)
class Kept:
    """A file that lies in the store and waits for its answer."""

    filename: str
    content_type: str
    size: int  #: bytes
    sha256: str
    carried: str  #: the same, signed for its case, as the form carries it


def bring(files: list[Kept]) -> list[str]:
    """Puts the files of this post after those kept before; says what is wrong with others. StorageFull."""
    wrong = []
    for upload in request.files.getlist("pliki"):
        if not upload.filename:
            continue
        try:
            files.append(_keep(upload))
        except FileRefused as refused:
            values = {
                name: value.in_(language()) if isinstance(value, Text) else value
                for name, value in refused.values.items()
            }
            why = gettext(refused.message, **values)
            wrong.append(gettext("%(file)s: %(why)s", file=plain_name(upload.filename), why=why))
    return wrong


def kept_before(submission: UUID) -> list[Kept]:
    """The files that the form brought back, as far as we signed them for this case."""
    files: list[Kept] = []
    for carried in request.form.getlist("plik"):
        try:
            said = _signer(submission).loads(carried)
        except BadData:
            continue
        if said["sha256"] not in {file.sha256 for file in files}:
            files.append(Kept(**said, carried=carried))
    return files


def _keep(upload: FileStorage) -> Kept:
    # one byte more than allowed is enough to see that it is too big
    data = upload.stream.read(SLOT.max_bytes + 1)
    seen = inspect(SLOT, upload.filename or "", upload.mimetype, data)
    stored = parts().files.put(BytesIO(data))
    file = Kept(seen.filename, seen.content_type, stored.size, stored.sha256, "")
    said = {name: value for name, value in asdict(file).items() if name != "carried"}
    submission: UUID = (request.view_args or {})["submission"]
    return Kept(**said, carried=_signer(submission).dumps(said))


def _signer(submission: UUID) -> URLSafeSerializer:
    return URLSafeSerializer(parts().options.secret, salt=f"okienko answer file 1 {submission}")
