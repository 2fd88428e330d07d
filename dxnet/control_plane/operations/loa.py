"""The Letter of Authorization and Connecting Facility Assignment (LOA-CFA) of a port."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import KINDS, RawRecord, is_hosted


@operation("DescribeLoa")
def describe_loa(request: Request) -> Answer:
    """The LOA-CFA of a connection, interconnect or LAG, as PDF in base64."""
    return _letter(request, request["connectionId"], "connections", "interconnects", "lags")


@operation("DescribeConnectionLoa")
def describe_connection_loa(request: Request) -> Answer:
    """The LOA-CFA of a connection."""
    return {"loa": _letter(request, request["connectionId"], "connections")}


@operation("DescribeInterconnectLoa")
def describe_interconnect_loa(request: Request) -> Answer:
    """The LOA-CFA of an interconnect."""
    return {"loa": _letter(request, request["interconnectId"], "interconnects")}


def _letter(request: Request, object_id: str, *kinds: str) -> Answer:
    kind, port = request.live_in(object_id, *kinds)
    if is_hosted(port):
        raise refusal(f"Connection {object_id} is a hosted connection, which has no LOA-CFA")
    if kind != "lags":
        request.estate.change(kind, object_id, loaIssueTime=request.now)
    lines = _lines(request, port, port[KINDS[kind].id])
    content = base64.b64encode(_pdf(lines)).decode()
    return {"loaContent": content, "loaContentType": "application/pdf"}


def _lines(request: Request, port: RawRecord, object_id: str) -> list[str]:
    issued = datetime.fromtimestamp(request.now, UTC)
    return [
        "Letter of Authorization and Connecting Facility Assignment",
        "Issued by a simulator; no cable may be connected on its strength.",
        f"Connection: {object_id}",
        f"Location: {port.get('location', '')}",
        f"Device: {port.get('awsDeviceV2', '')}",
        f"Requester: {request.caller.account} {request.get('providerName', '')}",
        f"Issue date: {issued:%Y-%m-%d %H:%M} UTC",
    ]


def _pdf(lines: list[str]) -> bytes:
    """A PDF of one page with these lines of text.

    Its structure: https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf
    """
    shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    content = f"BT /F1 11 Tf 16 TL 60 760 Td {shown}ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    text, offsets = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(text))
        text += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    return (
        f"{text}xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(text)}\n%%EOF\n"
    ).encode("ascii")


def _escaped(line: str) -> str:
    """The line as a PDF string: ASCII, with the three characters escaped that end one."""
    plain = line.encode("ascii", "replace").decode()
    printable = "".join(c if c.isprintable() else "?" for c in plain)
    return printable.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
