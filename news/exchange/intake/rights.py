"""Finds what a text says about its own reuse: «未经许可，禁止转载», licences."""

import re

MAX_CHARS = 200

_NOTICE = re.compile(
    r"(?:未经|未获|未得)[^。；\n]{0,20}?(?:授权|许可|允许|同意|准许)[^。\n]{0,24}?(?:不得|禁止|严禁|谢绝|请勿)"
    r"|(?:禁止|严禁|谢绝|请勿|不得)(?:任何形式的?|擅自|私自|全文|一切)?转载"
    r"|(?:知识共享|署名[-－—]非商业|Creative Commons|(?<![0-9A-Za-z])(?:CC0|CC[ -]BY)(?![0-9A-Za-z]))"
    r"|版权归[^。\n]{1,40}?所有|版权所有|All rights reserved",
    re.IGNORECASE,
)
_ENDS = "。！？!?\n"


def find_rights_notice(text: str) -> str:
    """Return the first sentence of a plain text about rights, at most MAX_CHARS characters; "" if there is none."""
    match = _NOTICE.search(text)
    if not match:
        return ""
    start = max(text.rfind(end, 0, match.start()) for end in _ENDS) + 1
    stops = [position for end in _ENDS if (position := text.find(end, match.end())) >= 0]
    stop = min(stops, default=len(text))
    sentence = " ".join(text[start : stop + 1].split())
    return sentence if len(sentence) <= MAX_CHARS else " ".join(text[match.start() :].split())[:MAX_CHARS]
