"""Who looks after personal data: terms, erasing, consents, and rights of people."""

from typing import Any

from opora.foundation.core.actor import Actor
from opora.foundation.core.permissions import permission, permission_by_right

CONSENT_LINK = "privacy.consent"  # purpose of the magic link by which a consent is withdrawn

permission_by_right("privacy.read_processing", "číst záznam o činnostech zpracování a lhůty uchování")
permission_by_right("privacy.edit_retention", "měnit lhůty uchování")
permission_by_right("privacy.prepare_disposal", "připravit návrh výmazu a vyřadit z něj záznam")
permission_by_right("privacy.approve_disposal", "schválit návrh výmazu, který připravil někdo jiný", jobs=False)
permission_by_right("privacy.hold", "pozastavit výmaz a pozastavení zrušit")
permission_by_right("privacy.rotate_keys", "vyměnit klíče šifrovaných údajů")
permission_by_right("privacy.make_copy", "pořídit anonymizovanou kopii databáze")
permission_by_right("privacy.manage_consents", "vidět souhlasy a psát jejich znění")
permission_by_right("privacy.handle_request", "vyřizovat žádosti lidí o jejich údaje")
permission_by_right("privacy.restrict", "omezit zpracování údajů člověka a omezení zrušit")


@permission("privacy.prepare_extract", "připravit výpis údajů člověka a skrýt v něm, co se týká jiných")
def prepare_extract(actor: Actor, extract: Any) -> bool:
    """Those with the right; a draft is changed only by the person who prepares it."""
    own = extract is None or (actor.user is not None and str(actor.user.pk) == extract.prepared_by_id)
    return own and actor.has_right("privacy.prepare_extract")


@permission("privacy.approve_extract", "schválit výpis údajů, který připravil někdo jiný")
def approve_extract(actor: Actor, extract: Any) -> bool:
    """Those with the right, never the person who prepared it; a job approves nothing."""
    own = extract is not None and actor.user is not None and str(actor.user.pk) == extract.prepared_by_id
    return actor.is_person and not own and actor.has_right("privacy.approve_extract")


@permission("privacy.erase_due", "vymazat nebo anonymizovat, co bylo schváleno a čemu uplynula lhůta")
def erase_due(actor: Actor, _target: Any) -> bool:
    """The background job only, after a person has approved the proposal."""
    return actor.is_job


@permission("privacy.give_consent", "dát souhlas za sebe, nebo ho zapsat za někoho")
def give_consent(_actor: Actor, _target: Any) -> bool:
    """Everybody: a consent is asked for on public pages too."""
    return True


@permission("privacy.withdraw_consent", "odvolat souhlas z odkazu, který k němu patří, nebo ho odvolat na žádost")
def withdraw_consent(actor: Actor, consent: Any) -> bool:
    """The holder of its link, and staff who manage consents."""
    if actor.is_job or actor.has_right("privacy.manage_consents"):
        return True
    link = actor.link
    return (
        link is not None and consent is not None and (link.purpose, link.object_id) == (CONSENT_LINK, str(consent.pk))
    )
