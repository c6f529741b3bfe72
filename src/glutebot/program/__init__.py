"""The program room: Profile to Program or Refusal, and the check of any Program.

Pure and deterministic: no network, no clock, no language model. `read_catalogue` reads the data
files once; after that `build_program` and `check_program` touch no file. The builder (gates,
weeks, choose, dose, volume, items) and the check (check_*) share data and types but no rule.

read_profile(data)                  plain data → Profile, or InputError with the remedy
read_catalogue(articles)            Articles → Catalogue
build_program(profile, catalogue)   → Program | Refusal
check_program(program, catalogue)   → list[Violation], [] means valid
json_schemas()                      the JSON forms of Profile, Program, Refusal and Violation
"""

from glutebot.program.build import build_program
from glutebot.program.catalogue import Catalogue, Guide, read_catalogue
from glutebot.program.check import check_program
from glutebot.program.input import read_profile
from glutebot.program.schemas import json_schemas

__all__ = [
    "Catalogue",
    "Guide",
    "build_program",
    "check_program",
    "json_schemas",
    "read_catalogue",
    "read_profile",
]
