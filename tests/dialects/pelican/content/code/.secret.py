TOKEN = "no"
