"""The web pages: server-rendered, whole without JavaScript, enhanced by small modules of our own."""
