// What was written before the sign-in goes on by itself; without this script its button does the same.
document.getElementById("send-again").requestSubmit();
