project = "Kelp"
extensions = ["ablog"]

exclude_patterns = ["_build", "**/inputs/*"]
