"""The errors that the service answers with, under the codes of botocore's model."""

from __future__ import annotations

CLIENT = "DirectConnectClientException"
SERVER = "DirectConnectServerException"
LIMIT_EXCEEDED = "LimitExceededException"
DUPLICATE_TAG_KEYS = "DuplicateTagKeysException"
TOO_MANY_TAGS = "TooManyTagsException"

_LONGEST = 1000


class ServiceError(Exception):
    """A refusal as the service would word it: one of the modelled codes, and a message.

    The message may quote what a caller sent, and is cut where that is long.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message[:_LONGEST]
        super().__init__(f"{code}: {self.message}")


class WrongStateError(ServiceError):
    """A refusal because an object that the request names is not in a state that it needs."""

    def __init__(
        self, message: str, kind: str, object_id: str, state: str, needed: tuple[str, ...]
    ) -> None:
        self.kind = kind
        self.object_id = object_id
        self.state = state
        self.needed = needed
        super().__init__(CLIENT, message)


class NotFoundError(ServiceError):
    """A refusal because the caller has no object of that kind and id."""

    def __init__(self, message: str, kind: str, object_id: str) -> None:
        self.kind = kind
        self.object_id = object_id
        super().__init__(CLIENT, message)


def refusal(message: str) -> ServiceError:
    """A `DirectConnectClientException`, the code that AWS uses for almost every bad request."""
    return ServiceError(CLIENT, message)
