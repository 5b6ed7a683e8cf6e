"""よりあい: one voice becomes a thank-you, and everyone can see how."""

__version__ = "0.1.0"
