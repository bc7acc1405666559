"""Settings of the house that browser tests share: who proved who they are stays proved for the whole run."""

from opora.config.settings import *  # noqa: F403

ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600
