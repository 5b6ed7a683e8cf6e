"""The one style sheet that travels inside its page, and the hash by which the policy knows it (decision 0045)."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

SPEAKING = (Path(__file__).parent / "inline" / "speaking.css").read_text("utf-8")
SPEAKING_ONLY = {"style-src": [f"'sha256-{b64encode(sha256(SPEAKING.encode()).digest()).decode()}'"]}
