"""The page's fixed sentences, in one place so that they keep one voice."""

from glutebot.domain.evidence import Grade

GRADES = {
    Grade.META_ANALYSIS: "Meta-analysis",
    Grade.GUIDELINE: "Guideline",
    Grade.TRIAL: "Trial",
    Grade.SMALL_STUDY: "Small study",
    Grade.EXPERT_PRACTICE: "Expert practice",
    Grade.OPINION: "Opinion",
}
STEPS = {"looking-up": "Looking up", "choosing": "Choosing", "writing": "Writing"}
REFERRALS = {
    "emergency": "Get help now",
    "same-day": "See someone today",
    "routine": "Worth having looked at",
}
UNCOVERED = "Not in the articles"
REFUSED = "Not something to answer here"
UNSUPPORTED = "no source"
STOPPED_TURN = "Stopped before there was an answer. Retry asks again."
STOPPED = "Stopped. Your question is kept; Retry asks it again."
REASONS = (
    "Not what I asked",
    "The source does not say that",
    "Too vague",
    "Too long",
    "Feels unsafe",
)
THANKS_UP = "Noted, thank you."
THANKS_DOWN = "Noted. It helps to know what to fix."
NEW = "New conversation"
TITLE_EMPTY = "Glute training, with sources"
PLACEHOLDER = "Ask about glute training"
HINT = "Enter sends, Shift + Enter starts a new line. Training advice, not a diagnosis."
RENAMED = "Renamed."
DELETED = "Deleted, with everything that was kept about it."
ERASED = "Everything that was kept about you here is gone."
GONE = "That conversation is no longer there, so this one is new."
MENU = "Conversations"
LIST = "Your conversations"
CHAT = "Conversation"
ASK = "Ask"
STOP = "Stop"
ERASE = "Forget me"
ERASE_ASK = "Delete every conversation, program and vote that is kept about you?"
ERASE_YES = "Delete everything"
DELETE_ASK = "Delete this conversation?"
DELETE_YES = "Delete it"
UNDERSTOOD = "Understood so far; tap one to change it"
SOURCES = {"said": "you said", "assumed": "assumed"}
DIFFERENCE = ("What", "Now", "Then", "Why")
YES = "Yes, change it"
NO = "No, keep it"
REASON_ASK = "What was wrong with it?"
COMMENT = "Anything to add (optional)"
WELCOME = (
    '<div class="gb-welcome"><p class="gb-welcome-title">What would you like to know?</p>'
    "<p>Short answers about glute training. Every sentence shows the passage and the study "
    "that it stands on.</p></div>"
)
UNEXPECTED = "That should not have happened. Nothing is lost; try again in a moment."
ONE_AT_A_TIME = "The last answer is still being written. Wait for it, or stop it first."
