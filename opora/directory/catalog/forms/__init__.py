"""Forms of the catalogue's staff pages."""

from opora.directory.catalog.forms.register import RegisterUploadForm
from opora.directory.catalog.forms.social_departments import SocialDepartmentForm

__all__ = ["RegisterUploadForm", "SocialDepartmentForm"]
