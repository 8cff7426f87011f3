"""Goals, and what was measured."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COLUMNS = "{:<58}{:>10}{:>12}  {}"


@dataclass(frozen=True)
class Figure:
    """Something measured, its goal (the least where ``more_is_better``, else the most), and the unit of both."""

    what: str
    goal: float
    measured: float
    unit: str = ""
    more_is_better: bool = False

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.measured >= self.goal if self.more_is_better else self.measured <= self.goal

    def line(self) -> str:
        """As it stands in the table."""
        sign = "≥" if self.more_is_better else "≤"
        goal, measured = (f"{number:.3g} {self.unit}".strip() for number in (self.goal, self.measured))
        return COLUMNS.format(self.what, f"{sign} {goal}", measured, "yes" if self.reached else "NO")


def table(figures: Iterable[Figure]) -> Iterator[str]:
    """A line for each figure, under a heading."""
    yield COLUMNS.format("what", "goal", "measured", "reached")
    for figure in figures:
        yield figure.line()
