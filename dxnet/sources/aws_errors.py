"""The errors of botocore and the service, each as one sentence and a next step."""

from __future__ import annotations

import re
from collections.abc import Mapping

from botocore import exceptions, xform_name
from botocore.exceptions import BotoCoreError, ClientError

from dxnet.errors import SourceError
from dxnet.sources.answers import UnusableAnswerError

_LOGIN = "`aws sso login --profile {profile}` or `aws configure --profile {profile}`, then again"
_NO_AWS = f"{_LOGIN}; --demo and --source FILE need none"
_NETWORK = "check the network, the proxy (HTTPS_PROXY) and --endpoint-url"

# Exceptions of botocore, the more special before what it derives from.
_EXCEPTIONS: tuple[tuple[type[Exception], str, str], ...] = (
    (exceptions.NoRegionError, "no AWS region is configured",
     "give --region eu-west-1 (repeatable), set AWS_REGION, or look at the demo with --demo"),
    (exceptions.InvalidRegionError, "{region} is not the name of an AWS region",
     "give --region a name such as eu-west-1"),
    (exceptions.ProfileNotFound, "there is no AWS profile {profile}",
     "`aws configure list-profiles` lists them; choose one with --profile"),
    (exceptions.ConfigParseError, "the AWS configuration file can't be parsed",
     "correct ~/.aws/config, or the file that AWS_CONFIG_FILE names"),
    (exceptions.PartialCredentialsError, "the AWS credentials of profile {profile} are incomplete",
     "set the access key id and the secret access key both"),
    (exceptions.NoCredentialsError, "no AWS credentials were found for profile {profile}", _NO_AWS),
    (exceptions.SSOError, "the SSO login of profile {profile} has expired or is missing",
     "`aws sso login --profile {profile}`, then again"),
    (exceptions.LoginError, "the login of profile {profile} has expired or is missing",
     "`aws login --profile {profile}`, then again"),
    (exceptions.TokenRetrievalError, "the SSO token of profile {profile} has expired",
     "`aws sso login --profile {profile}`, then again"),
    (exceptions.CredentialRetrievalError, "the credentials of profile {profile} can't be fetched",
     "run its credential_process alone to see its error"),
    (exceptions.ConnectTimeoutError, "{endpoint} didn't answer in time", _NETWORK),
    (exceptions.ReadTimeoutError, "{endpoint} didn't finish its answer in time",
     "run it again; for one VIF, name its id"),
    (exceptions.ProxyConnectionError, "the proxy can't be reached", "check HTTPS_PROXY"),
    (exceptions.SSLError, "the TLS connection to {endpoint} can't be verified",
     "set AWS_CA_BUNDLE to your organisation's certificates"),
    (exceptions.EndpointConnectionError, "can't connect to {endpoint} (region {region})",
     "check that Direct Connect is in {region}, the network, and --endpoint-url"),
    (exceptions.UnknownEndpointError, "botocore knows no Direct Connect endpoint in {region}",
     "choose another --region, or name the endpoint with --endpoint-url"),
    (ValueError, "the endpoint is no URL, or a setting such as AWS_MAX_ATTEMPTS is no number",
     "check --endpoint-url, AWS_ENDPOINT_URL and AWS_MAX_ATTEMPTS"),
    (exceptions.HTTPClientError, "the connection to {endpoint} broke", _NETWORK),
    (UnusableAnswerError, "what {endpoint} sent is not an answer of AWS to {action}: {reason}",
     "a proxy or a log-in page may have answered: check the network and --endpoint-url"),
)  # fmt: skip

# Error codes of the service and of AWS's front end.
_DENIED = ("profile {profile} may not call {service}:{action} in {region}",
           "ask for that IAM action, or choose another --profile")  # fmt: skip
_EXPIRED = ("the AWS credentials of profile {profile} have expired", _LOGIN)
_UNKNOWN_KEY = ("AWS doesn't know the access key of profile {profile}", _LOGIN)
_BAD_SIGNATURE = ("AWS refused the signature of profile {profile}",
                  "check the secret access key and this machine's clock")  # fmt: skip
_THROTTLED = ("AWS throttled {action} in {region}",
              "wait a minute, read fewer regions, or set AWS_MAX_ATTEMPTS=10")  # fmt: skip
_CODES: Mapping[str, tuple[str, str]] = {
    "AccessDenied": _DENIED,
    "AccessDeniedException": _DENIED,
    "UnauthorizedOperation": _DENIED,
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "RequestExpired": _EXPIRED,
    "UnrecognizedClientException": _UNKNOWN_KEY,
    "InvalidClientTokenId": _UNKNOWN_KEY,
    "InvalidAccessKeyId": _UNKNOWN_KEY,
    "SignatureDoesNotMatch": _BAD_SIGNATURE,
    "InvalidSignatureException": _BAD_SIGNATURE,
    "Throttling": _THROTTLED,
    "ThrottlingException": _THROTTLED,
    "ThrottledException": _THROTTLED,
    "TooManyRequestsException": _THROTTLED,
    "RequestLimitExceeded": _THROTTLED,
    "SubscriptionRequiredException": ("it needs a Business support plan or a higher one",
                                      "the AWS console's Health page has the events, too"),
    "OptInRequired": ("{region} is not enabled for this account",
                      "enable the region, or choose another --region"),
}  # fmt: skip
_OTHER_CODE = ("AWS answered {action} in {region} with {code}",
               "run it again; if it stays, try `aws {service} {command}`")  # fmt: skip
_OTHER = ("the AWS configuration doesn't work: {kind}",
          "`aws directconnect describe-locations` shows whether the AWS CLI works")  # fmt: skip


# What AWS's words on a denied action name: whose it is, the action, and the resource.
_DENIAL = re.compile(r"(arn:[^\s]+) is not authorized to perform: ([a-z0-9-]+:[A-Za-z]+)")


class NotFoundError(SourceError):
    """AWS has no object of the id that was asked for, or doesn't show it to this account."""


class DeniedError(SourceError):
    """The credentials may not do it: `action` is the IAM action, `arn` the caller, if told."""

    def __init__(self, message: str, *, hint: str = "", action: str = "", arn: str = "") -> None:
        super().__init__(message, hint=hint)
        self.action = action
        self.arn = arn


def no_region() -> exceptions.NoRegionError:
    """What botocore raises where no region is configured."""
    return exceptions.NoRegionError()


def explain(
    error: Exception,
    region: str,
    profile: str,
    operation: str = "",
    endpoint: str = "",
    service: str = "directconnect",
) -> SourceError:
    """The error in the words of the tables above; its own text might quote a request.

    `operation` has the API's spelling or boto3's, describe_lags. An exception that no library
    documents is the answer's: it broke what was to read it.
    """
    if not isinstance(error, BotoCoreError | ClientError | ValueError):
        error = UnusableAnswerError(reason=f"it can't be read ({type(error).__name__})")
    if isinstance(error, ClientError):
        code = str(error.response.get("Error", {}).get("Code") or "no code")[:80]
        text = str(error.response.get("Error", {}).get("Message", ""))
        if _is_not_found(code, text):
            return NotFoundError(f"AWS doesn't know what {operation} asked for in {region}")
        message, hint = _CODES.get(code, _OTHER_CODE)
    else:
        code = text = ""
        listed = ((row[1], row[2]) for row in _EXCEPTIONS if isinstance(error, row[0]))
        message, hint = next(listed, _OTHER)
    values = {
        "region": region or "the configured region",
        "profile": profile,
        "service": service,
        "action": _action(operation),
        "command": xform_name(operation).replace("_", "-"),
        "endpoint": _asked(error) or endpoint or "the AWS endpoint",
        "code": code,
        "kind": type(error).__name__,
        "reason": getattr(error, "kwargs", {}).get("reason", ""),
    }
    message, hint = message.format(**values), hint.format(**values)
    if _CODES.get(code) is _DENIED:
        arn = told[1] if (told := _DENIAL.search(text)) else ""
        action = told[2] if told else f"{service}:{values['action']}"
        return DeniedError(message, hint=hint, action=action, arn=arn)
    return SourceError(message, hint=hint)


def _asked(error: Exception) -> str:
    """The URL that an exception of botocore names."""
    return str(getattr(error, "kwargs", {}).get("endpoint_url") or "")


def _is_not_found(code: str, text: str) -> bool:
    return code == "DirectConnectClientException" and (
        "Could not find" in text or "does not exist" in text
    )


def _action(operation: str) -> str:
    """The operation as IAM and the API write it: DescribeVirtualInterfaces."""
    if operation[:1].isupper():
        return operation
    return "".join(word.capitalize() for word in operation.split("_"))
