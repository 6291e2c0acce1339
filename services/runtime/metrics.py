"""Every metric of every service, declared once. docs/metrics.md says what each is for.

Labels are bounded: a service, a stream, a stage's step, a reason, a route; never an id, a URL or a name from outside.
"""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]  # they double the series and no dashboard reads them

AGE_BUCKETS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400)
WORK_BUCKETS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

BUILD = Gauge("dateline_build_info", "The running version of a service.", ["service", "version"])
READY = Gauge("dateline_ready", "1 while the service has all that it needs.", ["service"])
DEPENDENCY_UP = Gauge("dateline_dependency_up", "1 while a dependency answers.", ["service", "dependency"])

CONSUMED = Counter("dateline_records_consumed_total", "Records read and acknowledged.", ["service", "stream"])
PRODUCED = Counter(
    "dateline_records_produced_total", "Records that the broker acknowledged.", ["service", "stream"]
)
DEAD_LETTERED = Counter(
    "dateline_records_dead_lettered_total",
    "Records set aside on a dead letter stream.",
    ["service", "reason"],
)
RETRIES = Counter(
    "dateline_retries_total", "Attempts repeated after a transient fault.", ["service", "dependency"]
)
HALTED = Gauge(
    "dateline_stage_halted", "1 once a stage has stopped itself, with its reason.", ["service", "reason"]
)

STAGE_SECONDS = Histogram(
    "dateline_stage_seconds",
    "Time a batch spends in a step of a stage.",
    ["service", "step"],
    buckets=WORK_BUCKETS,
)
IN_FLIGHT = Gauge(
    "dateline_in_flight_records", "Records that a stage has read and not acknowledged.", ["service"]
)
LAG_SECONDS = Gauge(
    "dateline_lag_seconds",
    "Age of the newest acknowledged record while newer ones wait; 0 where none waits.",
    ["service", "stream", "partition"],
)
LAST_PROGRESS = Gauge(
    "dateline_last_progress_seconds",
    "Unix time at which a record of the partition was last acknowledged.",
    ["service", "partition"],
)
PUBLISHED_TO_TAGGED = Histogram(
    "dateline_published_to_tagged_seconds",
    "From the article's publication to its tagged event.",
    ["source_class"],
    buckets=AGE_BUCKETS,
)
RECEIVED_TO_TAGGED = Histogram(
    "dateline_received_to_tagged_seconds",
    "From the acceptance of the submission to its tagged event.",
    ["source_class"],
    buckets=AGE_BUCKETS,
)

COLLECTED = Counter("dateline_collected_total", "Documents that a collector saw.", ["collector", "outcome"])
FETCHES = Counter("dateline_fetches_total", "Outgoing requests by their outcome.", ["outcome"])
SOURCE_FOUND = Gauge(
    "dateline_source_found_seconds", "Unix time at which a polled source last had something new.", ["source"]
)
SOURCE_SUCCEEDED = Gauge(
    "dateline_source_succeeded_seconds",
    "Unix time of the last check of a polled source that did not fail.",
    ["source"],
)
SOURCE_USUAL = Gauge(
    "dateline_source_usual_seconds",
    "Usual time between two finds at a polled source; 0 while too little is known.",
    ["source"],
)
SOURCE_QUIET = Gauge(
    "dateline_source_quiet", "1 while a polled source is silent for longer than is usual.", ["source"]
)
SOURCE_FAILURES = Gauge(
    "dateline_source_failures", "Checks of a polled source that failed in a row.", ["source"]
)
INTAKE = Counter("dateline_intake_total", "Submissions by what intake made of them.", ["outcome"])
DATES_AHEAD = Counter(
    "dateline_dates_ahead_total",
    "Dates of publication over an hour ahead, by what became of them.",
    ["outcome"],
)

GROUPED = Counter("dateline_grouped_total", "Tagged articles by what grouping made of them.", ["outcome"])
GROUPING_ARTICLES = Gauge("dateline_grouping_articles", "Articles that grouping remembers.")
GROUPING_STORIES = Gauge("dateline_grouping_stories", "Stories in the window, those of one article too.")
GROUPING_TRENDS = Gauge("dateline_grouping_trends", "Trends that go on.")
GROUPING_FULL = Gauge(
    "dateline_grouping_full_ratio", "Articles that grouping remembers, as a share of the most that it may."
)
GROUPING_MOVES = Counter("dateline_grouping_moves_total", "Stories that were merged or split.", ["outcome"])

HTTP_REQUESTS = Counter("dateline_http_requests_total", "Requests answered.", ["route", "method", "status"])
HTTP_SECONDS = Histogram(
    "dateline_http_request_seconds", "Time to answer a request.", ["route", "method"], buckets=WORK_BUCKETS
)

WEBHOOK_ATTEMPTS = Counter(
    "dateline_webhook_attempts_total", "Attempts to deliver, by what came of them.", ["outcome"]
)
WEBHOOK_DELIVERIES = Counter(
    "dateline_webhook_deliveries_total", "Deliveries after an attempt: at their end, or put off.", ["outcome"]
)
WEBHOOK_SECONDS = Histogram(
    "dateline_webhook_seconds", "Time that an endpoint takes to answer.", buckets=WORK_BUCKETS
)
WEBHOOK_OLDEST = Gauge(
    "dateline_webhook_oldest_seconds", "Age of the oldest event that waits for an endpoint to take it."
)
WEBHOOK_OVERDUE = Gauge(
    "dateline_webhook_overdue_seconds",
    "How long the delivery that is due longest has been due: our own delay.",
)

STREAM_CLIENTS = Gauge("dateline_stream_clients", "Clients that read the live stream now.")
STREAM_CATCHING_UP = Gauge(
    "dateline_stream_catching_up_clients", "Live clients that read what they have missed now."
)
STREAM_DELIVERED = Counter("dateline_stream_delivered_total", "Events handed to live clients.")
STREAM_ENDED = Counter("dateline_stream_ended_total", "Live streams that ended or were refused.", ["reason"])
STREAM_DELAY = Histogram(
    "dateline_stream_delay_seconds",
    "From the broker's time of a record to its place in the live stream.",
    buckets=WORK_BUCKETS,
)
