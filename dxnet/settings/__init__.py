"""`dxnet.toml`: which router, interface, VRF and policy stands at our end of each connection.

    [defaults]                      # every VIF
    platform = "cisco_xe"
    advertise = ["10.20.0.0/16"]

    [routers.fra-edge-1]            # one router: the VIFs on its ports
    asn = 65010
    ports = { dxcon-fg1234ab = "GigabitEthernet0/0/1" }

    [connections.dxcon-fg1234ab]    # the VIFs on one connection; [lags.dxlag-...] likewise
    local_preference = 200

    [vifs.dxvif-fgh0abcd]           # one VIF
    community = "high"

Every setting may stand in every table. The nearest table wins key by key: VIF, then LAG or
connection, then router, then defaults; what the command line says goes before all of them.
"""

from dxnet.settings.circuits import Circuit as Circuit
from dxnet.settings.circuits import Circuits as Circuits
from dxnet.settings.circuits import at_routers as at_routers
from dxnet.settings.model import KEYS as KEYS
from dxnet.settings.model import UNTAGGED as UNTAGGED
from dxnet.settings.model import Accepted as Accepted
from dxnet.settings.model import Router as Router
from dxnet.settings.model import Settings as Settings
from dxnet.settings.model import customer_asn as customer_asn
from dxnet.settings.reading import FILE_NAME as FILE_NAME
from dxnet.settings.reading import load as load
from dxnet.settings.reading import parse as parse
