"""What the engine shows of itself: frozen records that pages and the terminal read."""

from __future__ import annotations

from optimizer.views.advice import Advice, AdviceKind, CurvePoint, OrderView
from optimizer.views.history import History, HistoryRow, example_title
from optimizer.views.method import (
    ForecastView,
    MethodView,
    PartView,
    RunView,
    WordingVersion,
    WordingView,
)
from optimizer.views.pair import OutputView, PairView, Reveal
from optimizer.views.pool import (
    CandidateView,
    EliteMap,
    EliteView,
    Kind,
    MatrixCell,
    PoolRows,
    PoolView,
    WinMatrix,
)
from optimizer.views.project import MergeView, TaskView
from optimizer.views.proposing import HypothesisState, HypothesisView, ProposerGain
from optimizer.views.raters import (
    AgreementView,
    CalibrationState,
    CalibrationView,
    CompanyView,
    LeaningView,
    RaterView,
    Trait,
)
from optimizer.views.state import EngineState, FaultView, MeasuredView, Status
from optimizer.views.trials import ConfirmationView, HeadToHeadView

__all__ = [
    "Advice",
    "AdviceKind",
    "AgreementView",
    "CalibrationState",
    "CalibrationView",
    "CandidateView",
    "CompanyView",
    "ConfirmationView",
    "CurvePoint",
    "EliteMap",
    "EliteView",
    "EngineState",
    "FaultView",
    "ForecastView",
    "HeadToHeadView",
    "History",
    "HistoryRow",
    "HypothesisState",
    "HypothesisView",
    "Kind",
    "LeaningView",
    "MatrixCell",
    "MeasuredView",
    "MergeView",
    "MethodView",
    "OrderView",
    "OutputView",
    "PairView",
    "PartView",
    "PoolRows",
    "PoolView",
    "ProposerGain",
    "RaterView",
    "Reveal",
    "RunView",
    "Status",
    "TaskView",
    "Trait",
    "WinMatrix",
    "WordingVersion",
    "WordingView",
    "example_title",
]
