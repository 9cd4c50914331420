"""All checks. A new family is a module beside this one and a line here."""

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
RULES_VERSION = 1  # one more whenever a rule finds something else than before: `check_content` then looks again
