"""The widget's calls as its client makes them, and the sites that tests put up."""

import datetime
from dataclasses import dataclass, field
from typing import Any

import httpx

from glutebot.domain.sites import Scope, Site

BLOG = "https://lab.example"
OTHER = "https://runner.example:8443"


def make_site(identity: str, *origins: str, **more: Any) -> Site:
    """Return a site with these origins."""
    created = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    return Site(id=identity, name=f"Ask {identity}", origins=origins, created=created, **more)


LAB = make_site("lab", BLOG, "https://www.lab.example")
RUNNER = make_site("runner", OTHER, scope=Scope.BLOG)


@dataclass
class Widget:
    """One reader's widget on one page."""

    http: httpx.Client
    site: str = "lab"
    origin: str | None = BLOG
    token: str | None = None
    conversation: str | None = None
    more: dict[str, str] = field(default_factory=dict)

    def headers(self) -> dict[str, str]:
        named = {"origin": self.origin, "authorization": self.token and f"Bearer {self.token}"}
        return {key: value for key, value in named.items() if value is not None} | self.more

    def call(self, method: str, path: str, **options: Any) -> httpx.Response:
        return self.http.request(method, path, headers=self.headers(), **options)

    def begin(self, token: str | None = None) -> httpx.Response:
        """Open a session, with an old token where there is one."""
        headers = {key: value for key, value in self.headers().items() if key != "authorization"}
        reply = self.http.post(
            "/api/widget/session", json={"site": self.site, "token": token}, headers=headers
        )
        if reply.status_code == 200:
            self.token = reply.json()["token"]
            self.conversation = reply.json()["conversation"]
        return reply

    def chat(self, message: str, **more: Any) -> httpx.Response:
        self.more = {"accept": "application/json"}
        body = {"message": message, "conversation": self.conversation, "page_url": None}
        reply = self.call("POST", "/api/chat", json=body | more)
        self.more = {}
        return reply
