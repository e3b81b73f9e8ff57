// Reads the text aloud with a Vietnamese voice of the reader's own machine; without one the button stays away.
for (const button of document.querySelectorAll("[data-listen]")) {
  const speech = window.speechSynthesis;
  if (!speech) continue;

  const voice = () => speech.getVoices().find((candidate) => candidate.lang.toLowerCase().startsWith("vi") && candidate.localService);
  const offer = () => (button.hidden = !voice());
  // The name alone says what a press does: a button that is «Dừng nghe» and pressed would say it twice.
  let isPlaying = false;
  const name = (playing) => {
    isPlaying = playing;
    button.textContent = playing ? "Dừng nghe" : "Nghe bài";
  };

  const read = () => {
    const parts = [...document.querySelectorAll(button.dataset.listen)]
      .flatMap((block) => block.innerText.split(/\n+/))
      .filter((line) => line.trim());
    parts.forEach((line, index) => {
      const sentence = new SpeechSynthesisUtterance(line);
      sentence.lang = "vi-VN";
      sentence.voice = voice();
      if (index === parts.length - 1) sentence.onend = () => name(false);
      speech.speak(sentence);
    });
    name(parts.length > 0);
  };

  button.addEventListener("click", () => {
    if (isPlaying) {
      speech.cancel();
      name(false);
    } else {
      speech.cancel();
      read();
    }
  });
  window.addEventListener("pagehide", () => speech.cancel());
  speech.addEventListener?.("voiceschanged", offer);
  offer();
}
