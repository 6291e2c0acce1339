pytest_plugins = ["tests.kafka.fixtures", "tests.postgres", "tests.machines"]
