"""The errors that the service answers with, by the codes that its model names."""

from __future__ import annotations

CLIENT = "DirectConnectClientException"
SERVER = "DirectConnectServerException"
LIMIT_EXCEEDED = "LimitExceededException"
DUPLICATE_TAG_KEYS = "DuplicateTagKeysException"
TOO_MANY_TAGS = "TooManyTagsException"


class ServiceError(Exception):
    """A refusal as the service would word it: one of the modelled codes, and a message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


def refusal(message: str) -> ServiceError:
    """The error for a request that is wrong, which is most of them."""
    return ServiceError(CLIENT, message)
