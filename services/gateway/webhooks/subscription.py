"""A webhook as its owner sees it, and as it is asked for."""

import uuid
from datetime import datetime

import msgspec
from pydantic import BaseModel, ConfigDict, Field, field_validator

from services.gateway.routes.parameters import Text, moment


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook without its secret. `reason` says why it is not `enabled`; `waiting` counts deliveries still to make.

    `failures` counts attempts that failed since the last that arrived, at `delivered_at`; `replaying` is how far a
    redelivery has come.
    """

    id: uuid.UUID
    owner: str
    url: str
    filter: str | None
    whole: bool
    enabled: bool
    reason: str | None
    failures: int
    waiting: int
    created_at: datetime
    delivered_at: datetime | None
    old_secret_until: datetime | None
    replaying: datetime | None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A webhook that was made, or whose secret was rotated: the one time that the secret is shown."""

    webhook: Webhook
    secret: str


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One try to deliver `event`. `status` is the HTTP status, if one came; `detail` is for people."""

    event: uuid.UUID
    at: datetime
    outcome: str
    status: int | None
    seconds: float
    detail: str


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NewWebhook(_Asked):
    """What a webhook is made of."""

    url: Text = Field(max_length=2048, description="https; where the events go.")
    filter: Text | None = Field(
        None, description="A filter, as docs/filters.md explains; without one all comes."
    )
    whole: bool = Field(False, description="Whole events always. Else one over 20 kB comes without its data.")


class WebhookChange(_Asked):
    """What is to change; what is left out stays. `filter: ""` takes the filter away."""

    url: Text | None = Field(None, max_length=2048)
    filter: Text | None = None
    whole: bool | None = None
    enabled: bool | None = Field(
        None, description="true delivers what has waited since it was disabled, too."
    )


class Rotation(_Asked):
    """How the secret is to be rotated."""

    overlap_h: float = Field(24, ge=0, le=168, description="Hours for which both secrets sign.")


class Redelivery(_Asked):
    """What is to be delivered again."""

    from_: Text = Field(alias="from", description="RFC 3339: everything that was tagged from then on.")

    @field_validator("from_")
    @classmethod
    def _a_time(cls, value: str) -> str:
        moment(value)
        return value
