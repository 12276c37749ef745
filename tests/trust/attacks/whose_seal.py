"""A receipt sealed by somebody else, or by something else than the office's seal."""

from lxml import etree

from casework.trust.namespaces import ds
from casework.trust.receipt import seal_receipt
from casework.trust.seal import Seal
from tests.trust.attacks.story import Story, attack
from tests.trust.centre import YEAR, Centre
from tests.trust.forge import changed, signed_again, swap_certificate


@attack("not_our_seal")
def a_rogue_centre_of_the_same_name(story: Story) -> bytes:
    rogue = Centre.open("DEMO centrum w Zabrzu", story.now)
    return seal_receipt(story.facts, rogue.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", story.now))


@attack("not_our_seal")
def a_citizen_of_our_centre_seals(story: Story) -> bytes:
    return seal_receipt(story.facts, story.centre.issue("Jan Próbny", story.now))


@attack("not_our_seal")
def another_certificate_of_our_centre_with_the_office_name(story: Story) -> bytes:
    return seal_receipt(story.facts, story.centre.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", story.now))


@attack("not_our_seal")
def our_timestamping_service_seals(story: Story) -> bytes:
    return seal_receipt(story.facts, story.centre.issue("Znacznik czasu", story.now, stamps_time=True))


@attack("not_our_seal")
def our_certification_centre_itself_seals(story: Story) -> bytes:
    return seal_receipt(story.facts, Seal(story.centre.key, story.centre.certificate, ()))


@attack("not_our_seal")
def the_seal_key_with_a_certificate_of_its_own(story: Story) -> bytes:
    same_key = story.centre.issue("DEMO Pieczęć: Urząd Miejski w Zabrzu", story.now, key=story.seal.key)
    return seal_receipt(story.facts, same_key)


@attack("bad_signature")
def the_office_certificate_over_a_foreign_signature(story: Story) -> bytes:
    stranger = story.centre.issue("Obcy", story.now)
    return signed_again(story.receipt, swap_certificate(story.seal), stranger.key)


@attack("not_our_seal")
def an_expired_certificate_that_is_not_ours(story: Story) -> bytes:
    old = story.centre.issue("Obcy", story.now, begins=-2 * YEAR, ends=-YEAR)
    return seal_receipt(story.facts, old)


@attack("bad_certificate")
def a_certificate_of_garbage(story: Story) -> bytes:
    def change(root: etree._Element) -> None:
        next(root.iter(ds("X509Certificate"))).text = "TUlJ"

    return changed(story.receipt, change)
