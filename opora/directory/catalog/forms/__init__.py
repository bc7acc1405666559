"""Forms of the catalogue's staff pages."""

from opora.directory.catalog.forms.availability import AvailabilityForm, SameForm
from opora.directory.catalog.forms.reach import ReachDecisionForm, ReachFilterForm
from opora.directory.catalog.forms.register import RegisterUploadForm
from opora.directory.catalog.forms.social_departments import SocialDepartmentForm
from opora.directory.catalog.forms.unregistered import (
    EndForm,
    UnregisteredCsvConfirmForm,
    UnregisteredCsvForm,
    UnregisteredFilterForm,
    UnregisteredForm,
)

__all__ = [
    "AvailabilityForm",
    "EndForm",
    "ReachDecisionForm",
    "ReachFilterForm",
    "RegisterUploadForm",
    "SameForm",
    "SocialDepartmentForm",
    "UnregisteredCsvConfirmForm",
    "UnregisteredCsvForm",
    "UnregisteredFilterForm",
    "UnregisteredForm",
]
