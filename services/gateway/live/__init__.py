"""The live stream: the tagged events as server-sent events, from any place in the stream on, on any replica."""
