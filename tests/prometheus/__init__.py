"""What tests know of the operators' side: the metrics that are declared, the queries that are shown, Debian's tools."""
