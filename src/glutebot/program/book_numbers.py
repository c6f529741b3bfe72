"""The numbers of the program rules as types; the values and their sources are in a data file."""

from glutebot.domain.model import Model


class VolumeNumbers(Model):
    """Sets a week and a session, in fractional sets."""

    band: dict[str, tuple[int, int]]
    latest_start: dict[str, int]
    beginner_start_per_session: float
    start: dict[str, int]
    start_lower_half: dict[str, int]
    start_slack: tuple[int, int]
    weekly_steps: dict[str, tuple[int, ...]]
    reject_above: int
    reject_above_specialised: int
    specialise_most_weeks: int
    least_direct_sets: int
    maintenance: tuple[int, int]
    maintenance_share: float
    maintenance_doubt_age: int
    glute_med_least: int
    glute_med_wanted: int
    glute_med_prioritised: int
    glute_med_most: int
    session_most: int
    session_most_direct: int
    session_most_sets: int
    session_exercises: tuple[int, int]
    session_exercises_from_half_hour: int
    half_hour: int
    item_sets: tuple[int, int]
    counted_session: int
    counted_sessions: int
    many_days: int
    most_sessions: int
    frequent_week: int
    big_session: int
    light_session: int
    hours_between_big: int
    least_patterns: int
    most_of_one_exercise: float
    thigh_sets_least: int
    thigh_sets_least_limited: int
    hinge_to_squat: tuple[float, float]
    thigh_sparing_share: float
    axial_three_sets: dict[str, int]
    step_factor: float
    step_sets: int


class EffortNumbers(Model):
    """Repetitions, reserve, loads and tempo."""

    rep_limits: tuple[int, int]
    least_low_reps: int
    widest_range: int
    axial_three_most_reps: int
    seconds: tuple[int, int]
    strength_main: tuple[int, int]
    strength_main_by_feel: tuple[int, int]
    compound: tuple[int, int]
    compound_allowed: tuple[int, int]
    compound_with_one_rep_max: tuple[int, int]
    compound_without_ramp: tuple[int, int]
    isolation: tuple[int, int]
    isolation_allowed: tuple[int, int]
    isolation_short: tuple[int, int]
    no_load: tuple[int, int]
    no_load_per_side: tuple[int, int]
    no_load_short: tuple[int, int]
    no_load_allowed: tuple[int, int]
    ballistic: tuple[int, int]
    walk_seconds: tuple[int, int]
    start_rir: tuple[int, int]
    later_start_rir_advanced: tuple[int, int]
    first_rir: int
    last_rir: dict[str, int]
    most_rir: int
    most_rir_with_high_floor: int
    high_floor: int
    hard_enough_rir: int
    hard_enough_weeks: int
    floor_axial: int
    floor_careful: int
    floor_birth: int
    floor_draft: int
    floor_free_weight: int
    axial_with_floor: int
    rpe_from: int
    epley: int
    load_known_to: int
    load_band: float
    load_most: float
    load_most_older: float
    heavy_share: float
    heavy_sets: int
    tempo_seconds: tuple[int, int]
    load_step: tuple[float, float]
    lever_sets: int
    lever_load: float


class RestNumbers(Model):
    """Pauses between sets, in seconds."""

    heavy: tuple[int, int]
    heavy_reps: int
    compound: tuple[int, int]
    isolation: tuple[int, int]
    least: int
    reject_below: int
    tiers_heavy: tuple[int, ...]
    tiers_compound: tuple[int, ...]
    tiers_isolation: tuple[int, ...]


class DeloadNumbers(Model):
    """When a lighter week comes and how light it is."""

    share: tuple[float, float]
    rir: int
    load_share: float
    needed_from_weeks: int
    most_weeks_in_a_row: int
    least_weeks_between: int


class TimeNumbers(Model):
    """What a session is made of, in seconds."""

    warm_up: tuple[int, int]
    warm_up_short: int
    warm_up_long: int
    warm_up_long_from_minutes: int
    setup: int
    ramp_set: int
    ramp_rest: int
    set_extra: int
    tolerance: float
    underfull: float
    exercises_by_minutes: tuple[tuple[int, int], ...]


class RampNumbers(Model):
    """Warm-up sets of the first lift."""

    needed_from_share: float
    needed_to_reps: int
    count: tuple[int, int]
    most_percent: int
    most_percent_single: int
    plain: tuple[tuple[int, int], ...]
    heavy: tuple[tuple[int, int], ...]
    heavy_short: tuple[tuple[int, int], ...]


class PeopleNumbers(Model):
    """Ages, weeks of pregnancy and after birth, severities of pain."""

    least_age: int
    supervised_to_age: int
    older_age: int
    older_most_sessions: int
    lying_back_until_week: int
    pregnancy_axial: int
    birth_rest_weeks: int
    birth_careful_weeks: int
    birth_axial: int
    pain_excludes_from: int
    pain_unloads_from: int
    stay_weeks: int
    activation_rir: int
    least_energy_kcal: dict[str, int]


class Numbers(Model):
    """All numbers by what they measure."""

    volume: VolumeNumbers
    effort: EffortNumbers
    rest: RestNumbers
    deload: DeloadNumbers
    time: TimeNumbers
    ramp: RampNumbers
    people: PeopleNumbers
