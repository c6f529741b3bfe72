"""From a Profile back to the fields of the form, so that an opened program can be changed."""

from glutebot.domain.profiles import Profile
from glutebot.ui.program_form import LISTS, PLAIN, POUND_KG, WHOLE
from glutebot.ui.program_words import form_words


def fill_form(profile: Profile) -> dict[str, list[str]]:
    """Return the fields of the form that stand for a profile."""
    told = profile.model_dump(mode="json")
    fields: dict[str, list[str]] = {name: [str(told[name])] for name in PLAIN}
    fields |= {name: [f"{told[name]}"] for name in WHOLE if told[name] is not None}
    fields |= {name: list(told[name]) for name in LISTS}
    fields |= _fill_signs(profile)
    fields["specialise"] = ["yes"] if profile.specialise else []
    fields |= _fill_gear(profile)
    fields |= _fill_health(profile)
    fields |= _fill_loads(profile)
    sets = profile.history.glute_max_sets_per_week
    fields["history"] = [] if sets is None else [_show(sets)]
    others = profile.other_training
    fields["other.weekday"] = [f"{other.weekday}" for other in others]
    fields["other.kind"] = [other.kind for other in others]
    fields["other.key"] = ["key" if other.key else "" for other in others]
    return fields


def _fill_gear(profile: Profile) -> dict[str, list[str]]:
    gear = set(profile.equipment)
    presets = form_words().presets.items()
    fitting = [name for name, preset in presets if set(preset.gear) == gear]
    preset = ["full-gym"] if "full-gym" in gear else fitting[:1]
    return {"preset": preset, "equipment": sorted(profile.gear)}


def _fill_signs(profile: Profile) -> dict[str, list[str]]:
    """Split the signs as the form lists them; the Profile takes each under either name."""
    flags = [name for name in form_words().red_flags if name in profile.signs]
    return {"red_flags": flags, "conditions": sorted(profile.signs - set(flags))}


def _fill_health(profile: Profile) -> dict[str, list[str]]:
    yes, birth = {str(number) for number in profile.par_q_yes or ()}, profile.pregnancy
    chips = [chip for chip, asked in form_words().screening.items() if yes & set(asked)]
    chips += ["under-18"] if profile.age is not None and profile.age < 18 else []
    chips += ["pregnancy"] if birth.status != "none" else []
    chips += ["surgery"] if "surgery" in profile.signs else []
    chips += ["pain"] if any(pain.severity for pain in profile.pain) else []
    screened = profile.par_q_yes is not None
    if screened and not chips:
        chips = ["none"]
    fields: dict[str, list[str]] = {"health": list(chips), "par_q": sorted(yes)}
    fields["pregnancy.status"] = [birth.status]
    fields["screened"] = ["yes"] if screened else []
    fields["pregnancy.weeks"] = [] if birth.weeks is None else [f"{birth.weeks}"]
    fields["pregnancy.symptoms"] = list(birth.symptoms)
    for name in ("cleared", "healed", "bleeding_rising"):
        answer = getattr(birth, name)
        fields[f"pregnancy.{name}"] = [] if answer is None else ["yes" if answer else "no"]
    worst_last = sorted(profile.pain, key=lambda pain: pain.severity)
    return fields | {f"pain.{pain.area}": [f"{pain.severity}"] for pain in worst_last}


def _fill_loads(profile: Profile) -> dict[str, list[str]]:
    unit = POUND_KG if profile.units == "lb" else 1.0
    maxes = profile.one_rep_max_kg
    return {
        "one_rep_max.lift": list(maxes),
        "one_rep_max.value": [_show(value / unit) for value in maxes.values()],
        "increment": [_show(profile.increment_kg / unit)],
    }


def _show(amount: float) -> str:
    """Return a number as it is typed: four decimals at most, and none that say nothing."""
    return f"{amount:.4f}".rstrip("0").rstrip(".")
