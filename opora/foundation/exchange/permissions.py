"""Who may make, send and receive packages of counts; which role it is says the table of roles."""

from opora.foundation.core.permissions import permission_by_right

for name, description in {
    "exchange.read_packages": "číst balíky počtů",
    "exchange.make_package": "vytvářet balíky počtů a předávat je",
    "exchange.receive_package": "přijímat balíky počtů ze souboru",
    "exchange.manage_peers": "zapisovat protistrany výměny a jejich klíče",
}.items():
    permission_by_right(name, description)
