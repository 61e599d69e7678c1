import ferns
fern = ferns.Fern()
fern.grow("{{ height }}")
fern.stop()
