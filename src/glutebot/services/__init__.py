"""The composition root: settings stop here, and every room is given plain values."""

from glutebot.services.composition import Services, build_services

__all__ = ["Services", "build_services"]
