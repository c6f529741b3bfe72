"""Start the web app on the settings of the environment."""

from glutebot.api.server import serve
from glutebot.services import build_services
from glutebot.settings import load_settings
from glutebot.storage import open_key
from glutebot.ui.mount import create_app

if __name__ == "__main__":
    settings = load_settings()
    key = open_key(settings.data_dir / "visitors.key")
    services = build_services(settings)
    app = create_app(services, visitor_key=key, origins=settings.origins)
    serve(app, "127.0.0.1", 7860, trusted_proxies=settings.trusted_proxies)
