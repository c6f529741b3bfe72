"""What can be typed after `glutebot site`."""

import argparse

SERVER = "http://127.0.0.1:7860"
"""Where `glutebot serve` listens by default."""


def add_site_options(parser: argparse.ArgumentParser) -> None:
    """Describe what can be done with sites, and its options."""
    verbs = parser.add_subparsers(
        dest="verb", required=True, metavar="add|list|allow|key|remove|snippet"
    )
    _add_add(verbs.add_parser("add", help="let a blog embed the widget"))
    _add_json(verbs.add_parser("list", help="say which blogs may"))
    allow = verbs.add_parser("allow", help="let further pages of a blog embed it")
    allow.add_argument("site", metavar="ID")
    allow.add_argument("origins", nargs="+", metavar="ORIGIN")
    key = verbs.add_parser("key", help="print a new key for the owner's page; the old one ends")
    key.add_argument("site", metavar="ID")
    remove = verbs.add_parser("remove", help="forget a blog and what its readers asked")
    remove.add_argument("site", metavar="ID")
    snippet = verbs.add_parser("snippet", help="print what the blogger pastes")
    snippet.add_argument("site", metavar="ID")
    _add_server(snippet)
    _add_json(snippet)


def _add_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("origins", nargs="+", metavar="ORIGIN", help="as https://blog.example")
    parser.add_argument("--id", help="the id in the snippet; made of the host by default")
    parser.add_argument("--name", help="the name over the conversation; the host by default")
    parser.add_argument("--greeting", metavar="TEXT", help="the line over an empty conversation")
    parser.add_argument("--consent", metavar="TEXT", help="a line under the box, before anything")
    parser.add_argument("--language", metavar="CODE", help="language of the articles, as en")
    parser.add_argument("--accent", metavar="COLOUR", help="as #0f6b4f")
    parser.add_argument("--scope", help="blog, or blog-and-shipped (default)")
    parser.add_argument("--retention-days", type=int, metavar="N", help="30 by default")
    parser.add_argument("--daily-tokens", type=int, metavar="N", help="200000 by default")
    _add_server(parser)
    _add_json(parser)


def _add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--server", default=SERVER, help="where readers reach it (%(default)s)")


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def run_site(options: argparse.Namespace) -> int:
    """Do what was typed."""
    from glutebot.commands import site

    match options.verb:
        case "add":
            told = {name: getattr(options, name) for name in vars(site.Wanted())}
            wanted = site.Wanted(**told)
            return site.add_site(
                options.origins, wanted, server=options.server, as_json=options.json
            )
        case "list":
            return site.list_sites(as_json=options.json)
        case "allow":
            return site.allow_origins(options.site, options.origins)
        case "key":
            return site.renew_key(options.site)
        case "remove":
            return site.remove_site(options.site)
        case _:
            return site.show_snippet(options.site, server=options.server, as_json=options.json)
