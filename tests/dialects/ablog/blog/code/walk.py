"""Walks."""


class Walk:
    def start(self) -> None:
        print("We start.")

    def rest(self) -> None:
        print("We rest.")


# Lines to show.
print(1)
print(2)
