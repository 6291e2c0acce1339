"""Structured logs: one JSON object a line on standard error, with the service, the level and the time."""

import logging
import sys

import structlog

NOISY = (
    "aiokafka", "kafka", "faust", "mode", "services.runtime.fence", "httpx", "httpcore", "uvicorn.access", "alembic"
)  # fmt: skip
Logger = structlog.stdlib.BoundLogger


def configure(service: str, level: str) -> None:
    """Send every log line of this process, libraries' too, through one JSON formatter."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    structlog.contextvars.bind_contextvars(service=service)
    # Libraries that log each request or each rebalance step at info drown what an operator looks for.
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLogger().level))
    # It says twice a second that the broker is away, which the service's own health says once, with the reason.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


def get(name: str) -> Logger:
    """The logger called `name`."""
    logger: Logger = structlog.stdlib.get_logger(name)
    return logger
