"""What every answer tells the browser: load nothing from elsewhere, guess no types."""

from flask import Flask, Response, request

POLICY = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Permitted-Cross-Domain-Policies": "none",
    # Somebody's data on a computer that others use after him: what may be kept says so itself.
    "Cache-Control": "no-store, private",
}
SECURE = {"Strict-Transport-Security": "max-age=31536000"}


def register(app: Flask) -> None:
    """Add the headers to every answer; a page that set one itself keeps it."""

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in (HEADERS | SECURE if request.is_secure else HEADERS).items():
            response.headers.setdefault(name, value)
        return response
