// Passkeys: puts the page's question to the browser and sends its answer with the form around it.
const bytes = (text) => {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
};

const text = (buffer) => {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};

const known = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

function asked(question) {
  const options = { ...question.publicKey, challenge: bytes(question.publicKey.challenge) };
  if (options.user) {
    options.user = { ...options.user, id: bytes(options.user.id) };
    options.excludeCredentials = known(options.excludeCredentials);
  } else {
    options.allowCredentials = known(options.allowCredentials);
  }
  return { publicKey: options };
}

function answered(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) {
      response[name] = text(credential.response[name]);
    }
  }
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
}

function prepare(box) {
  const form = box.closest("form");
  const button = box.querySelector("button");
  const refusal = box.querySelector("[role=alert]");
  if (!window.PublicKeyCredential || !button.hidden) {
    return;
  }
  button.hidden = false;
  button.addEventListener("click", async () => {
    refusal.hidden = true;
    if (box.dataset.passkey === "create" && !form.reportValidity()) {
      return;
    }
    try {
      const credential = await navigator.credentials[box.dataset.passkey](asked(JSON.parse(box.dataset.question)));
      form.elements.credential.value = answered(credential);
      // A code is not asked for besides. Whoever shows the form in a dialog hears of it.
      form.noValidate = true;
      form.requestSubmit();
    } catch {
      refusal.hidden = false;
    }
  });
}

const prepareAll = () => document.querySelectorAll("[data-passkey]").forEach(prepare);
prepareAll();
document.addEventListener("passkey:shown", prepareAll);
