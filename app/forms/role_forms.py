"""The models by what they are for: a tab per role, with the form of its model."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.forms.model_form import ModelForm
from app.forms.models_card import LIKENESS, ROLES
from app.jobs import Jobs
from app.keys import KeyRing
from app.language import tr
from app.requests import Answered, Failed, Reply
from app.theme import PAGE, Theme
from app.widgets.card import label
from app.words.fault_words import fault_words
from optimizer.records import CallRole, ModelSpec


class RoleForms(QTabWidget):
    """`changed` tells of every edit; keys that are typed go to the key ring at once.

    Args:
        theme: The appearance.
        keys: The key ring.
        jobs: Do what takes long.
        about_judge: What stands below the judge's form.
    """

    changed = Signal()
    request = Signal(object)

    def __init__(
        self,
        theme: Theme,
        keys: KeyRing,
        jobs: Jobs,
        about_judge: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tabBar().setAccessibleName(tr("What the model is for"))
        self._keys = keys
        self._jobs = jobs
        self.forms: dict[CallRole, ModelForm] = {}
        self.setAccessibleName(tr("What the model is for"))
        for role, name, tip in (*ROLES, LIKENESS):
            form = ModelForm(theme, role, may_be_off=role is not CallRole.ANSWER)
            form.request.connect(self.request)
            form.changed.connect(self.changed)
            form.key_given.connect(
                lambda entry, secret, one=form: self._store_key(one, entry, secret)
            )
            self.forms[role] = form
            holder = QWidget()
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, PAGE, 0, 0)
            inside.setSpacing(PAGE)
            inside.addWidget(label(f"{tr(tip)}.", "muted", wrap=True))
            inside.addWidget(form, 1)
            if role is CallRole.JUDGE:
                inside.addWidget(about_judge)
            self.addTab(holder, tr(name))
        jobs.start("key ring", lambda job: keys.works(), self._hear_of_ring)

    @property
    def models(self) -> dict[CallRole, ModelSpec | None]:
        """The models as they are entered."""
        return {role: form.spec for role, form in self.forms.items()}

    @property
    def problem(self) -> str:
        """What is still missing, in words; empty when nothing is."""
        for role, name, _ in (*ROLES, LIKENESS):
            if self.forms[role].problem:
                return f"{tr(name)}: {self.forms[role].problem}"
        return ""

    def show_models(self, models: Mapping[CallRole, ModelSpec | None], *, changeable: bool) -> None:
        """Show other models."""
        for role, form in self.forms.items():
            form.show_spec(models.get(role))
            form.setEnabled(changeable)

    def show_role(self, role: CallRole) -> None:
        """Turn to the tab of a role."""
        self.setCurrentIndex(list(self.forms).index(role))

    def receive(self, reply: Reply) -> None:
        """Take the reply to a request of the forms."""
        for form in self.forms.values():
            if form.receive(reply):
                return

    def _hear_of_ring(self, reply: Reply) -> None:
        if isinstance(reply, Answered) and not reply.result:
            for form in self.forms.values():
                form.key.without_ring()

    def _store_key(self, form: ModelForm, entry: str, secret: str) -> None:
        # A key ring may ask for its own password, so the window does not wait for it.
        def told(reply: Reply) -> None:
            if isinstance(reply, Answered):
                form.key.show_kept(tr("Kept as “{entry}” in the system's key ring.", entry=entry))
            elif isinstance(reply, Failed):
                form.key.show_kept(fault_words(reply.fault))

        self._jobs.start(entry, lambda job: self._keys.store(entry, secret), told)
