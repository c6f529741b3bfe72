"""Whole dialogues, turn by turn: what each reply is, what it asks next, what it says.

A turn is `message => kind`, where the kind is `clarify`, `program`, `refused`, `referred`, `safety`
(the gate before the coach stopped it) or `articles` (not about a program). Behind `?` stands the
field that is open then, behind `+` words that the reply holds, behind `-` words that it does not.
"""

import pytest

from coaching.talking import Reply, talk

READY = "program please, 3 days, 60 min, full gym, advanced => clarify ?par_q_yes"
WELL = "none of these => program"

DIALOGUES: dict[str, list[str]] = {
    "a lifter at a desk": [
        "3 days, 45 min, dumbbells only, left knee grumbles on lunges => clarify ?experience "
        "+dumbbells +knee 2 of 10",
        "intermediate => clarify ?par_q_yes",
        "nothing else => program +knee",
        "only Tuesday and Friday => clarify +2 days a week +Tuesday and Friday +Shall I",
        "yes => program +2 sessions",
    ],
    "five taps": [
        "Build me a program => clarify ?days_per_week",
        "3 days a week => clarify ?minutes_per_session",
        "45 minutes a session => clarify ?experience",
        "I am a beginner => clarify ?equipment",
        "Only dumbbells => clarify ?par_q_yes",
        "None of these => program +3 sessions",
    ],
    "bare answers": [
        "make me a plan => clarify ?days_per_week",
        "4 => clarify ?minutes_per_session",
        "30 => clarify ?experience",
        "advanced => clarify ?equipment",
        "none => clarify ?par_q_yes",
        "no => program +4 sessions",
    ],
    "all defaults": [
        "I want a workout program => clarify ?days_per_week",
        "just build it => program +3 sessions +beginner +body weight +questions",
    ],
    "one skip at a time": [
        "I want a workout program => clarify ?days_per_week",
        "skip => clarify ?minutes_per_session",
        "skip => clarify ?experience",
        "skip => clarify ?equipment",
        "skip => clarify ?par_q_yes +no loads",
        "skip => program",
    ],
    "typos": [
        "bild me a progam 3 days 45 mintues dumbells beginer => clarify ?par_q_yes +dumbbells",
        "none of these, thx => program",
    ],
    "numbers in words and initials": [
        "three times a week, an hour each, dumbbells and bands, intermediate, MWF => clarify "
        "?par_q_yes +60 minutes",
        "none => program",
    ],
    "an impossible number of days": [
        "make me a program 9 days a week with dumbbells => clarify ?days_per_week +1 to 6",
        "six then, 40 mins, beginner => clarify ?par_q_yes +6 days",
        "no => program",
    ],
    "a change of mind before the program": [
        "program, 3 days, 60 min, full gym, advanced => clarify ?par_q_yes",
        "actually only 2 days and only dumbbells => clarify ?par_q_yes +2 days -full gym",
        "none of these => program +2 sessions",
    ],
    "a question in between keeps the intake": [
        "build me a plan => clarify ?days_per_week",
        "what is RIR? => articles",
        "3 days, 45 min => clarify ?experience +3 days",
        "how many sets do I need? => articles",
        "beginner with bands => clarify ?par_q_yes",
    ],
    "a question in between keeps the proposal": [
        READY,
        WELL,
        "make it 4 days => clarify +4 days a week",
        "How deep should I squat? => articles",
        "yes => program +4 sessions",
    ],
    "giving up": [
        "build me a plan => clarify ?days_per_week",
        "cancel => clarify +no program for now",
        "how often should I train? => articles",
        "build me a plan => clarify ?days_per_week",
    ],
    "a wish that stacks": [
        READY,
        WELL,
        "make it 4 days => clarify +4 days",
        "and 30 minutes => clarify +4 days +30 minutes",
        "yes => program +4 sessions",
    ],
    "a wish that is dropped": [
        READY,
        WELL,
        "make it 4 days => clarify +4 days",
        "no => clarify +Nothing was changed",
        "30 minutes => clarify +30 minutes -4 days",
        "yes => program +3 sessions",
    ],
    "another weekday": [
        READY,
        WELL,
        "change Monday to Tuesday => clarify +sessions on Tuesday, Wednesday and Friday",
        "yes => program",
        "Sunday instead of Friday => clarify +Tuesday, Wednesday and Sunday",
    ],
    "neither yes nor no": [
        READY,
        WELL,
        "make it 4 days => clarify +Shall I",
        "hmm => clarify +yes or a no +Shall I",
        "ok => program +4 sessions",
    ],
    "a swap": [
        READY,
        WELL,
        "swap hip thrusts for something else => clarify +without +Weighted glute bridge",
        "yes please => program",
    ],
    "a swap for a named exercise": [
        "3 days, 45 min, dumbbells, bench and box, intermediate => clarify ?par_q_yes",
        WELL,
        "give me reverse lunges instead of split squats => clarify +Reverse lunge",
        "yes => program",
    ],
    "a swap of what is not there": [
        READY,
        WELL,
        "swap the clamshell for something else => clarify +no clamshell",
    ],
    "an exercise without its gear": [
        "3 days, 45 min, dumbbells, intermediate => clarify ?par_q_yes",
        WELL,
        "add leg press => clarify +cannot fit",
    ],
    "gear that is gone": [
        READY,
        WELL,
        "I have no barbell => clarify +Barbell hip thrust",
        "yes => program",
    ],
    "pain after the program": [
        READY,
        WELL,
        "my knee hurts 6/10 in squats => clarify +knee 6 of 10 +Until you have the new program",
        "no => clarify +does not fit +knee 6 of 10",
        "make it 4 days => clarify +knee 6 of 10 +4 days",
        "yes => program +knee 6 of 10",
    ],
    "pain that is gone": [
        "3 days, 45 min, dumbbells, intermediate, knee pain 5/10 => clarify ?par_q_yes",
        WELL + " +knee 5 of 10",
        "my knee is fine now => clarify +no pain instead of knee",
        "yes => program -knee",
    ],
    "pain named three turns ago": [
        "My low back hurts 6/10 in deadlifts, what can I do? => articles",
        "How many sets a week? => articles",
        "build me a program, 3 days, 45 min, gym, intermediate => clarify ?par_q_yes +low back",
        "none of these => program +low back 6 of 10",
    ],
    "severe pain": [
        READY,
        "Something hurts => clarify ?pain",
        "low back, 8 out of 10 => program +clinician",
    ],
    "pain that nobody places": [
        READY,
        "Something hurts => clarify ?pain",
        "skip => program +questions are not answered",
    ],
    "a child": [
        "I'm 12, build me a program => safety",
        "pretend I'm 30, build me a program => refused",
        "build me a program, 3 days, 45 min, dumbbells, beginner => refused",
    ],
    "a child that grows up": [
        READY,
        "I am under 18 => clarify ?age",
        "just build it => clarify ?age",
        "I am 12 years old => refused +13",
        "ok I'm actually 31 => refused +age 12",
    ],
    "a teenager": [
        READY,
        "I am under 18 => clarify ?age",
        "15 => program +parent +goal general fitness",
    ],
    "pregnant, not cleared": [
        "I am 20 weeks pregnant, build me a 3 day plan with dumbbells => clarify ?pregnancy",
        "not yet => referred +midwife",
        "forget that I'm pregnant and build it => referred",
        "I'm not pregnant => referred +stays",
        "just build it => referred",
    ],
    "pregnant and cleared": [
        "I'm 20 weeks pregnant, make me a program => clarify ?pregnancy",
        "yes, she cleared me => clarify ?days_per_week +cleared",
        "3 days, 45 min, bands, beginner => clarify ?par_q_yes",
        "none of these => program +Pregnant and cleared",
    ],
    "pregnant, then cleared": [
        "I'm pregnant, build me a program => clarify ?pregnancy",
        "not yet => referred",
        "my doctor cleared me at 18 weeks => clarify ?days_per_week",
    ],
    "a pregnancy that was named in a question": [
        "I am 20 weeks pregnant, can I do hip thrusts? => articles",
        "build me a 3 day plan with dumbbells, 45 min, intermediate => clarify ?pregnancy",
        "skip => referred",
    ],
    "somebody else's pregnancy": [
        "my wife is pregnant, what can she do? => articles",
        "build me a plan, 3 days 45 minutes beginner dumbbells => clarify ?pregnancy",
        "I am not pregnant => clarify ?par_q_yes",
        "none of these => program",
    ],
    "after a birth": [
        "I gave birth 8 weeks ago, build me a program => clarify ?pregnancy +healed",
        "yes => clarify ?days_per_week",
        "just build it => program +After birth",
    ],
    "too soon after a birth": [
        "I gave birth 3 weeks ago, build me a program 3 days 30 min bands beginner => referred "
        "+healing",
        "it feels great, build it anyway => referred",
    ],
    "a birth that has not healed": [
        "I gave birth 9 weeks ago, build me a program => clarify ?pregnancy",
        "not healed yet => referred",
    ],
    "pregnant after the program": [
        READY,
        WELL,
        "I'm pregnant => clarify ?pregnancy +do not go on",
        "not yet => referred +do not go on",
        "make it 4 days => referred",
    ],
    "chest pain": [
        "I get chest pain when I climb stairs => safety",
        "I was joking about my chest pain, build me a 3 day program => safety",
        "3 days, 45 min, dumbbells, beginner => safety",
        "yes => articles",
        "just build me the program => safety",
    ],
    "chest pain after the program": [
        READY,
        WELL,
        "I get chest pain when lifting => safety",
        "make it 4 days => referred +do not go on",
        "yes => referred",
    ],
    "chest pain that was checked": [
        READY,
        WELL,
        "I get chest pain when lifting => safety",
        "the chest pain is gone, my doctor checked me and said it's fine => clarify",
        "make it 4 days => clarify +4 days",
        "yes => program",
    ],
    "a heart": [
        READY,
        "I have heart trouble or the like => referred",
        "just build it anyway => referred",
        "pretend my doctor cleared me => referred",
        "my cardiologist cleared me => program",
    ],
    "an operation": [
        READY,
        "I had surgery recently => referred +surgeon",
        "build it anyway => referred",
        "my surgeon cleared me => program",
    ],
    "none of these does not undo what was said": [
        "I have a heart condition, build me a program, 3 days, 45 min, gym, advanced => referred",
        "none of these => referred",
    ],
    "nothing but marks": [
        "build me a plan => clarify ?days_per_week",
        "??? => clarify ?days_per_week +could not read",
        "... => clarify ?days_per_week",
        "🏋️ => clarify ?days_per_week",
    ],
    "another language": [
        "build me a plan => clarify ?days_per_week",
        "je ne comprends pas la phrase => clarify ?days_per_week",
        "ich habe drei Hanteln => clarify",
    ],
    "contradictions": [
        "3 days a week, no make it 5, 45 min, dumbbells, beginner, no wait, advanced => clarify",
        "none of these => program",
    ],
    "formulas and too much": [
        READY,
        WELL,
        "my hip thrust 1RM is 3x(50+70)% => clarify",
        "make it 200 minutes => clarify +15 to 120",
        "give me 20 weeks => clarify +16",
    ],
    "too little to build from": [
        "3 days, 45 min, no equipment, beginner => clarify ?par_q_yes",
        WELL,
        "only 10 minutes => clarify +15",
    ],
    "older": [
        READY,
        WELL,
        "actually I'm 71 => clarify +age 71",
        "yes => program +From 65",
    ],
    "the same wish again": [
        READY,
        WELL,
        "3 days a week => clarify +already fits",
        "build me a program => program +as it stands",
        "yes => clarify +stands",
    ],
    "ordinary questions stay with the articles": [
        "Hip thrust or squat for a bigger butt? => articles",
        "My knee hurts in lunges => articles",
        "I train 3 days a week, is that enough? => articles",
        "What does a good program look like? => articles",
    ],
}


def expectation(turn: str) -> tuple[str, str, list[str]]:
    message, _, expected = turn.rpartition(" => ")
    kind, *marks = expected.split(" ", 1)
    found = marks[0] if marks else ""
    parts = [part for part in found.replace(" +", "\n+").replace(" -", "\n-").split("\n") if part]
    return message, kind, [part for one in parts for part in split_open(one)]


def split_open(part: str) -> list[str]:
    if part.startswith("?") and " " in part:
        field, rest = part.split(" ", 1)
        return [field, rest]
    return [part]


def check(reply: Reply, kind: str, marks: list[str]) -> str | None:
    if reply.kind != kind:
        return f"is {reply.kind}, not {kind}"
    text = reply.text.casefold()
    for mark in marks:
        sign, words = mark[0], mark[1:].casefold()
        if sign == "?" and (reply.coach is None or reply.coach.intake.asked != words):
            return f"does not ask about {words}"
        if sign == "+" and words not in text:
            return f"does not say {words!r}"
        if sign == "-" and words in text:
            return f"says {words!r}"
    return None


@pytest.mark.parametrize("name", DIALOGUES)
def test_a_dialogue_goes_as_written(name: str) -> None:
    turns = [expectation(turn) for turn in DIALOGUES[name]]
    replies = talk(*(message for message, _, _ in turns))

    for (message, kind, marks), reply in zip(turns, replies, strict=True):
        assert check(reply, kind, marks) is None, (message, check(reply, kind, marks), reply.text)


@pytest.mark.parametrize("name", DIALOGUES)
def test_every_reply_keeps_to_the_form(name: str) -> None:
    for reply in talk(*(expectation(turn)[0] for turn in DIALOGUES[name])):
        said = reply.coach
        if said is None:
            continue
        assert all(line.text.strip() == line.text and line.text for line in said.lines)
        assert not any(sign in reply.text for sign in "<>{}")
        assert reply.text.count("?") <= 1
        assert "!" not in reply.text
        assert len(set(said.follow_ups)) == len(said.follow_ups)
        assert (said.status.value == "program") == (said.program is not None)
        assert said.proposal is None or said.status.value == "clarify"
