"""Words that judge whoever raised a concern, or hide what was seen: the writer is asked to think again.

Never asked of what somebody else said: a child's or a referrer's own words stay as they were spoken.
"""

import re

NOT_OURS = re.compile(
    r"\b(malicious\w*|hoax\w*|vexatious\w*|unfounded|discounted|false allegations?|lied|lying|hard to reach"
    r"|non-?compliant|failed to engage|low-?level|lifestyle choice|promiscuous|no concerns)\b",
    re.IGNORECASE,
)


def to_mend(text: str) -> str:
    """The sentence that asks the writer to think again, or nothing."""
    found = sorted({each.group(0).lower() for each in NOT_OURS.finditer(text or "")})
    if not found:
        return ""
    return f"You wrote “{'”, “'.join(found)}”: say instead what was seen, said and done, and by whom."
