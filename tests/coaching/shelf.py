"""The shipped words and the names of the shipped exercises, for the tests of reading."""

from pathlib import Path

from program.shelf import shipped_catalogue

PROTOCOLS = Path(__file__).resolve().parents[2] / "knowledge" / "protocols"
EXERCISES = {name: guide.exercise.name for name, guide in shipped_catalogue().guides.items()}
