import structlog

pytest_plugins = ["tests.kafka.fixtures", "tests.postgres", "tests.machines"]

# Where nobody has configured it, structlog draws an exception with every variable of every frame, which takes a second.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)
