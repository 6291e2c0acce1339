"""The one way out to the network: requests to checked addresses, for whoever must fetch or deliver."""
