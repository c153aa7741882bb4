"""Evening out caseloads with the fewest moves, and carrying them out. R2, R9-R13, R31, R42-R47"""

from tcm_tui.desk.rebalance.applying import apply
from tcm_tui.desk.rebalance.asking import Ask, Away, NewWorker, Stopped
from tcm_tui.desk.rebalance.document import document
from tcm_tui.desk.rebalance.proposing import propose
from tcm_tui.desk.rebalance.views import Absence, Applied, Left, Move, Part, Rebalance, Spread, Way

__all__ = [
    "Absence",
    "Applied",
    "Ask",
    "Away",
    "Left",
    "Move",
    "NewWorker",
    "Part",
    "Rebalance",
    "Spread",
    "Stopped",
    "Way",
    "apply",
    "document",
    "propose",
]
