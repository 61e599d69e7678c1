SITENAME = "Ferns"
