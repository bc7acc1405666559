"""Who may make accounts and help their owners."""

from opora.foundation.core.permissions import permission_by_right

permission_by_right("accounts.create_account", "zakládat účty")
permission_by_right("accounts.block_account", "zablokovat účet a zase ho odblokovat")
permission_by_right("accounts.reset_second_factor", "zrušit ztracený druhý faktor kolegy, aby si založil nový")
