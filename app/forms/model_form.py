"""Names a model: the bundled one, a GGUF file, or a provider's with key and address."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.forms.key_field import KeyField
from app.forms.models_card import asking_words, report_words
from app.forms.price_and_pace import PaceFields, PriceFields
from app.language import mark, tr
from app.requests import Answered, Failed, ListModels, Reply, TestModel
from app.theme import GAP, PAGE, Theme
from app.widgets.card import buddy, label
from app.words.fault_words import fault_words
from optimizer.providers import Preset, preset_of, presets
from optimizer.records import CallRole, ModelSpec

TYPING_MS = 300
BUNDLED, FILE, OTHER, OFF = "bundled", "file", "other", "off"
_OTHER = Preset(
    OTHER,
    mark("Other (a litellm name)"),
    "",
    ("model", "key", "base_url"),
    mark("Any model that litellm knows, by its full name."),
    example="provider/model",
)


class ModelForm(QWidget):
    """The model of one role; `changed` tells of every edit.

    Args:
        theme: Gives the spacing.
        role: What the model is for.
        may_be_off: Whether the role can do without a model.
    """

    changed = Signal()
    request = Signal(object)
    key_given = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        role: CallRole,
        *,
        may_be_off: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role = role
        self._presets = {preset.name: preset for preset in (*presets(), _OTHER)}
        self._testing: TestModel | None = None
        self._listing: ListModels | None = None
        self.provider = QComboBox()
        self.provider.setMinimumContentsLength(20)
        self.provider.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        if role is not CallRole.EMBED:  # the bundled server gives no vectors
            bundled = tr("SmolLM2-135M, comes with PairTune (free, no network)")
            self.provider.addItem(bundled, BUNDLED)
            self.provider.addItem(tr("A GGUF file of my own (free, no network)"), FILE)
        for preset in self._presets.values():
            self.provider.addItem(tr(preset.title), preset.name)
        if may_be_off:
            self.provider.addItem(tr("Off"), OFF)
        self.provider.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.model = QLineEdit()
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.model.setCompleter(completer)
        self.base_url = QLineEdit()
        self.key = KeyField(theme)
        self.key.changed.connect(self._edited)
        self.key.key_given.connect(self.key_given)
        self.file = QLineEdit()
        self.file.setPlaceholderText("/models/some-model.Q4_K_M.gguf")
        self._choose = QPushButton(tr("Choose…"))
        self._choose.setAccessibleName(tr("Choose a GGUF file"))
        self._choose.clicked.connect(self._choose_file)
        self.exact = QCheckBox(tr("Give equal requests equal answers"))
        self.exact.setToolTip(tr("Takes longer"))
        self.exact.toggled.connect(self._edited)
        self.price = PriceFields()
        self.pace = PaceFields()
        self._help = label("", "small", wrap=True)
        self.test = QPushButton(tr("Test"))
        self.test.clicked.connect(self._test)
        self._result = label("", wrap=True, name="result")
        self._lay_out()
        for field in (self.model, self.base_url, self.file):
            field.textChanged.connect(self._edited)
        for fields in (self.price, self.pace):
            fields.changed.connect(self._edited)
        self.provider.currentIndexChanged.connect(lambda _: self._switch())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._soon.timeout.connect(self._ask_names)
        self.model.textEdited.connect(lambda _: self._soon.start())
        self._switch()

    @property
    def spec(self) -> ModelSpec | None:
        """The model as it is entered; None when the role is off."""
        choice = self.provider.currentData()
        if choice == OFF:
            return None
        if choice == BUNDLED:
            return ModelSpec(exact=self.exact.isChecked())
        if choice == FILE:
            return ModelSpec(file=self.file.text().strip(), exact=self.exact.isChecked())
        preset = self._presets[choice]
        key = self.key.key_name if "key" in preset.fields else ""
        address = self.base_url.text() if "base_url" in preset.fields else ""
        made = preset.spec(self.model.text(), address, key)
        return self.pace.apply(made if preset.local else self.price.apply(made))

    @property
    def problem(self) -> str:
        """What is still missing, in words; empty when nothing is."""
        choice = self.provider.currentData()
        if choice == FILE and not self.file.text().strip():
            return tr("Choose a GGUF file.")
        if choice in self._presets:
            preset = self._presets[choice]
            if not self.model.text().strip():
                return tr("Name the model.")
            if "base_url" in preset.fields and not (
                self.base_url.text().strip() or preset.base_url or choice == OTHER
            ):
                return tr("Give the server's address.")
        return ""

    @property
    def result(self) -> str:
        """What the last test found."""
        return self._result.text()

    def show_spec(self, spec: ModelSpec | None) -> None:
        """Show a model."""
        choice = OFF if spec is None else BUNDLED
        preset = None
        if spec is not None and spec.file:
            choice = FILE
        elif spec is not None and spec.model:
            preset = preset_of(spec) or _OTHER
            choice = preset.name
        self.provider.setCurrentIndex(max(0, self.provider.findData(choice)))
        if spec is not None:
            self.file.setText(spec.file)
            self.exact.setChecked(spec.exact)
            self.key.show_name(spec.key_name)
            self.pace.show_spec(spec)
            self.price.show_spec(spec)
        if preset is not None and spec is not None:
            self.model.setText(spec.model.removeprefix(preset.prefix))
            self.base_url.setText(spec.base_url)

    def receive(self, reply: Reply) -> bool:
        """Take a reply; tell whether it was for this form."""
        if self._listing is not None and reply.request is self._listing:
            if isinstance(reply, Answered):
                self._show_names(reply.result)
            return True
        if self._testing is None or reply.request is not self._testing:
            return False
        if isinstance(reply, Answered | Failed):
            self._testing = None
            self.test.setText(tr("Test"))
            self.test.setEnabled(not self.problem)
            if isinstance(reply, Answered):
                said = " ".join(str(getattr(reply.result, "text", "")).split())[:120]
                quoted = tr("It said: “{answer}”", answer=said)
                self._result.setText(f"{report_words(reply.result)} {quoted}")
            else:
                self._result.setText(fault_words(reply.fault))
        return True

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(PAGE)
        self._form.setVerticalSpacing(GAP)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        # Where letters are large or wide, a field stands below its name rather than out of sight.
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.addRow(buddy(tr("&Provider"), self.provider, "muted"), self.provider)
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        chooser = QWidget()
        across = QHBoxLayout(chooser)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(GAP)
        across.addWidget(self.file, 1)
        across.addWidget(self._choose)
        for name, text, field, row in (
            ("file", tr("&File"), self.file, chooser),
            ("model", tr("&Model"), self.model, self.model),
            ("base_url", tr("&Address"), self.base_url, self.base_url),
            ("key", tr("&Key"), self.key.source, self.key),
            ("exact", tr("E&xactness"), self.exact, self.exact),
            ("price", tr("P&rice"), self.price.tokens_in, self.price),
            ("pace", tr("At m&ost"), self.pace.calls, self.pace),
        ):
            title = buddy(text, field, "muted")
            self._form.addRow(title, row)
            self._rows[name] = (title, row)
        tests = QHBoxLayout()
        tests.setSpacing(GAP)
        tests.addWidget(self.test, 0, Qt.AlignmentFlag.AlignTop)
        tests.addWidget(self._result, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(self._form)
        column.addWidget(self._help)
        column.addSpacing(GAP)
        column.addLayout(tests)
        column.addStretch(1)

    def _switch(self) -> None:
        choice = self.provider.currentData()
        preset = self._presets.get(choice)
        local = {BUNDLED: ("exact",), FILE: ("file", "exact")}
        wanted = (*preset.fields, "pace") if preset else local.get(choice, ())
        if preset is not None and not preset.local:
            wanted = (*wanted, "price")
        for name, (title, row) in self._rows.items():
            title.setVisible(name in wanted)
            row.setVisible(name in wanted)
        if preset is not None:
            embeds = self._role is CallRole.EMBED
            example = tr("an embedding model of this provider") if embeds else preset.example
            self.model.setPlaceholderText(example)
            self.base_url.setPlaceholderText(preset.base_url or "https://…/v1")
            self.base_url.setText(preset.base_url)
            self.key.offer(preset.name, preset.key_variable)
            self._names.setStringList([])
            # Prices and limits belong to the model that they were set for.
            self.price.show_spec(ModelSpec())
            self.pace.show_spec(ModelSpec())
        self._help.setText(self._help_text(choice, preset))
        self._help.setVisible(bool(self._help.text()))
        self._edited()

    def _help_text(self, choice: str, preset: Preset | None) -> str:
        if preset is not None:
            if not preset.environment:
                return tr(preset.help)
            also = tr("Also set {variables}.", variables=", ".join(preset.environment))
            return f"{tr(preset.help)} {also}"
        if choice == BUNDLED and self._role is CallRole.WRITE:
            return tr(
                "It is too small to rewrite prompts well. Layouts, worked examples and ready-made "
                "parts are still tried without a writer."
            )
        if choice in (BUNDLED, FILE):
            return tr("It runs on this computer; nothing leaves it.")
        if choice == OFF:
            return tr("Nothing is sent for this.")
        return ""

    def _edited(self) -> None:
        self._result.setText(self.problem)
        self.test.setEnabled(not self.problem and self.provider.currentData() != OFF)
        self.test.setText(tr("Test"))
        self._testing = None
        self.changed.emit()

    def _ask_names(self) -> None:
        preset = self._presets.get(self.provider.currentData())
        # A server on this computer has models of its own, which no list knows.
        known = preset is not None and not preset.local and self._role is not CallRole.EMBED
        if preset is not None and known and self.model.text().strip():
            self._listing = ListModels(preset.prefix + self.model.text().strip())
            self.request.emit(self._listing)

    def _show_names(self, found: Sequence[str]) -> None:
        preset = self._presets.get(self.provider.currentData())
        prefix = preset.prefix if preset else ""
        fitting = [name.removeprefix(prefix) for name in found if name.startswith(prefix)]
        self._names.setStringList(fitting)
        if self.model.hasFocus() and fitting:
            self.model.completer().complete()

    def _test(self) -> None:
        spec = self.spec
        if spec is not None:
            self._testing = TestModel(self._role, spec)
            self.test.setText(tr("Testing…"))
            self.test.setEnabled(False)
            self._result.setText(asking_words(self._role))
            self.request.emit(self._testing)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a GGUF file"), self.file.text(), tr("GGUF models (*.gguf)")
        )
        if name:
            self.file.setText(name)
