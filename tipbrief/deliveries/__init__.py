"""Delivery of a release: who gets which files and why (plan), sending it (send), and the account of it (ledger)."""
