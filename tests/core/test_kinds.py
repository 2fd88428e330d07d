from __future__ import annotations

import pytest
from botocore.session import Session

from dxnet import kinds
from dxnet.kinds import Kind


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.list)
def test_a_kind_is_what_its_operation_answers(kind: Kind) -> None:
    model = Session().get_service_model("directconnect")
    name = "".join(word.capitalize() for word in kind.describe.split("_"))
    record = model.operation_model(name).output_shape.members[kind.member or kind.list].member
    for field in filter(None, (kind.id, kind.name, kind.state)):
        assert field in record.members


def test_the_prefix_of_an_id_tells_its_kind() -> None:
    assert kinds.of_id("dxlag-fh1234ab") is kinds.LAG
    assert kinds.of_id("dxcon-fh1234ab") is kinds.CONNECTION
    assert kinds.of_id("5ed37b4e-3d1c-4d53-b0cc-0f7c9aab4d2f") is None
