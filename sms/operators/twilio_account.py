"""An account at Twilio: who sends, and what signs."""

from dataclasses import dataclass

VENDOR = "https://api.twilio.com"


@dataclass(frozen=True)
class Account:
    sid: str  #: "AC…"
    token: str  #: signs in to the API, and signs what the operator sends us
    #: our number in E.164, an alphanumeric sender (≤ 11 letters), or "MG…" of a messaging service
    sender: str

    @property
    def whole(self) -> bool:
        """Whether anything can be sent with it."""
        return bool(self.sid and self.token and self.sender)
