"""E-mail: messages are composed, handed to a server or an outbox, and the notices that come back are read.

No address and no password stands in any error, log or answer of this package.
"""
