"""Glutebot: a training assistant whose every sentence points at its source."""

__version__ = "0.1.0"
