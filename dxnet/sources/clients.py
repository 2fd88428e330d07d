"""boto3's clients, one for each region; they take whole answers only. And who the caller is."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from dxnet.sources import Options, answers, aws_errors

# The most requests that are under way at once.
MOST_THREADS = 8

_ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)
_STS_SECONDS = 3.0
# The domains of AWS's partitions, as botocore's data/partitions.json has them.
_OF_AWS = (
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".api.amazonwebservices.com.cn",
    ".api.amazonwebservices.eu",
    ".api.aws",
    ".api.aws.hci.ic.gov",
    ".api.aws.ic.gov",
    ".api.aws.scloud",
    ".api.cloud-aws.adc-e.uk",
    ".c2s.ic.gov",
    ".cloud.adc-e.uk",
    ".csp.hci.ic.gov",
    ".sc2s.sgov.gov",
)


@dataclass(frozen=True, slots=True)
class RegionClient:
    """A client of one service, its region, and the name of the profile that signs."""

    client: Any
    region: str
    profile: str

    @property
    def service(self) -> str:
        """The service as IAM's actions and the AWS CLI name it: "directconnect"."""
        return str(self.client.meta.service_model.service_name)

    @property
    def endpoint(self) -> str:
        """The URL that it asks."""
        return str(self.client.meta.endpoint_url)

    @property
    def is_aws(self) -> bool:
        """Whether the endpoint is one of AWS's own."""
        url = urlsplit(self.endpoint)
        return url.scheme == "https" and (url.hostname or "").endswith(_OF_AWS)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose credentials they are: an account of 12 digits and the name of a role or user."""

    account: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Clients:
    """The clients of one session, in the order of the regions, and one that tells who asks."""

    regions: Sequence[RegionClient]
    sts: Any
    _made: Callable[[str, str | None, str], Any]

    def beside(self, region: RegionClient, service: str) -> RegionClient:
        """A client of another service, as the region's; to be called in the thread of the session.

        An endpoint that isn't AWS's answers in the place of the other service, too.
        """
        endpoint_url = None if region.is_aws else region.endpoint
        made = self._made(service, endpoint_url, region.region)
        return RegionClient(made, region.region, region.profile)

    def identity(self) -> Identity:
        """Who asks, by STS; empty where STS doesn't say it at once."""
        try:
            caller = self.sts.get_caller_identity()
            account, arn = str(caller.get("Account")), str(caller.get("Arn"))
        except Exception:  # it is told where it can be, and never ends a reading
            return Identity()
        if not _ACCOUNT.fullmatch(account):
            return Identity()
        return Identity(account, arn.rpartition(":")[2].partition("/")[2].partition("/")[0])


def clients(options: Options, attempts: int | None = None) -> Clients:
    """A client for each region of the options; all are of one session, of this thread.

    `attempts` is how often a request may be sent, None for what the AWS configuration says.
    Raises `DxnetError` where the configuration doesn't work.
    """
    profile = options.profile or os.environ.get("AWS_PROFILE") or "default"
    try:
        session = Session(profile=options.profile)
        regions = options.regions or _configured_region(session)
        retries = {
            "mode": session.get_config_variable("retry_mode"),
            "total_max_attempts": attempts or session.get_config_variable("max_attempts") or 3,
        }
        boto = boto3.Session(botocore_session=session)
        made = partial(_client, boto, retries)
        direct_connect = [
            RegionClient(made("directconnect", options.endpoint_url, region), region, profile)
            for region in dict.fromkeys(regions)
        ]
        return Clients(direct_connect, _sts(boto, direct_connect[0]), made)
    except (BotoCoreError, ClientError, ValueError) as error:
        raise aws_errors.explain(error, ", ".join(options.regions), profile) from error


def _client(
    boto: Any, retries: Mapping[str, Any], service: str, endpoint_url: str | None, region: str
) -> Any:
    config = Config(
        connect_timeout=5,
        read_timeout=20,
        retries=dict(retries),
        max_pool_connections=MOST_THREADS,
        user_agent_extra="dxnet",
    )
    made = boto.client(service, region_name=region, endpoint_url=endpoint_url, config=config)
    answers.guard(made, answers.BOUNDS)
    return made


def _sts(boto: Any, first: RegionClient) -> Any:
    """STS's client; an endpoint that isn't AWS's answers in the place of STS, too."""
    config = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})
    endpoint_url = None if first.is_aws else first.endpoint
    made = boto.client("sts", region_name=first.region, endpoint_url=endpoint_url, config=config)
    answers.bound(made, replace(answers.BOUNDS, answer_seconds=_STS_SECONDS))
    return made


def _configured_region(session: Session) -> tuple[str, ...]:
    """The region that the AWS CLI would use; raises `NoRegionError` as botocore does."""
    region = os.environ.get("AWS_REGION") or session.get_config_variable("region")
    if not region:
        raise aws_errors.no_region()
    return (region,)
