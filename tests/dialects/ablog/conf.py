project = "Kelp"
extensions = ["ablog"]
