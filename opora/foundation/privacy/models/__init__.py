"""Models of the protection of personal data: terms and erasing, rights of people, consents."""

from opora.foundation.privacy.models.consents import Consent, ConsentWording
from opora.foundation.privacy.models.retention import LegalHold, RetentionItem, RetentionRule, RetentionRun
from opora.foundation.privacy.models.rights import DataRequest, Extract, Restriction

__all__ = [
    "Consent",
    "ConsentWording",
    "DataRequest",
    "Extract",
    "LegalHold",
    "Restriction",
    "RetentionItem",
    "RetentionRule",
    "RetentionRun",
]
