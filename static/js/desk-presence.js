/* Tells the desk every 20 seconds that this article is open here, and says who else has it open. Without script the page
   says at its opening who is there. */
(() => {
  const place = document.querySelector("[data-presence]");
  if (!place) return;
  const SECONDS = 20;
  let timer = 0;

  async function tell() {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const answer = await fetch(place.dataset.presence, { method: "POST", redirect: "manual", headers: { "X-CSRFToken": token } });
    if (!answer.ok) {
      // Signed out, or the article is gone: there is nothing to say any more.
      clearInterval(timer);
      return;
    }
    const { said } = await answer.json();
    // Spoken once, not every 20 seconds.
    if (place.textContent !== said) place.textContent = said;
  }

  const tellIfSeen = () => document.hidden || tell().catch(() => {});
  timer = setInterval(tellIfSeen, SECONDS * 1000);
  document.addEventListener("visibilitychange", tellIfSeen);
  tellIfSeen();
})();
