"""What the gateway answers when it can't do what it was asked: an RFC 9457 problem."""

import httpx
import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One field that is wrong, and how."""

    field: str
    detail: str


class _Document(msgspec.Struct, frozen=True):
    type: str = "about:blank"
    title: str = ""
    detail: str = ""
    errors: tuple[Fault, ...] = ()


class Problem(Exception):
    """The gateway refused.

    `type` is stable ("/problems/bad-filter"); `retry_after_s` is what it asks for, if anything.
    """

    def __init__(
        self,
        status: int,
        type_: str,
        title: str,
        detail: str,
        errors: tuple[Fault, ...] = (),
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status
        self.type = type_
        self.title = title
        self.detail = detail
        self.errors = errors
        self.retry_after_s = retry_after_s


def checked(answer: httpx.Response) -> httpx.Response:
    """`answer` if it is a success; else its `Problem`, for which its content has to have been read."""
    if answer.is_success:
        return answer
    try:
        document = msgspec.json.decode(answer.content, type=_Document)
    except msgspec.DecodeError:
        document = _Document(title=answer.reason_phrase, detail=answer.text[:200])
    wait = answer.headers.get("Retry-After", "")
    raise Problem(
        answer.status_code,
        document.type,
        document.title,
        document.detail,
        document.errors,
        float(wait) if wait.isdigit() else None,
    )
