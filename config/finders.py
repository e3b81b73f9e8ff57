"""Which static files are served: of the editor what it loads, not the test pages that its package brings."""

import posixpath

from django.contrib.staticfiles.finders import AppDirectoriesFinder

_SKIN = "ckeditor/skins/moono-lisa"
_DIALOGS = "a11yhelp/dialogs/a11yhelp find/dialogs/find image/dialogs/image link/dialogs/link table/dialogs/table"
_OTHER_SCRIPTS = (
    "a11yhelp/dialogs/lang/vi divarea/plugin specialchar/dialogs/lang/vi specialchar/dialogs/specialchar"
    " tabletools/dialogs/tableCell pastetools/filter/common pastetools/filter/image pastefromword/filter/default"
    " pastefromgdocs/filter/default pastefromlibreoffice/filter/default"
)
_PLUGIN_FILES = (
    "icons.png icons_hidpi.png dialog/styles/dialog.css tableselection/styles/tableselection.css"
    " magicline/images/icon.png"
    " magicline/images/hidpi/icon.png widget/images/handle.png"
    " showblocks/images/block_p.png showblocks/images/block_h2.png showblocks/images/block_h3.png"
    " showblocks/images/block_h4.png showblocks/images/block_blockquote.png"
)
_SKIN_FILES = (
    "editor.css editor_gecko.css dialog.css icons.png icons_hidpi.png images/arrow.png images/spinner.gif"
    " images/close.png images/lock.png images/lock-open.png images/refresh.png images/hidpi/close.png"
    " images/hidpi/lock.png images/hidpi/lock-open.png images/hidpi/refresh.png"
)
EDITOR_FILES = frozenset(
    {
        *(f"ckeditor/{name}" for name in "ckeditor-init.js ckeditor.css fixups.js".split()),
        *(f"ckeditor/ckeditor/{name}" for name in "ckeditor.js lang/vi.js".split()),
        *(f"ckeditor/ckeditor/plugins/{name}.js" for name in f"{_DIALOGS} {_OTHER_SCRIPTS}".split()),
        *(f"ckeditor/ckeditor/plugins/{name}" for name in _PLUGIN_FILES.split()),
        *(f"ckeditor/{_SKIN}/{name}" for name in _SKIN_FILES.split()),
    }
)
"""A test presses every button of the editor and compares (tests/browser/test_editor_files.py)."""


class ServedFiles(AppDirectoriesFinder):
    """For collectstatic, and for development, where files are served as they lie."""

    def list(self, ignore_patterns):
        return ((path, storage) for path, storage in super().list(ignore_patterns) if is_served(path))

    def find_in_app(self, app, path):
        return super().find_in_app(app, path) if is_served(path) else None


def is_served(path: str) -> bool:
    name = posixpath.normpath(path.replace("\\", "/"))
    return name in EDITOR_FILES or not name.startswith("ckeditor/")
