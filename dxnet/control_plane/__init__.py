"""What the Direct Connect service does with a request: pure functions over raw AWS JSON.

`call(estate, operation_name, parameters, caller, now)` answers in the service's own JSON or
raises `ServiceError`. It knows nothing of HTTP or of moto.

**Four wings**, of which each imports only from those after it: `operations` has one function for
each operation of the API, `rules` what several of them need to decide, `service` what one request
is and how it is served, `store` the records.

**Adding an operation.** Write a function from `Request` to the answer in one of the modules of
`operations` (a new one is imported below, too), and register it by its API name:

    @operation("DeleteInterconnect")
    def delete_interconnect(request: Request) -> Answer:
        interconnect = request.live("interconnects", request["interconnectId"])
        if any(request.estate.where("connections", PARENT, interconnect["interconnectId"])):
            raise refusal("...")
        return request.retire("interconnects", interconnect)

What is there already when it runs: the parameters fit botocore's input shape (types, required,
unknown, enumerations, limits) and hold no nulls; steps that are due have been taken. What happens
afterwards: the answer is cut to botocore's output shape, so a whole record may be returned where
the shape is flat; if the function raises, every change that it made is undone.

* `request.live(kind, id)` is the caller's own record, `request.visible(kind, id)` one that the
  caller sees; both raise the service's "not found". `request.owns`, `request.sees` only ask.
* Records are values, never edited in place: `estate.put(kind, record)`,
  `estate.change(kind, id, **fields)`, `estate.remove(kind, id)`. `estate.new_id(kind)` and
  `estate.new_token(length)` name things. A record that is put gets the operational state that
  follows from links and sessions, and so does what depends on it: see `store.physical`.
* Never scan. `estate.where(kind, field, value)` and `estate.visible(kind, account, region)` give
  ids from an index, in the order of creation; `store.kinds.STORAGE` says which fields are indexed.
  `service.paging.page` makes a page.
* States: `request.become(kind, record, "requested", "pending", "available")` sets the first and
  schedules the others; `request.retire(kind, record)` deletes, and the record stays listed for 15
  minutes. Anything else that happens later is a function in `store.transitions.TRANSITIONS`, named
  by a step (`request.step`) in the record's `schedule`.

**The estate** is the merged raw JSON that dxnet uses everywhere, plus what no answer carries:
`interconnectId` in a hosted connection (the interconnect or LAG it stands on), `ownerAccount` in
interconnects and virtual gateways, `routes` in a VIF, `link`, `receivedLight` and `errors` in a
port, `session` in a BGP peer, `history` in ports, LAGs and VIFs, `schedule` in any record, and
`controlPlane` beside the lists. What happens to it without a request
is in `rules.events` and `rules.virtual_gateways`. A record without `ownerAccount` belongs to every
caller, one without `region` to every region. A VIF is seen by its owner and by the owner of the
connection, interconnect or LAG that it is on.
"""

from __future__ import annotations

# Importing these modules registers their operations.
from dxnet.control_plane.operations import (  # noqa: F401
    agreements,
    allocate,
    associations,
    bgp_peers,
    confirm,
    connections,
    describe,
    failover_tests,
    gateways,
    interconnects,
    lags,
    loa,
    macsec,
    proposals,
    resiliency,
    router_configuration,
    routes,
    tags,
    virtual_interfaces,
)
from dxnet.control_plane.service.operation import (
    OPERATIONS,
    Caller,
    Request,
    call,
    operation,
)
from dxnet.control_plane.store.errors import ServiceError, refusal
from dxnet.control_plane.store.estate import Estate

__all__ = [
    "OPERATIONS",
    "Caller",
    "Estate",
    "Request",
    "ServiceError",
    "call",
    "operation",
    "refusal",
]
