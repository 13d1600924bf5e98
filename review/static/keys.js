// What keys add to pages that work without: warning before a session ends, and one-key decisions.
"use strict";

const body = document.body;

function post(address) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ token: body.dataset.token }),
  });
}

function warnBeforeTheEnd() {
  const ends = Number(body.dataset.ends) * 1000;
  const wait = ends - Number(body.dataset.warn) * 1000 - Date.now();
  if (!ends) return;
  setTimeout(() => {
    const box = document.createElement("div");
    box.className = "warning-box";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    const minutes = Math.max(1, Math.round(Number(body.dataset.warn) / 60));
    words.textContent = `Your session ends in ${minutes} minutes. What you typed is not lost then.`;
    const stay = document.createElement("button");
    stay.textContent = "Stay signed in";
    stay.addEventListener("click", async () => {
      const answer = await post("/stay").catch(() => null);
      if (answer && answer.ok) {
        body.dataset.ends = (await answer.json()).ends;
        box.remove();
        warnBeforeTheEnd();
      } else {
        words.textContent = "The session has ended. Send what you typed; you will be asked to sign in.";
      }
    });
    box.append(words, stay);
    body.append(box);
  }, Math.max(0, wait));
}

// A form or link says with data-key which key stands for it. No key acts while somebody types.
function typing(target) {
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const meant = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("input, textarea, select")) meant.focus();
  else meant.click();
});

// What was just done is said once. A live region tells of what is put into it, not of what it held
// from the first, so the words are put in again; and the address forgets them.
function tellOnce() {
  const told = document.querySelector("[data-told]");
  if (!told) return;
  const words = told.textContent;
  told.style.minHeight = `${told.offsetHeight}px`;
  told.textContent = "";
  setTimeout(() => { told.textContent = words; }, 200);
  const address = new URL(location.href);
  address.searchParams.delete("did");
  history.replaceState(history.state, "", address);
}

warnBeforeTheEnd();
tellOnce();
