"""Models of the catalogue: code lists, services as the register holds them, runs of the import, search words."""

from opora.directory.catalog.models.codelists import (
    AgeGroup,
    BasicActivity,
    CapacityUnit,
    CodeList,
    ServiceForm,
    ServiceKind,
    TargetGroup,
)
from opora.directory.catalog.models.runs import ImportRun, ServiceChange, StagedService
from opora.directory.catalog.models.search import SearchRow, SearchWord
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

__all__ = [
    "Address",
    "AgeGroup",
    "BasicActivity",
    "Capacity",
    "CapacityUnit",
    "CodeList",
    "Contact",
    "Facility",
    "FormOfService",
    "ImportRun",
    "Provider",
    "Reach",
    "SearchRow",
    "SearchWord",
    "Service",
    "ServiceChange",
    "ServiceForm",
    "ServiceKind",
    "ServiceTargetGroup",
    "StagedService",
    "TargetGroup",
]
