"""The HTTP API, and the guards that stand before it and before the page."""
