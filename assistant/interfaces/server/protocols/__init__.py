"""The languages the server speaks: OpenAI's two, the AI SDK's, our own, MCP."""
