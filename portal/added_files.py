"""Files added to a case: looked at, kept in the store, and carried in the form when it is shown again."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

from flask import request
from itsdangerous import BadData, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from casework.files.attachments import FileRefused, inspect
from casework.files.file_names import plain_name
from casework.intake.handed_in import FileToFile
from forms_catalog.model import AttachmentSlot
from forms_catalog.texts import Text
from pages.language import language
from pages.words import gettext
from portal.parts import parts

#: half of the time after which the store forgets what nobody names (casework.files.orphan_files)
_KEPT_FOR = timedelta(days=1)
ALLOWED = ("pdf", "jpg", "png", "xml", "docx", "odt")
SLOT = AttachmentSlot(
    name="answer",
    label=Text(pl="Pliki do odpowiedzi", en="Files of the answer", uk="Файли до відповіді"),
    formats=ALLOWED,
)


@dataclass(frozen=True)
class Kept:
    """A file that lies in the store and waits for its form."""

    filename: str
    content_type: str
    size: int  #: bytes
    sha256: str
    since: str  #: ISO moment at which it was put there
    carried: str  #: the same, signed for its case and slot, as the form carries it


def bring(files: list[Kept], slot: AttachmentSlot = SLOT) -> list[str]:
    """Puts the files of this post after those kept before; says what is wrong with others. StorageFull.

    What was kept too long is taken out and named: the store forgets what nobody names.
    """
    wrong = _take_out_old(files)
    for upload in request.files.getlist("pliki"):
        if not upload.filename:
            continue
        try:
            kept = _keep(upload, slot)
            if kept.sha256 not in {file.sha256 for file in files}:
                files.append(kept)
        except FileRefused as refused:
            values = {
                name: value.in_(language()) if isinstance(value, Text) else value
                for name, value in refused.values.items()
            }
            why = gettext(refused.message, **values)
            wrong.append(gettext("%(file)s: %(why)s", file=plain_name(upload.filename), why=why))
    return wrong


def _take_out_old(files: list[Kept]) -> list[str]:
    latest = parts().now() - _KEPT_FOR
    old = [file for file in files if datetime.fromisoformat(file.since) < latest]
    files[:] = [file for file in files if file not in old]
    return [
        gettext("%(file)s: we kept it for a day only. Choose it again.", file=file.filename) for file in old
    ]


def kept_before(submission: UUID, slot: AttachmentSlot = SLOT) -> list[Kept]:
    """The files that the form brought back, as far as we signed them for this case and slot."""
    files: list[Kept] = []
    for carried in request.form.getlist("plik"):
        try:
            said = _signer(submission, slot).loads(carried)
        except BadData:
            continue
        if said["sha256"] not in {file.sha256 for file in files}:
            files.append(Kept(**{"since": parts().now().isoformat(), **said}, carried=carried))
    return files


def to_file(files: list[Kept], slot: AttachmentSlot = SLOT) -> list[FileToFile]:
    """What the case takes in."""
    return [FileToFile(slot.name, one.filename, one.content_type, one.size, one.sha256) for one in files]


def _keep(upload: FileStorage, slot: AttachmentSlot) -> Kept:
    # one byte more than allowed is enough to see that it is too big
    data = upload.stream.read(slot.max_bytes + 1)
    seen = inspect(slot, upload.filename or "", upload.mimetype, data)
    stored = parts().files.put(BytesIO(data))
    since = parts().now().isoformat()
    file = Kept(seen.filename, seen.content_type, stored.size, stored.sha256, since, "")
    said = {name: value for name, value in asdict(file).items() if name != "carried"}
    submission: UUID = (request.view_args or {})["submission"]
    return Kept(**said, carried=_signer(submission, slot).dumps(said))


def _signer(submission: UUID, slot: AttachmentSlot) -> URLSafeSerializer:
    return URLSafeSerializer(parts().options.secret, salt=f"okienko {slot.name} file 1 {submission}")
