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
from opora.directory.catalog.models.records import (
    ErrorReport,
    RecordField,
    RecordProposal,
    ServiceAttachment,
    ServiceRecord,
)
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
    "ErrorReport",
    "Facility",
    "FormOfService",
    "ImportRun",
    "KindPage",
    "OtherKind",
    "Provider",
    "Reach",
    "ReachSuggestion",
    "RecordField",
    "RecordProposal",
    "SearchRow",
    "SearchState",
    "SearchWord",
    "Service",
    "ServiceAssignment",
    "ServiceAttachment",
    "ServiceChange",
    "ServiceForm",
    "ServiceKind",
    "ServiceRecord",
    "ServiceTargetGroup",
    "SocialDepartment",
    "StagedService",
    "TargetGroup",
]
