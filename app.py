"""Start the web app on the settings of the environment."""

from glutebot.services import build_services
from glutebot.settings import load_settings
from glutebot.ui.server import serve

if __name__ == "__main__":
    settings = load_settings()
    services = build_services(settings)
    proxies = settings.trusted_proxies
    serve(services, host="127.0.0.1", port=7860, origins=settings.origins, trusted_proxies=proxies)
