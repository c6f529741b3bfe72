"""What is kept: one database, opened when it is first needed, and a room in it for each thing."""

from functools import cached_property
from pathlib import Path

from glutebot.storage.articles import ArticleShelf
from glutebot.storage.conversations import Conversations
from glutebot.storage.database import Database, open_database
from glutebot.storage.feedback import Feedback
from glutebot.storage.programs import Programs
from glutebot.storage.readers import Readers
from glutebot.storage.sites import Sites
from glutebot.storage.unanswered import UnansweredQuestions


class Stores:
    """Everything that cannot be rebuilt."""

    def __init__(self, database: str | Path) -> None:
        self._address = database

    @cached_property
    def _database(self) -> Database:
        return open_database(self._address)

    @cached_property
    def shelf(self) -> ArticleShelf:
        """The articles that were brought in."""
        return ArticleShelf(self._database)

    @cached_property
    def conversations(self) -> Conversations:
        """What visitors asked and what they were answered."""
        return Conversations(self._database)

    @cached_property
    def feedback(self) -> Feedback:
        """Votes on answers."""
        return Feedback(self._database)

    @cached_property
    def programs(self) -> Programs:
        """Programs that visitors keep."""
        return Programs(self._database)

    @cached_property
    def unanswered(self) -> UnansweredQuestions:
        """Questions that the corpus did not hold."""
        return UnansweredQuestions(self._database)

    @cached_property
    def sites(self) -> Sites:
        """Blogs that may embed the widget."""
        return Sites(self._database)

    @cached_property
    def readers(self) -> Readers:
        """What sites' readers asked, for the sites' owners."""
        return Readers(self._database)

    def check_database(self) -> None:
        """Raise UnavailableError unless conversations can be kept."""
        self._database.check()

    def close(self) -> None:
        """Let go of the database, if it was opened."""
        if "_database" in self.__dict__:
            self._database.close()
