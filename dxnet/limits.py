"""Every number and range that AWS or a standard fixes, once, and where it was read, and when."""

from __future__ import annotations

from dataclasses import dataclass

_USER_GUIDE = "https://docs.aws.amazon.com/directconnect/latest/UserGuide/"
_API = "https://docs.aws.amazon.com/directconnect/latest/APIReference/"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    url: str
    read: str = "2026-11-21"


# Where the rules find their facts.
VIF_PREREQUISITES = Source(_USER_GUIDE + "WorkingWithVirtualInterfaces.html")
HOSTED_VIF = Source(_USER_GUIDE + "WorkingWithVirtualInterfaces.html#hosted-vif")
BGP_SETTINGS = Source(_USER_GUIDE + "bgp-specific-settings.html")
LONG_ASN = Source(_USER_GUIDE + "long-asn-support.html")
ROUTING = Source(_USER_GUIDE + "routing-and-bgp.html")
QUOTAS = Source(_USER_GUIDE + "limits.html")
LAG = Source(_USER_GUIDE + "lags.html")
RESILIENCY = Source(_USER_GUIDE + "resiliency_toolkit.html")
VIRTUAL_INTERFACE = Source(_API + "API_VirtualInterface.html")
BGP_PEER = Source(_API + "API_BGPPeer.html")
ROUTE_FILTER_PREFIX = Source(_API + "API_RouteFilterPrefix.html")
VIF_SCHEMA = Source(
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
    "aws-resource-directconnect-privatevirtualinterface.html"
)
IANA_ASN = Source("https://www.iana.org/assignments/iana-as-numbers-special-registry/")
IANA_IPV4 = Source("https://www.iana.org/assignments/iana-ipv4-special-registry/")
RFC_3021 = Source("https://www.rfc-editor.org/rfc/rfc3021")

# VLAN (IEEE 802.1Q; 0 and 4095 are reserved).
VLAN = range(1, 4095)

# ASN.
ASN = range(1, 4294967295)
ASN_16_BIT_RESERVED = 65535
AS_TRANS = 23456
PRIVATE_ASNS = (range(64512, 65535), range(4200000000, 4294967295))
DOCUMENTATION_ASNS = (range(64496, 64512), range(65536, 65552))
AMAZON_PUBLIC_ASN = 7224
# Amazon's ASN on a VIF that has no gateway yet, by region; elsewhere 7224. They are the defaults of
# virtual private gateways before 2018-06-30: https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html
# and what https://github.com/hashicorp/terraform-provider-aws/issues/44208 shows for eu-west-1.
AMAZON_PROVISIONAL_ASNS = {"eu-west-1": 9059, "ap-northeast-1": 10124, "ap-southeast-1": 17493}

# BGP key, in characters.
KEY_LENGTH = range(6, 81)

# Peer addresses: the prefix lengths that AWS documents or assigns.
IPV4_PEER_PREFIXLENS = (29, 30, 31)
IPV6_PEER_PREFIXLEN = 125

# Route-filter prefixes of a public VIF.
PREFIX_COUNT = range(1, 1001)
PREFIX_LENGTH = {"ipv4": range(1, 33), "ipv6": range(1, 65)}

# BGP timers, in seconds, and BFD, in milliseconds.
HOLD_TIME_DEFAULT = 90
HOLD_TIME_MIN = 3
KEEPALIVE_DEFAULT = 30
BFD_INTERVAL = 300
BFD_MULTIPLIER = 3
GRACEFUL_RESTART_TIME = 120

# Prefixes that AWS takes per session and family on a private or transit VIF without an allocation.
PREFIXES_TO_AWS_DEFAULT = 100
# Prefixes that AWS may send: a transit gateway's quota (200), and room above the public table.
PREFIXES_FROM_AWS = 200
PREFIXES_FROM_AWS_PUBLIC = 20000

# MTU, in bytes.
MTU_DEFAULT = 1500
# By type of VIF, what a new one may have: https://docs.aws.amazon.com/directconnect/latest/
# UserGuide/set-jumbo-frames-vif.html and
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_NewPrivateVirtualInterface.html
NEW_MTUS = {"private": (1500, 8500), "transit": (1500, 8500), "public": (1500,)}
# What one may have: older private ones have 9001, and keep it.
MTUS = {**NEW_MTUS, "private": (1500, 8500, 9001)}
# What Ethernet and 802.1Q put in front of a packet.
L2_OVERHEAD = 18

# Communities that the customer sets.
LOCAL_PREFERENCE_COMMUNITIES = {"low": "7224:7100", "medium": "7224:7200", "high": "7224:7300"}
SCOPE_COMMUNITIES = {"region": "7224:9100", "continent": "7224:9200", "global": "7224:9300"}

# Quotas: https://docs.aws.amazon.com/directconnect/latest/UserGuide/limits.html
VIFS_PER_CONNECTION = 51
PRIVATE_AND_PUBLIC_VIFS_PER_CONNECTION = 50
TRANSIT_VIFS_PER_CONNECTION = 4
VIFS_PER_GATEWAY = 30
RATE_LIMITERS_PER_CONNECTION = 10
# Prefixes of one family that VIFs may be allocated: of one VIF, and by bandwidth of a connection.
PREFIX_POOL_PER_VIF = 1000
PREFIX_POOLS = {"1Gbps": 5000, "10Gbps": 5000, "100Gbps": 30000, "400Gbps": 50000}
# Both families together on one Direct Connect gateway.
PREFIX_POOL_PER_GATEWAY = 10000

# What the legacy field `asn` takes; larger numbers need `asnLong`.
ASN_FIELD = range(1, 2147483647)

# The rate limits of a VIF:
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_VirtualInterface.html
RATE_LIMITS = frozenset(
    f"{number}{unit}"
    for unit, numbers in (
        ("Mbps", "50 100 200 300 400 500 600 700 800 900"),
        (
            "Gbps",
            "1 1.2 1.5 1.8 2 2.1 2.4 2.7 3 3.2 3.6 4 5 6 7 8 9 10 12 15 18 20 21 24 27 30 32 36 "
            "40 50 60 70 80 100 120 150 180 200 210 240 270 300 320 360 400 450 480 500 540 600 "
            "700 800 900",
        ),
        ("Tbps", "1 1.1 1.2 1.3 1.4 1.5 1.6"),
    )
    for number in numbers.split()
)

# A failover test, in minutes:
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_StartBgpFailoverTest.html
FAILOVER_TEST_MINUTES = range(1, 4321)
FAILOVER_TEST_DEFAULT = 180

# Ports: https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreateConnection.html
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreateInterconnect.html
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_AllocateHostedConnection.html
CONNECTION_BANDWIDTHS = ("1Gbps", "10Gbps", "100Gbps", "400Gbps")
INTERCONNECT_BANDWIDTHS = ("1Gbps", "10Gbps", "100Gbps")
HOSTED_BANDWIDTHS = (
    *("50Mbps", "100Mbps", "200Mbps", "300Mbps", "400Mbps", "500Mbps"),
    *("1Gbps", "2Gbps", "5Gbps", "10Gbps", "25Gbps"),
)
# https://docs.aws.amazon.com/directconnect/latest/UserGuide/MACsec.html
MACSEC_BANDWIDTHS = ("10Gbps", "100Gbps", "400Gbps")
# Quotas: https://docs.aws.amazon.com/directconnect/latest/UserGuide/limits.html
CONNECTIONS_PER_LOCATION = 10
LAGS_PER_REGION = 10
LINKS_PER_LAG = {"1Gbps": 4, "10Gbps": 4, "100Gbps": 2, "400Gbps": 2}
GATEWAYS_PER_ACCOUNT = 200
VIRTUAL_GATEWAYS_PER_GATEWAY = 20
TRANSIT_GATEWAYS_PER_GATEWAY = 6
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreateDirectConnectGateway.html
GATEWAY_ASN_DEFAULT = 64512
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_TagResource.html
TAGS_PER_RESOURCE = 50
