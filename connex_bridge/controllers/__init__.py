from . import oauth, web_connector, webhook
