tide = "high"

print(tide)
