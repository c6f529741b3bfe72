"""What cannot be rebuilt: conversations, votes, programs, questions that found no answer."""

from glutebot.storage.conversations import (
    ConversationNotFoundError,
    Conversations,
    ConversationSummary,
)
from glutebot.storage.database import Database, open_database
from glutebot.storage.feedback import Feedback, Vote, VoteValue
from glutebot.storage.keys import open_key
from glutebot.storage.programs import ProgramNotFoundError, Programs, ProgramSummary
from glutebot.storage.readers import Readers
from glutebot.storage.sites import SiteNotFoundError, Sites, free_id
from glutebot.storage.unanswered import UnansweredQuestion, UnansweredQuestions

__all__ = [
    "ConversationNotFoundError",
    "ConversationSummary",
    "Conversations",
    "Database",
    "Feedback",
    "ProgramNotFoundError",
    "ProgramSummary",
    "Programs",
    "Readers",
    "SiteNotFoundError",
    "Sites",
    "UnansweredQuestion",
    "UnansweredQuestions",
    "Vote",
    "VoteValue",
    "free_id",
    "open_database",
    "open_key",
]
