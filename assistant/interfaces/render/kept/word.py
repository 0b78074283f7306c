"""A dossier as a Word document: headings, notes, quotes in the style for quotes, and the digests of the files."""

from __future__ import annotations

from pathlib import Path

from assistant.dossiers.folder import Dossier
from assistant.errors import SettingsError
from assistant.installation import install_command
from assistant.interfaces.render.kept.dossiers import closing, places
from assistant.interfaces.render.lines import one_line


def write_word(dossier: Dossier, target: Path) -> None:
    """Write the document. Raises OSError, and SettingsError when the extra `docx` is not installed."""
    try:
        from docx import Document as Word
        from docx.shared import Pt
    except ImportError:
        raise SettingsError(
            f"Word files need an extra: {install_command('docx')}; or export html, md or json"
        ) from None
    word = Word()
    # Word's own default names an author who did not write this.
    word.core_properties.author, word.core_properties.title = "", dossier.title
    word.add_heading(dossier.title, 0)
    for item in dossier.items:
        word.add_heading(item.evidence.title, 1)
        for part in filter(None, item.note.split("\n\n")):
            word.add_paragraph().add_run(one_line(part)).italic = True
        if item.evidence.text:
            word.add_paragraph(one_line(item.evidence.text))
        for quote, place in places(item):
            if quote:
                word.add_paragraph(f"“{quote}”", style="Intense Quote")
            word.add_paragraph(place)
        for line in closing(item):
            word.add_paragraph().add_run(line).font.size = Pt(8)
    word.save(str(target))
