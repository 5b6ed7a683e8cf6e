from yoriai.conftest import *  # noqa: F403
from yoriai.conftest import _a_monday_morning  # noqa: F401 (the star leaves out what begins with an underscore)
