"""With which account the program sends SMS: the one of the settings, in a demo the simulator's."""

from okienko.secret_files import kept_text
from okienko.settings import Settings
from sms.operators.twilio_account import Account
from sms.operators.twilio_webhooks import Webhooks

_DEMO_ACCOUNT = "ACdec0de00dec0de00dec0de00dec0de00"
_DEMO_NUMBER = "+48732000001"


def sms_account(settings: Settings) -> Account:
    """The account of the settings; a demo without one has an account of its own with a secret of its own."""
    token = settings.sms_token.get_secret_value() if settings.sms_token else ""
    if settings.demo and not token:
        token = kept_text(settings.data / "secrets" / "sms-simulator.secret")
    return Account(
        sid=settings.sms_account or (_DEMO_ACCOUNT if settings.demo else ""),
        token=token,
        sender=settings.sms_sender or (_DEMO_NUMBER if settings.demo else ""),
    )


def sms_webhooks(settings: Settings) -> Webhooks | None:
    """What hears the operator; None where no account is set: every call is refused."""
    account = sms_account(settings)
    return Webhooks(account, settings.address) if account.sid and account.token else None
