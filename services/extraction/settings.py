"""The settings of the extraction service."""

from pydantic import Field

from services.runtime.settings import OptionalFile, Settings


class ExtractionSettings(Settings):
    """What extraction needs beside what every service needs."""

    http_port: int = Field(8002, ge=0, le=65535, description="Port of extraction's probes and metrics.")
    # Work is article by article, so a larger batch gains nothing and holds its first article back.
    batch: int = Field(8, ge=1, le=1000, description="Records extraction takes at once, at most.")
    gazetteer: OptionalFile = Field(
        None, description="YAML file of things of your own that names are linked to first; unset: none."
    )
    extraction_threads: int = Field(1, ge=1, le=64, description="Threads of the name model, per process.")
