"""Files that nothing refers to any more."""

from datetime import datetime

from django.db.models import Exists, F, ForeignObjectRel, OuterRef, QuerySet

from opora.foundation.documents.models import StoredFile


def orphans(before: datetime) -> QuerySet[StoredFile]:
    """Files stored before the moment that no record of any app refers to."""
    found = StoredFile.objects.filter(created_at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            referring = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.exclude(Exists(referring))
    return found.annotate(since=F("created_at"))
