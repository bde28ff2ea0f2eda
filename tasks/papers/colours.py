"""How well one colour can be read on another, as the law on accessible papers measures it."""

from __future__ import annotations

#: WCAG 2.2, 1.4.3: text on its ground.
LEAST_CONTRAST = 4.5
WHITE = "#ffffff"


def contrast(text: str, ground: str) -> float:
    """The WCAG contrast ratio of two colours such as #1f4e5f, from 1 to 21."""
    lighter, darker = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
