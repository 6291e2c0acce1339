"""What crosses a stream: the contract. Imports nothing of the services."""
