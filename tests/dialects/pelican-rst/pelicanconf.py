SITENAME = "Mosses"
TIMEZONE = "Europe/Berlin"
DEFAULT_METADATA = {"category": "Forest"}
