"""Settings of the house for tests of idleness: an hour lasts a few seconds."""

from opora.config.settings import *  # noqa: F403

SESSION_IDLE = 8
SESSION_WARNING = 5
SESSION_NOTED_EVERY = 1
