from yoriai.conftest import *  # noqa: F403
