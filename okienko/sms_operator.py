"""Which SMS operator the program speaks to: the one of the settings, in a demo the simulator."""

from okienko.settings import Settings
from okienko.sms_account import sms_account
from sms.operators.twilio import Patience, Twilio
from sms.operators.twilio_account import VENDOR


def sms_operator(settings: Settings) -> Twilio | None:
    """One for each thread that sends; None where no account is set: no SMS leaves this office."""
    account = sms_account(settings)
    if not account.whole:
        return None
    simulator = f"http://127.0.0.1:{settings.simulators_at}"
    base = settings.sms_url or (simulator if settings.demo else VENDOR)
    return Twilio(account, base=base, patience=Patience(answer=settings.sms_seconds))
