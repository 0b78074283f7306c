"""The HTTP server: OpenAI's protocols, our own, a page, a widget and MCP around one `Assistant`.

from assistant.interfaces.server import ServerConfig, create_app

app = create_app(Assistant.open("articles"), ServerConfig(title="Ask our archive"))
"""

from assistant.interfaces.server.access.keys import KeyFile, KeyRing
from assistant.interfaces.server.app import create_app
from assistant.interfaces.server.config import Limits, ServerConfig
from assistant.interfaces.server.corpus import LiveCorpus, open_corpus

__all__ = ["KeyFile", "KeyRing", "Limits", "LiveCorpus", "ServerConfig", "create_app", "open_corpus"]
