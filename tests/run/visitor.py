"""A browser as small as can be: cookies, forms, files; every request has a connection of its own."""

import http.client
import re
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
PATIENCE = 40  # seconds


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    location: str
    body: str

    @property
    def is_acknowledged(self) -> bool:
        """Whether the server said that it is done: a redirect to what was made."""
        return self.status == 302


@dataclass
class Visitor:
    """Somebody with a browser. A connection that breaks is an OSError or an HTTPException."""

    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._send("GET", path, b"", {})

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self._send("POST", path, urlencode(fields).encode(), {"Content-Type": FORM})

    def upload(self, path: str, files: list[tuple[str, bytes]]) -> Answer:
        """Send a form with files in the field `files`."""
        edge = uuid.uuid4().hex
        parts = []
        for name, content in files:
            head = f'Content-Disposition: form-data; name="files"; filename="{name}"'
            parts += [f"--{edge}\r\n{head}\r\n\r\n".encode(), content, b"\r\n"]
        body = b"".join([*parts, f"--{edge}--\r\n".encode()])
        return self._send(
            "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"}
        )

    def sign_in(self, email: str, password: str) -> "Visitor":
        """Sign in by the form."""
        page = self.get("/account/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
        assert page.status == 200 and token, page
        fields = {"login": email, "password": password, "csrfmiddlewaretoken": token[1]}
        answer = self.post("/account/login/", fields)
        assert answer.is_acknowledged, answer
        return self

    def _send(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        headers = {**headers, "Connection": "close"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        return Answer(response.status, response.headers.get("Location", ""), text)
