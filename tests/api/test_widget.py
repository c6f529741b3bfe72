"""The widget's server: who may open a session, what a token opens, and what never crosses."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from glutebot.api.admission import Limits
from glutebot.api.app import create_api
from glutebot.api.widget_tokens import OWN_ORIGIN, TOKEN_SECONDS, WidgetTokens
from glutebot.domain.sites import AskedOn, Scope
from support.fake_services import FakeServices
from support.live_server import run_server
from support.widget_calls import BLOG, LAB, OTHER, RUNNER, Widget, make_site

KEY = b"k" * 32
OPEN = "https://open.example"
"""An origin of the settings, which is no site's."""
GENEROUS = Limits(
    per_visitor="9999/minute",
    per_address="9999/minute",
    sessions="9999/minute",
    per_site="9999/minute",
    programs="9999/minute",
)
STRANGERS = {
    "another site's": OTHER,
    "unlisted": "https://evil.example",
    "null": "null",
    "http for https": "http://lab.example",
    "longer": "https://lab.example.evil.example",
    "look-alike": "https://evillab.example",
    "subdomain": "https://a.lab.example",
    "port": "https://lab.example:444",
    "default port": "https://lab.example:443",
    "upper case": "https://LAB.example",
    "trailing dot": "https://lab.example.",
    "slash": "https://lab.example/",
    "user": "https://lab.example@evil.example",
    "user before": "https://evil@lab.example",
    "cyrillic": "https://xn--lb-6kc.example",
    "blank": "",
    "two": f"{BLOG}, https://evil.example",
    "wildcard": "*",
    "file": "file://",
}
ROUTES = [
    ("POST", "/api/chat", {"message": "hip thrust or squat?"}),
    ("GET", "/api/conversations", None),
    ("DELETE", "/api/conversations", None),
    ("GET", "/api/conversation/{talk}", None),
    ("DELETE", "/api/conversation/{talk}", None),
    ("POST", "/api/feedback", {"answer": "{talk}:1", "vote": "up"}),
    ("GET", "/api/passage/frequency", None),
    ("POST", "/api/program", {}),
    ("POST", "/api/check", {}),
    ("GET", "/api/schemas/profile", None),
    ("POST", "/api/programs", {}),
    ("GET", "/api/programs", None),
    ("GET", "/api/programs/x", None),
    ("PATCH", "/api/programs/x", {"title": "y"}),
    ("DELETE", "/api/programs/x", None),
    ("GET", "/api/programs/x/export", None),
    ("GET", "/api/widget/data", None),
    ("DELETE", "/api/widget/data", None),
]


@pytest.fixture
def services(tmp_path: Path) -> FakeServices:
    made = FakeServices(tmp_path)
    made.sites.add(LAB)
    made.sites.add(RUNNER)
    return made


@pytest.fixture
def http(services: FakeServices) -> Iterator[httpx.Client]:
    api = create_api(services, visitor_key=KEY, origins=[OPEN], limits=GENEROUS)
    with run_server(api.app) as address, httpx.Client(base_url=address, timeout=20) as client:
        yield client


@pytest.fixture
def widget(http: httpx.Client) -> Widget:
    made = Widget(http)
    assert made.begin().status_code == 200
    return made


def permitted(reply: httpx.Response) -> str | None:
    return reply.headers.get("access-control-allow-origin")


def kept(services: FakeServices, site: str) -> list[str]:
    """Return the ids of the conversations that a site's readers have."""
    with services.conversations._database.read() as connection:
        query = f"SELECT id FROM conversations WHERE visitor LIKE 'w:{site}:%'"
        return [row[0] for row in connection.exec_driver_sql(query)]


def test_a_session_says_what_the_widget_needs_and_only_its_own_page_may_read_it(
    http: httpx.Client,
) -> None:
    reply = Widget(http).begin()

    body = reply.json()
    assert body["expires_in"] == TOKEN_SECONDS
    assert body["conversation"].isalnum()
    assert (body["site"]["name"], body["site"]["accent"]) == ("Ask lab", LAB.accent)
    assert body["site"]["greeting"] is None
    assert permitted(reply) == BLOG
    assert "Origin" in reply.headers["vary"]
    assert reply.headers["cache-control"] == "no-store"
    assert "access-control-allow-credentials" not in reply.headers
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("name", STRANGERS)
def test_no_stranger_opens_a_session(http: httpx.Client, services: FakeServices, name: str) -> None:
    reply = Widget(http, origin=STRANGERS[name]).begin()

    assert reply.status_code == 403
    assert permitted(reply) is None
    assert reply.json()["type"] == "urn:glutebot:problem:origin"
    assert "token" not in reply.json()
    assert kept(services, "lab") == []


def test_no_origin_and_two_origins_are_no_permission(http: httpx.Client) -> None:
    body = {"site": "lab", "token": None}
    twice = [("origin", BLOG), ("origin", "https://evil.example")]

    assert http.post("/api/widget/session", json=body).status_code == 403
    assert http.post("/api/widget/session", json=body, headers=twice).status_code == 403
    own = {"origin": str(http.base_url)}
    assert http.post("/api/widget/session", json=body, headers=own).status_code == 403


def test_an_unknown_site_is_like_a_forbidden_one(http: httpx.Client) -> None:
    unknown = Widget(http, site="nobody").begin()
    forbidden = Widget(http, site="runner").begin()

    assert (unknown.status_code, unknown.json()) == (403, forbidden.json())


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_token_from_a_strange_page_opens_no_route(
    http: httpx.Client,
    widget: Widget,
    services: FakeServices,
    method: str,
    path: str,
    body: dict[str, str] | None,
) -> None:
    answered = widget.chat("the secret of Ann").json()
    place = path.replace("{talk}", widget.conversation or "")
    sent = body and json.loads(json.dumps(body).replace("{talk}", widget.conversation or ""))
    for origin in [*STRANGERS.values(), None]:
        strange = Widget(http, origin=origin, token=widget.token)
        reply = strange.call(method, place, json=sent)
        assert reply.status_code == 403, origin
        assert permitted(reply) is None
        assert "secret" not in reply.text
    assert answered["conversation"] in kept(services, "lab")
    assert len(services.conversations.turns(visitor(services), widget.conversation or "")) == 1


def visitor(services: FakeServices) -> str:
    with services.conversations._database.read() as connection:
        found = connection.exec_driver_sql("SELECT visitor FROM conversations").scalar()
    return str(found)


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_page_without_a_token_is_turned_away_on_every_route(
    http: httpx.Client, method: str, path: str, body: dict[str, str] | None
) -> None:
    place = path.replace("{talk}", "abc")
    listed = Widget(http).call(method, place, json=body)
    strange = Widget(http, origin="https://evil.example").call(method, place, json=body)

    assert (listed.status_code, permitted(listed)) == (401, BLOG)
    assert listed.json()["type"] == "urn:glutebot:problem:token"
    assert (strange.status_code, permitted(strange)) == (403, None)


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_preflights_are_answered_for_sites_and_for_nobody_else(
    http: httpx.Client, method: str, path: str, body: object
) -> None:
    def ask(origin: str) -> httpx.Response:
        asked = {
            "origin": origin,
            "access-control-request-method": method,
            "access-control-request-headers": "authorization,content-type",
        }
        return http.options(path, headers=asked)

    own = ask(BLOG)
    assert (own.status_code, permitted(own)) == (204, BLOG)
    assert method in own.headers["access-control-allow-methods"]
    assert own.headers["access-control-allow-headers"] == "authorization, content-type"
    assert "access-control-allow-credentials" not in own.headers
    for name, origin in STRANGERS.items():
        if name != "another site's":
            assert permitted(ask(origin)) is None


def test_the_origins_of_the_settings_are_no_way_around_a_token(
    http: httpx.Client, widget: Widget
) -> None:
    reply = Widget(http, origin=OPEN, token=widget.token).chat("hip thrust or squat?")

    assert reply.status_code == 403
    assert http.get("/api/conversations", headers={"origin": OPEN}).status_code == 200


def test_a_conversation_is_asked_read_voted_on_and_erased(
    widget: Widget, services: FakeServices
) -> None:
    answer = widget.chat("hip thrust or squat?")
    talk = widget.conversation or ""

    assert (answer.status_code, permitted(answer)) == (200, BLOG)
    assert answer.json()["id"] == f"{talk}:1"
    turns = widget.call("GET", f"/api/conversation/{talk}").json()["turns"]
    assert [turn["question"] for turn in turns] == ["hip thrust or squat?"]
    vote = {"answer": f"{talk}:1", "vote": "up", "reason": "clear"}
    assert widget.call("POST", "/api/feedback", json=vote).status_code == 204
    data = widget.call("GET", "/api/widget/data").json()
    assert data["conversations"][0]["votes"] == {"1": {"value": "up", "reason": "clear"}}
    assert widget.call("DELETE", f"/api/conversation/{talk}").status_code == 204
    assert kept(services, "lab") == []
    assert widget.chat("and now?").status_code == 404


def test_the_services_hear_which_site_and_page_it_was(
    http: httpx.Client, services: FakeServices
) -> None:
    runner = Widget(http, site="runner", origin=OTHER)
    runner.begin()
    for page in (f"{OTHER}/post", "https://evil.example/post", f"{OTHER}.evil.example/post", None):
        assert runner.chat("sets a week?", page_url=page).status_code == 200
    http.post("/api/chat", json={"message": "q"}, headers={"accept": "application/json"})

    here = AskedOn(site="runner", scope=Scope.BLOG, page_url=f"{OTHER}/post")
    unknown = here.model_copy(update={"page_url": None})
    assert services.asked_on == [here, unknown, unknown, unknown, None]


def test_errors_can_be_read_by_the_page_that_caused_them(widget: Widget) -> None:
    for reply, status in (
        (widget.chat(" "), 422),
        (widget.chat("crash"), 500),
        (widget.call("GET", "/api/nothing"), 404),
        (widget.call("PATCH", "/api/chat", json={}), 405),
        (widget.call("POST", "/api/chat", content="x"), 415),
        (widget.call("POST", "/api/chat", json=[]), 400),
    ):
        assert (reply.status_code, permitted(reply)) == (status, BLOG)
        assert "/etc" not in reply.text
        assert "Traceback" not in reply.text


def test_an_old_token_keeps_its_conversation_and_a_deleted_one_is_replaced(
    http: httpx.Client, widget: Widget
) -> None:
    old, talk = widget.token, widget.conversation
    widget.begin(old)
    assert widget.conversation == talk

    widget.call("DELETE", f"/api/conversation/{talk}")
    widget.begin(old)
    assert widget.conversation != talk


def test_a_spent_token_opens_a_session_and_nothing_else(http: httpx.Client, widget: Widget) -> None:
    signer = WidgetTokens(KEY, now=lambda: 1_000.0)
    session = signer.recall(widget.token or "")
    assert session is not None
    spent = signer.sign(session)
    late = Widget(http, token=spent, conversation=widget.conversation)

    assert late.chat("hip thrust or squat?").status_code == 401
    assert late.begin(spent).json()["conversation"] == widget.conversation


def tampered(token: str) -> Iterator[str]:
    kind, payload, signature = token.split(".")
    other = WidgetTokens(b"x" * 32)
    session = WidgetTokens(KEY).recall(token)
    assert session is not None
    yield other.sign(session)
    yield f"{kind}.{payload[:-1]}A.{signature}"
    yield f"{kind}.{payload}.{signature[:-1]}0" if signature[-1] != "0" else f"{kind}.{payload}.1"
    yield f"p1.{payload}.{signature}"
    yield f"{kind}.{payload}."
    yield f"{payload}"
    yield "none"
    yield "w1.é.é"
    yield "w1." + "A" * 5_000 + ".x"
    yield WidgetTokens(KEY).sign_page(session.visitor, session.conversation, 1)


def test_a_changed_token_is_no_token(http: httpx.Client, widget: Widget) -> None:
    for token in tampered(widget.token or ""):
        headers = [(b"origin", BLOG.encode()), (b"authorization", f"Bearer {token}".encode())]
        reply = http.get(f"/api/conversation/{widget.conversation}", headers=headers)
        assert (reply.status_code, permitted(reply)) == (401, BLOG), token
        fresh = Widget(http)
        fresh.begin(token)
        assert fresh.conversation != widget.conversation


def test_another_sites_token_keeps_nothing_and_opens_nothing(http: httpx.Client) -> None:
    runner = Widget(http, site="runner", origin=OTHER)
    runner.begin()
    lab = Widget(http)
    lab.begin(runner.token)

    assert lab.conversation != runner.conversation
    theirs = Widget(http, origin=BLOG, token=runner.token, conversation=runner.conversation)
    assert theirs.chat("hip thrust or squat?").status_code == 403


def test_a_token_opens_its_own_conversation_only(http: httpx.Client, widget: Widget) -> None:
    widget.chat("the secret of Ann")
    other = Widget(http)
    other.begin()
    talk = widget.conversation

    assert other.chat("and?", conversation=talk).status_code == 404
    assert other.call("GET", f"/api/conversation/{talk}").status_code == 404
    assert other.call("DELETE", f"/api/conversation/{talk}").status_code == 404
    vote = {"answer": f"{talk}:1", "vote": "down"}
    assert other.call("POST", "/api/feedback", json=vote).status_code == 404
    assert widget.call("GET", f"/api/conversation/{talk}").status_code == 200


def test_a_removed_site_or_origin_ends_its_tokens(
    http: httpx.Client, widget: Widget, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    widget.chat("hip thrust or squat?")
    services.sites.remove("lab")
    services.sites.add(make_site("lab", "https://moved.example"))
    api = create_api(services, visitor_key=KEY, limits=GENEROUS)
    with run_server(api.app) as address, httpx.Client(base_url=address, timeout=20) as again:
        reply = Widget(again, token=widget.token, conversation=widget.conversation).chat("more")

    assert (reply.status_code, permitted(reply)) == (403, None)
    assert kept(services, "lab") == []


def test_a_site_that_went_a_moment_ago_is_forbidden(widget: Widget, services: FakeServices) -> None:
    services.sites.remove("lab")

    assert widget.chat("hip thrust or squat?").status_code in (403, 404)


def test_a_token_of_our_own_pages_works_on_our_own_pages_only(http: httpx.Client) -> None:
    signer = WidgetTokens(KEY)
    page = signer.sign(signer.begin("lab", OWN_ORIGIN))
    own = str(http.base_url).rstrip("/")
    for origin in [*STRANGERS.values(), None]:
        assert Widget(http, origin=origin).begin(page).status_code == 403, origin
    frame = Widget(http, origin=own)

    reply = frame.begin(page)
    assert (reply.status_code, permitted(reply)) == (200, None)
    assert "set-cookie" not in reply.headers
    assert frame.chat("hip thrust or squat?").status_code == 200
    frame.origin = None
    history = frame.call("GET", f"/api/conversation/{frame.conversation}")
    assert len(history.json()["turns"]) == 1
    assert frame.call("DELETE", f"/api/conversation/{frame.conversation}").status_code == 403


def test_a_blog_on_the_servers_own_host_is_a_site_like_any_other(
    http: httpx.Client, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.sites.add(make_site("near", "https://near.example"))
    near = Widget(http, site="near", origin="https://near.example", more={"host": "near.example"})
    assert near.begin().status_code == 200
    talk = near.conversation
    near.origin = None  # what browsers send for reading from the page's own host

    assert near.call("GET", f"/api/conversation/{talk}").status_code == 200
    assert near.call("DELETE", f"/api/conversation/{talk}").status_code == 403
    near.more = {}
    assert near.call("GET", f"/api/conversation/{talk}").status_code == 403
    first_party = {"host": "near.example", "origin": "https://near.example"}
    assert http.get("/api/conversations", headers=first_party).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"site": 5, "token": None},
        {"site": ["lab"], "token": None},
        {"site": "lab", "token": 7},
        {"site": "lab", "token": "x" * 3_000},
        {"site": "l" * 65, "token": None},
        {"site": "lab", "token": None, "more": 1},
        {"site": "\u0000", "token": "\u0000"},
        {"site": "\ud800", "token": "\ud800"},
        {"site": "../lab", "token": "w1.e30.x"},
        {"site": "lab", "token": "w1..", "origin": BLOG},
        [],
        "lab",
    ],
)
def test_an_odd_session_is_refused_in_words(http: httpx.Client, body: object) -> None:
    headers = {"origin": BLOG, "content-type": "application/json"}
    reply = http.post("/api/widget/session", content=json.dumps(body), headers=headers)

    assert reply.status_code in (400, 403, 422)
    assert reply.headers["content-type"] == "application/problem+json"
    assert "Traceback" not in reply.text
    assert "x" * 100 not in reply.text


def test_what_a_reader_keeps_of_programs_is_theirs_alone(http: httpx.Client) -> None:
    readers = [Widget(http) for _ in range(2)]
    for reader in readers:
        reader.begin()
    readers[0].chat("build me one")
    profile = {
        "days_per_week": 2,
        "minutes_per_session": 45,
        "experience": "beginner",
        "equipment": ["dumbbell"],
        "par_q_yes": [],
    }
    made = readers[0].call("POST", "/api/programs", json={"profile": profile})
    assert made.status_code == 201
    identity = made.json()["id"]

    assert len(readers[0].call("GET", "/api/programs").json()["programs"]) >= 1
    assert readers[1].call("GET", "/api/programs").json()["programs"] == []
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/export?format=md")):
        reply = readers[1].call(method, f"/api/programs/{identity}{path}")
        assert reply.status_code == 404
    readers[0].call("DELETE", "/api/widget/data")
    assert readers[0].call("GET", "/api/programs").json()["programs"] == []


def test_the_stream_reaches_the_page_as_events(widget: Widget) -> None:
    body = {"message": "hip thrust or squat?", "conversation": None, "page_url": None}
    reply = widget.call("POST", "/api/chat", json=body)

    assert permitted(reply) == BLOG
    names = [line[7:] for line in reply.text.splitlines() if line.startswith("event: ")]
    assert names[-1] == "done"
    assert {"step", "token", "citations", "suggestions"} <= set(names)


def limited(services: FakeServices, limits: Limits, act: Callable[[Widget], None]) -> None:
    api = create_api(services, visitor_key=KEY, limits=limits)
    with run_server(api.app) as address, httpx.Client(base_url=address, timeout=20) as client:
        widget = Widget(client)
        widget.begin()
        act(widget)


def test_a_sites_readers_share_a_rate(services: FakeServices) -> None:
    def act(widget: Widget) -> None:
        other = Widget(widget.http)
        other.begin()
        assert [widget.chat("one").status_code, other.chat("two").status_code] == [200, 200]
        reply = Widget(widget.http, token=other.token).chat("three")
        assert (reply.status_code, permitted(reply)) == (429, BLOG)
        assert int(reply.headers["retry-after"]) > 0
        assert reply.headers["access-control-expose-headers"] == "Retry-After"

    limited(services, Limits(per_site="2/minute"), act)


def test_sessions_are_limited_by_address(services: FakeServices) -> None:
    def act(widget: Widget) -> None:
        assert [Widget(widget.http).begin().status_code for _ in range(3)] == [200, 200, 429]

    limited(services, Limits(sessions="3/minute"), act)


def test_a_conversation_holds_so_many_turns(services: FakeServices) -> None:
    def act(widget: Widget) -> None:
        assert [widget.chat(f"q{n}").status_code for n in range(3)] == [200, 200, 422]
        assert "Erase it" in widget.chat("q4").json()["remedy"]

    limited(services, Limits(turns=2), act)


def test_a_spent_day_says_when_to_come_back(tmp_path: Path) -> None:
    services = FakeServices(tmp_path)
    services.sites.add(make_site("lab", BLOG, daily_tokens=1_000))

    def act(widget: Widget) -> None:
        assert widget.chat("hip thrust or squat?").status_code == 200
        used = services.sites.usage("lab")
        assert used.questions == 1
        assert used.tokens > len("hip thrust or squat?") / 4
        services.sites.charge("lab", 1_000)
        reply = widget.chat("one more?")
        assert reply.status_code == 429
        assert 0 < int(reply.headers["retry-after"]) <= 24 * 3600
        assert "tomorrow" in reply.json()["remedy"]
        counters = widget.http.get("/metrics").text
        assert 'glutebot_turned_away_total{reason="budget"} 1' in counters

    limited(services, GENEROUS, act)


def test_one_sites_readers_leave_room_for_the_others(services: FakeServices) -> None:
    def act(widget: Widget) -> None:
        second = Widget(widget.http)
        second.begin()
        runner = Widget(widget.http, site="runner", origin=OTHER)
        runner.begin()
        body = {"message": "slow", "conversation": None, "page_url": None}
        http, headers = widget.http, widget.headers()
        with http.stream("POST", "/api/chat", json=body, headers=headers) as reply:
            lines = reply.iter_lines()  # letting go of it would hang up
            assert "event: step" in (next(lines), next(lines))
            refused = second.chat("me too")
            assert (refused.status_code, permitted(refused)) == (503, BLOG)
            assert int(refused.headers["retry-after"]) > 0
            assert runner.chat("from elsewhere").status_code == 200
        for _ in range(100):
            if second.chat("and now?").status_code == 200:
                return
        pytest.fail("The place was not given back.")

    limited(services, replace(GENEROUS, streams_per_site=1), act)


def test_what_nobody_foresaw_is_logged_without_ids(
    widget: Widget,
    services: FakeServices,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret path /etc/hidden")

    monkeypatch.setattr(services.conversations, "turns", fail)
    reply = widget.call("GET", f"/api/conversation/{widget.conversation}")

    assert (reply.status_code, permitted(reply)) == (500, BLOG)
    assert reply.json()["type"] == "urn:glutebot:problem:internal"
    assert "hidden" not in reply.text
    logged = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert logged == ["Unexpected error on GET /api/conversation/{conversation}"]


def test_a_stopped_answer_is_counted_as_far_as_it_came(
    widget: Widget, services: FakeServices
) -> None:
    body = {"message": "slow", "conversation": None, "page_url": None}
    with widget.http.stream("POST", "/api/chat", json=body, headers=widget.headers()) as reply:
        next(line for line in reply.iter_lines() if line == "event: token")

    for _ in range(100):
        if services.sites.usage("lab").questions:
            break
        httpx.get(f"{widget.http.base_url}/healthz")
    assert services.sites.usage("lab").questions == 1
    assert services.events[-1] == "closed slow"


def test_fifty_readers_with_a_secret_each_never_meet(
    http: httpx.Client, services: FakeServices
) -> None:
    def read(number: int) -> tuple[int, str]:
        site, origin = (("lab", BLOG), ("runner", OTHER))[number % 2]
        reader = Widget(http, site=site, origin=origin)
        reader.begin()
        heard = [reader.chat(f"secret-{number:02d}x turn {turn}").text for turn in range(20)]
        heard.append(reader.call("GET", f"/api/conversation/{reader.conversation}").text)
        heard.append(reader.call("GET", "/api/conversations").text)
        heard.append(reader.call("GET", "/api/widget/data").text)
        return number, "\n".join(heard)

    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(read, range(50)))

    for number, text in found:
        assert text.count(f"secret-{number:02d}x") >= 40
        others = [other for other in range(50) if other != number]
        assert [other for other in others if f"secret-{other:02d}x" in text] == []
    for questions in services.heard:
        assert len({question.split(" ")[0] for question in questions}) <= 1
