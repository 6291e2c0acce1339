"""What the gateway tests share: events made by hand, and fakes."""
