"""Which SMS operator the program speaks to: the one of the settings, in a demo the simulator."""

from okienko.secret_files import kept_text
from okienko.settings import Settings
from sms.operators.twilio import VENDOR, Account, Patience, Twilio, Webhooks

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


def sms_operator(settings: Settings) -> Twilio | None:
    """One for each thread that sends; None where no account is set: no SMS leaves this office."""
    account = sms_account(settings)
    if not (account.sid and account.token and account.sender):
        return None
    simulator = f"http://127.0.0.1:{settings.simulators_at}"
    base = settings.sms_url or (simulator if settings.demo else VENDOR)
    return Twilio(account, base=base, patience=Patience(answer=settings.sms_seconds))


def sms_webhooks(settings: Settings) -> Webhooks | None:
    """What hears the operator; None where no account is set: every call is refused."""
    account = sms_account(settings)
    return Webhooks(account, settings.address) if account.sid and account.token else None
