// Without a clipboard (or without script) the addresses are there to be marked and copied.
if (navigator.clipboard) {
  const list = document.querySelector(".addresses");
  for (const item of list.children) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = list.dataset.copy;
    button.setAttribute("aria-label", list.dataset.copy + ": " + item.dataset.label);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(item.querySelector("a").textContent);
      document.getElementById("said").textContent = list.dataset.copied + ": " + item.dataset.label;
      button.textContent = list.dataset.copied;
      setTimeout(() => { button.textContent = list.dataset.copy; }, 2000);
    });
    item.append(button);
  }
}
