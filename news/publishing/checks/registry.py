"""All checks. To add a family, write a module beside this one and add a line here."""

from news.publishing.checks import links, pictures, placing, provenance, punctuation, structure, timing, titles
from news.publishing.checks.findings import Rule

RULES: tuple[Rule, ...] = (
    *titles.RULES,
    *structure.RULES,
    *placing.RULES,
    *pictures.RULES,
    *links.RULES,
    *provenance.RULES,
    *timing.RULES,
    *punctuation.RULES,
)
BY_CODE = {rule.code: rule for rule in RULES}
RULES_VERSION = 1  # increment whenever a rule changes its findings, so that `check_content` checks again
