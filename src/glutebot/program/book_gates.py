"""What stops or narrows a program, as types; the policy is in a data file."""

from glutebot.domain.answers import Referral
from glutebot.domain.model import Model


class StopSigns(Model):
    """Reasons to stop and seek help, by whom they concern."""

    general: tuple[str, ...]
    pregnancy: tuple[str, ...]
    birth: tuple[str, ...]


class Gates(Model):
    """Signs, screening answers, pain and birth: what each excludes, changes or says."""

    sign_levels: dict[Referral, tuple[str, ...]]
    crisis: tuple[str, ...]
    no_program_until_cleared: tuple[str, ...]
    screening_stops: dict[int, Referral]
    screening_drafts: tuple[int, ...]
    sign_cautions: dict[str, tuple[str, ...]]
    careful_signs: tuple[str, ...]
    pelvic_floor_signs: tuple[str, ...]
    unloads_pain: tuple[str, ...]
    pain_cautions: dict[str, str]
    pain_excludes: dict[str, tuple[str, ...]]
    pain_axial: dict[str, int]
    pregnancy_cautions: tuple[str, ...]
    lying_back_cautions: tuple[str, ...]
    birth_cautions: tuple[str, ...]
    modifications: dict[str, str]
    stop_signs: StopSigns
    refusals: dict[str, str]
