"""JSON that is read strictly: each fault names its place and what to do about it."""

import pytest

from glutebot.errors import InputError
from glutebot.program.documents import read_profile_json, read_program_json

ASKED = '"days_per_week": 3, "minutes_per_session": 45, "experience": "beginner", "equipment": []'
GOOD = f"{{{ASKED}}}"

FAULTS = [
    (b"", "profile"),
    (b" \n", "profile"),
    (b"[]", "profile"),
    (b"7", "profile"),
    (b"null", "profile"),
    (b"true", "profile"),
    (b'"text"', "profile"),
    (b"NaN", "profile"),
    (b"{", "profile"),
    (f"{{{ASKED}, }}".encode(), "profile"),
    (f'{{{ASKED}, "age": =3+1}}'.encode(), "profile"),
    (b"\xff\xfe{", "profile"),
    (GOOD.encode("utf-16"), "profile"),
    (b'{"a":' * 100_000, "profile"),
    (b"[" * 100_000, "profile"),
    (b'{"a":' * 90 + b"1" + b"}" * 90, "a.a.a"),
    (f'{{{ASKED}, "increment_kg": NaN}}'.encode(), "increment_kg"),
    (f'{{{ASKED}, "increment_kg": Infinity}}'.encode(), "increment_kg"),
    (f'{{{ASKED}, "increment_kg": 1e999}}'.encode(), "increment_kg"),
    (f'{{{ASKED}, "age": {"9" * 5000}}}'.encode(), "age"),
    (f'{{{ASKED}, "age": {"9" * 400}}}'.encode(), "age"),
    (f'{{{ASKED}, "history": {{"glute_max_sets_per_week": -1e300}}}}'.encode(),
     "history.glute_max_sets_per_week"),
    (f'{{{ASKED}, "one_rep_max_kg": {{"back-squat": -Infinity}}}}'.encode(),
     "one_rep_max_kg.back-squat"),
    (f'{{{ASKED}, "days_per_week": 4}}'.encode(), "days_per_week"),
    (f'{{{ASKED}, "pregnancy": {{"status": "none", "status": "pregnant"}}}}'.encode(),
     "pregnancy.status"),
    (f'{{{ASKED}, "dislikes": ["\\ud800"]}}'.encode(), "dislikes.0"),
    (b'{"\\ud800": 1}', "\\ud800"),
    (b'{"pregnancy": {"": 1}}', 'pregnancy.""'),
    (f'{{{ASKED}, "age": "34"}}'.encode(), "age"),
    (f'{{{ASKED}, "age": -34}}'.encode(), "age"),
    (f'{{{ASKED}, "increment_kg": "=2+1"}}'.encode(), "increment_kg"),
    (f'{{{ASKED}, "weeks": "3*(50+70)"}}'.encode(), "weeks"),
    (GOOD.replace("3", "9", 1).encode(), "days_per_week"),
    (GOOD.replace("[]", '["dumbell"]').encode(), "equipment.0"),
    (f'{{{ASKED}, "day": 3}}'.encode(), "day"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "field"), FAULTS)
def test_a_fault_names_its_place_and_a_remedy(data: bytes, field: str) -> None:
    with pytest.raises(InputError) as caught:
        read_profile_json(data)

    assert caught.value.field == field
    assert caught.value.message
    assert caught.value.remedy
    assert str(caught.value).isprintable()


def test_a_byte_order_mark_and_white_space_are_fine() -> None:
    assert read_profile_json(f"\n {GOOD}\r\n".encode("utf-8-sig")).days_per_week == 3


def test_a_key_may_stand_in_two_objects() -> None:
    pain = '"pain": [{"area": "knee", "severity": 1}, {"area": "groin", "severity": 2}]'

    assert len(read_profile_json(f"{{{ASKED}, {pain}}}".encode()).pain) == 2


def test_a_refusal_is_no_program() -> None:
    with pytest.raises(InputError, match="Refusal"):
        read_program_json(b'{"schema": "glutebot.refusal/1", "reason": "R02"}')


def test_the_id_that_a_batch_writes_is_not_a_part_of_the_program() -> None:
    assert read_program_json(b'{"id": "a", "weeks": []}') == {"weeks": []}
