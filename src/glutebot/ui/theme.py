"""Gradio's own parts in our colours; the rest of the look is in static/app.css."""

import gradio as gr

_SYSTEM = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


_LOOK = {
    "body_background_fill": "var(--gb-paper)",
    "body_text_color": "var(--gb-ink)",
    "body_text_color_subdued": "var(--gb-soft)",
    "background_fill_primary": "var(--gb-paper)",
    "background_fill_secondary": "var(--gb-card)",
    "border_color_primary": "var(--gb-line)",
    "border_color_accent": "var(--gb-accent)",
    "color_accent_soft": "var(--gb-tint)",
    "link_text_color": "var(--gb-accent)",
    "link_text_color_hover": "var(--gb-accent)",
    "link_text_color_visited": "var(--gb-accent)",
    "link_text_color_active": "var(--gb-accent)",
    "block_background_fill": "transparent",
    "block_border_width": "0px",
    "input_background_fill": "var(--gb-card)",
    "input_border_color": "var(--gb-line)",
    "input_placeholder_color": "var(--gb-soft)",
    "button_primary_background_fill": "var(--gb-accent)",
    "button_primary_background_fill_hover": "var(--gb-accent-strong)",
    "button_primary_text_color": "var(--gb-on-accent)",
    "button_secondary_background_fill": "transparent",
    "button_secondary_text_color": "var(--gb-ink)",
    "button_secondary_border_color": "var(--gb-line)",
}
"""Each by day and by night alike: the style sheet gives its variables two values."""


def make_theme() -> gr.themes.Base:
    """Return the theme: system fonts, warm paper by day, deep ink by night, one green."""
    theme = gr.themes.Base(
        primary_hue=gr.themes.colors.emerald,
        neutral_hue=gr.themes.colors.stone,
        font=_SYSTEM,
        font_mono=_MONO,
        radius_size=gr.themes.sizes.radius_md,
        text_size=gr.themes.sizes.text_md,
    )
    look = {f"{name}{mode}": value for name, value in _LOOK.items() for mode in ("", "_dark")}
    return theme.set(**look, color_accent="var(--gb-accent)", block_shadow="none")
