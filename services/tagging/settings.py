"""The settings of the tagging service."""

from pydantic import Field

from services.runtime.settings import OptionalFile, Settings


class TaggingSettings(Settings):
    """What tagging needs beside what every service needs."""

    http_port: int = Field(8003, ge=0, le=65535, description="Port of tagging's probes and metrics.")
    taxonomy: OptionalFile = Field(
        None, description="YAML file of topics of your own, given beside the IPTC Media Topics; unset: none."
    )
