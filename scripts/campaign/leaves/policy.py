"""What a browser may do with our pages: said once, for the meta tag of every page, the headers of the preview and the editor, and `server/`.

Nothing inline and nothing from another host. `'self'` means the site's own host and, opened from a disk, files beside the page. Whoever
got text past every other lock still could not run it. (Content Security Policy Level 3; `frame-ancestors` counts in headers only, 7.7.2.)
"""

from __future__ import annotations

from collections.abc import Mapping

_PAGE = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
_FRAMES = {"frame-ancestors": "'self'"}
# The form library writes styles into its elements and draws its arrows from data: addresses; the editor answers this machine only.
_EDITOR = {
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}


def _policy(*parts: Mapping[str, str]) -> str:
    merged = {name: value for part in parts for name, value in part.items()}
    return "; ".join(f"{name} {value}" for name, value in merged.items())


META = _policy(_PAGE)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _policy(_PAGE, _FRAMES),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-cache",  # asked again each time, answered 304 while nothing has changed: a new version shows at once
}
EDITOR_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _policy(_PAGE, _EDITOR),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
