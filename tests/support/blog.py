"""A blog on another origin, whose pages a test writes."""

from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, Response

from support.widget_answers import SNIPPET

ARTICLE = f"""
<main>
  <h1>Hip thrust or squat?</h1>
  <p>A post about what grows glutes, and how that was measured.</p>
  {"<p>It takes a while to get to the point, as posts do.</p>" * 40}
  <p id="passage">{SNIPPET.replace("hip thrusts", "<em>hip</em> thrusts")} That is all.</p>
  {"<p>And some more to scroll through.</p>" * 20}
</main>
"""


@dataclass
class Blog:
    """Pages by path, and the headers that each is sent with."""

    address: str = ""
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    def write(self, path: str, html: str, **headers: str) -> str:
        """Put a page up and return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (html, named)
        return f"{self.address}{path}"


def create_blog(blog: Blog) -> FastAPI:
    """Return the app that serves the pages."""
    app = FastAPI()

    @app.get("/{path:path}")
    def page(path: str) -> Response:
        html, headers = blog.pages.get(f"/{path}", ("", {}))
        return HTMLResponse(html, 200 if html else 204, headers)

    return app
