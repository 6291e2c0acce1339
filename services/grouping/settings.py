"""The settings of the grouping service."""

from pydantic import Field

from services.grouping.grouper import Limits
from services.grouping.trends import Rules
from services.runtime.settings import Settings


class GroupingSettings(Settings):
    """What grouping needs beside what every service needs."""

    http_port: int = Field(8004, ge=0, le=65535, description="Port of grouping's probes and metrics.")
    grouping_window_h: float = Field(
        168, gt=0, le=720, description="Hours for which an article can be joined by others."
    )
    grouping_most: int = Field(
        100_000, ge=1, description="Articles that grouping remembers at most: about 15 kB each."
    )
    grouping_copy_h: float = Field(
        48, gt=0, le=720, description="Hours between two publications of one text, at most."
    )
    grouping_story_h: float = Field(
        72, gt=0, le=720, description="Hours between an article and the rest of its story, at most."
    )
    grouping_trend_h: float = Field(
        6,
        ge=1,
        le=48,
        description="Hours in which a trend has its articles; the days before say what is usual.",
    )
    grouping_trend_articles: int = Field(
        5, ge=2, description="Articles in that time that a trend has to have."
    )
    grouping_trend_sources: int = Field(
        3, ge=1, description="Different sources that the articles of a trend have to come from."
    )

    @property
    def limits(self) -> Limits:
        """How far grouping looks."""
        return Limits(
            window_s=self.grouping_window_h * 3600,
            most=self.grouping_most,
            copy_gap_s=self.grouping_copy_h * 3600,
            story_gap_s=self.grouping_story_h * 3600,
        )

    @property
    def rules(self) -> Rules:
        """What a trend has to have."""
        return Rules(
            window_s=self.grouping_trend_h * 3600,
            memory_s=self.grouping_window_h * 3600,
            articles=self.grouping_trend_articles,
            sources=self.grouping_trend_sources,
        )
