"""What `role` says of one circuit of a pair: both ends prefer it, or both avoid it.

AWS's order is the longest prefix, then its local preference, which communities set on a private or
transit VIF, then the AS path, then MED. On a public VIF no such community exists:
https://docs.aws.amazon.com/directconnect/latest/UserGuide/routing-and-bgp.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet import limits

PRIMARY, BACKUP = ROLES = ("primary", "backup")
# Around the default of every platform, so that a circuit without a role is between the two.
_LOCAL_PREFERENCES = {PRIMARY: 200, BACKUP: 50}
_COMMUNITIES = {
    PRIMARY: limits.LOCAL_PREFERENCE_COMMUNITIES["high"],
    BACKUP: limits.LOCAL_PREFERENCE_COMMUNITIES["low"],
}
_BACKUP_PREPEND, _BACKUP_MED = 3, 100


def settings_of(role: str, *, is_public: bool) -> Mapping[str, Any]:
    """The settings that a role stands for, where it stands; none for an empty one.

    Either role says all that the other one says, so that the nearest role wins as a whole.
    """
    if not role:
        return {}
    is_longer = is_public and role == BACKUP
    path = {
        "prepend": _BACKUP_PREPEND if is_longer else 0,
        "med": _BACKUP_MED if is_longer else None,
    }
    community = {} if is_public else {"community": _COMMUNITIES[role]}
    return {**community, **path, "local_preference": _LOCAL_PREFERENCES[role]}
