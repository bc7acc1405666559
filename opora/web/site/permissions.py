"""Who may watch background work; which role it is says the table of roles."""

from opora.foundation.core.permissions import permission_by_right

permission_by_right("site.read_tasks", "číst, jak běží práce na pozadí")
permission_by_right("site.retry_task", "spustit znovu úlohu, která se nezdařila")
