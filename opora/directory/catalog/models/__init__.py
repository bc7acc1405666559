"""Models of the catalogue: code lists, services as the register holds them, runs of the import, search words."""

from opora.directory.catalog.models.assignments import ServiceAssignment
from opora.directory.catalog.models.codelists import (
    AgeGroup,
    BasicActivity,
    CapacityUnit,
    CodeList,
    OtherKind,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from opora.directory.catalog.models.kind_pages import KindPage
from opora.directory.catalog.models.runs import ImportRun, ServiceChange, StagedService
from opora.directory.catalog.models.search import SearchRow, SearchState, SearchWord
from opora.directory.catalog.models.services import (
    Address,
    Capacity,
    Contact,
    Facility,
    FormOfService,
    Provider,
    Reach,
    Service,
    ServiceTargetGroup,
)
from opora.directory.catalog.models.statements import Availability, ReachSuggestion, SocialDepartment

__all__ = [
    "Address",
    "AgeGroup",
    "Availability",
    "BasicActivity",
    "Capacity",
    "CapacityUnit",
    "CodeList",
    "Contact",
    "Facility",
    "FormOfService",
    "ImportRun",
    "KindPage",
    "OtherKind",
    "Provider",
    "Reach",
    "ReachSuggestion",
    "SearchRow",
    "SearchState",
    "SearchWord",
    "Service",
    "ServiceAssignment",
    "ServiceChange",
    "ServiceForm",
    "ServiceKind",
    "ServiceTargetGroup",
    "SocialDepartment",
    "StagedService",
    "TargetGroup",
]
