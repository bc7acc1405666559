"""Who may read what was done."""

from opora.foundation.core.permissions import permission_by_right

permission_by_right("audit.read", "číst záznam událostí a nahlédnutí")
permission_by_right("audit.export", "vyvézt záznam událostí a nahlédnutí")
permission_by_right("audit.read_history", "číst historii záznamu, který vidí")
