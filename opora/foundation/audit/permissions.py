"""Who may read what was done."""

from opora.foundation.core.permissions import permission_by_right

permission_by_right("audit.read", "číst záznam událostí a nahlédnutí")
permission_by_right("audit.export", "vyvézt záznam událostí a nahlédnutí")
permission_by_right("audit.read_history", "číst historii záznamu, který vidí")
permission_by_right("audit.watch_seals", "vidět, zda je záznam událostí zapečetěný a ověřený")
permission_by_right("audit.seal", "pečetit záznam událostí a zapsat výsledek ověření")
