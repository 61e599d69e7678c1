# wall
wall = "grey"
wall += "."
end = 1
