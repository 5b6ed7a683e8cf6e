"""The one-page A4 report, made from the JSON answer alone: what is not in the answer cannot be on the page."""
