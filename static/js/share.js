// Shares the page's address with the phone's own sheet, or copies it.
for (const button of document.querySelectorAll("[data-share]")) {
  const canCopy = Boolean(navigator.clipboard);
  if (!navigator.share && !canCopy) continue; // plain http offers neither
  const status = button.parentElement.querySelector("[data-tools-status]");
  const address = document.querySelector("link[rel=canonical]")?.href || location.href;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) await navigator.share({ title: document.title, url: address });
      else {
        await navigator.clipboard.writeText(address);
        status.textContent = "Đã chép đường dẫn.";
      }
    } catch (problem) {
      if (problem.name !== "AbortError") status.textContent = `Đường dẫn: ${address}`;
    }
  });
}
