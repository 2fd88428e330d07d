"""A terminal's log, cut into the answers to the commands that dxnet printed.

The commands are known, so they are looked for, and no prompt has to be understood. What stands
before a command on its line is remembered as a prompt, and ends the answer before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|\x07")
_BACKSPACES = re.compile(r"[^\x08\n]\x08")
_PAGER = re.compile(r" ?-+ ?\(?[Mm]ore\)?.*?-+ ?|---\(more[^)]*\)---|lines \d+-\d+(?:/\d+)?.*$")
# Cisco's and others' log lines, and Linux's: they fall into the middle of answers.
_SYSLOG = re.compile(
    r"^\W?(?:[A-Z][a-z]{2} +\d+ [\d:.]+|\d{4}[- ][\w:. -]+).*"
    r"(?:%[A-Z0-9_]+-\d-[A-Z0-9_]+|\w+\[\d+\]): "
)
_QUOTES = re.compile(r"[\"'\u2018\u2019\u201c\u201d]")
_GLUED = re.compile(r"^(\S*?[#>$%\]])(?=[A-Za-z/])")
_TAIL = re.compile(r"\s+(?:\|.*|json)$")
_IGNORED = frozenset(("do", "sudo", "-j", "-json", "--json"))
_WORD = re.compile(r"[a-z][a-z0-9-]*")
_INTO_A_SHELL = {"vtysh": 2, "birdc": 1}  # how many words go before the shell's own command
_SHORTEST = 2  # letters of a shortened keyword


@dataclass(frozen=True, slots=True)
class Answer:
    """What a router answered to a command; `line` is the command's own, from 1.

    `is_whole` says that something came after it, so that it isn't cut off.
    """

    command: str
    line: int
    lines: tuple[str, ...] = field(repr=False)
    is_whole: bool

    @property
    def is_json(self) -> bool:
        """Whether the router answered in JSON."""
        return self.text.lstrip()[:1] in ("{", "[") and self.text.rstrip()[-1:] in ("}", "]")

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def clean(text: str) -> list[str]:
    """The lines without colours, redraws, pagers and typing; log lines of the system are empty."""
    plain = _ANSI.sub("", text.replace("\r\n", "\n").lstrip("\ufeff"))
    while _BACKSPACES.search(plain):
        plain = _BACKSPACES.sub("", plain)
    lines = []
    if all(raw.startswith(">") for raw in plain.split("\n") if raw.strip()):  # quoted in a mail
        plain = re.sub(r"^> ?", "", plain, flags=re.MULTILINE)
    for raw in plain.split("\n"):
        line = _PAGER.sub("", raw.rsplit("\r", 1)[-1]).replace("\x08", "")
        lines.append("" if _SYSLOG.match(line) else line.rstrip())
    return lines


def cut(text: str, commands: Iterable[str]) -> dict[str, Answer]:
    """The last answer to each of the commands that are in the log."""
    lines = clean(text)
    by_length: dict[int, list[tuple[str, list[str]]]] = {}
    for command in dict.fromkeys(commands):
        words = _words(command)
        by_length.setdefault(len(words), []).append((command, words))
        if inner := _INTO_A_SHELL.get(words[0]):  # it may be typed in that shell, too
            by_length.setdefault(len(words) - inner, []).append((command, words[inner:]))
    found = [(n, *hit) for n, line in enumerate(lines) if (hit := _command(line, by_length))]
    prompts = tuple({prompt for _, _, prompt in found if len(prompt) > 1})
    answers: dict[str, Answer] = {}
    for place, (number, command, _) in enumerate(found):
        end = found[place + 1][0] if place + 1 < len(found) else len(lines)
        is_whole = place + 1 < len(found)
        for after in range(number + 1, end):
            if prompts and lines[after].lstrip().startswith(prompts):
                end, is_whole = after, True
                break
        body = tuple(lines[number + 1 : end])
        answers[command] = Answer(command, number + 1, body, is_whole)
    return answers


def _command(
    line: str, by_length: dict[int, list[tuple[str, list[str]]]]
) -> tuple[str, str] | None:
    """The command that the line ends with, and the prompt before it."""
    if not line.strip():
        return None
    words = _words(_GLUED.sub(r"\1 ", line.strip()))
    for length, candidates in sorted(by_length.items(), reverse=True):
        if not 0 <= len(words) - length <= 3:
            continue
        tail = words[len(words) - length :]
        for command, asked in candidates:
            if all(map(_is_word, tail, asked)):
                return command, " ".join(words[: len(words) - length])
    return None


def unquoted(command: str) -> str:
    """The command without quotes and with single blanks."""
    return " ".join(_QUOTES.sub("", command).split())


def _words(text: str) -> list[str]:
    plain = _TAIL.sub("", _QUOTES.sub("", text))
    return [word for word in plain.split() if word not in _IGNORED]


def _is_word(typed: str, asked: str) -> bool:
    """Whether it is the word, or a keyword shortened to two letters or more."""
    if typed == asked:
        return True
    is_keyword = _WORD.fullmatch(asked) is not None and _WORD.fullmatch(typed) is not None
    return is_keyword and len(typed) >= _SHORTEST and asked.startswith(typed)


def matches(pattern: re.Pattern[str], answer: Answer) -> Iterator[tuple[str, int]]:
    """Each text that the pattern's groups find, with its line's number in the log."""
    text = answer.text
    for match in pattern.finditer(text):
        value = "/".join(group for group in match.groups() if group is not None)
        yield value, answer.line + 1 + text.count("\n", 0, match.start())
