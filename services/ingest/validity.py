"""What intake refuses, and why: every refusal names the field."""

from schemas.deadletter import Reason


class InvalidSubmission(ValueError):
    """A document that can't become an article. `field` is the one at fault; `reason` is a dead letter's."""

    def __init__(self, field: str, detail: str, reason: Reason = "invalid") -> None:
        super().__init__(f"{field}: {detail}")
        self.field = field
        self.detail = detail
        self.reason = reason

    def __reduce__(self) -> tuple[type["InvalidSubmission"], tuple[str, str, Reason]]:
        return type(self), (self.field, self.detail, self.reason)


def readable(field: str, value: str, longest: int) -> str:
    """`value`, if it is text of at most `longest` code points that UTF-8 can carry; else `InvalidSubmission`."""
    if len(value) > longest:
        raise InvalidSubmission(field, f"{len(value)} code points, over {longest}", "too_large")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InvalidSubmission(field, f"a lone surrogate at {error.start}") from error
    return value
