// Words that are selected in a passage can be given a tag of their own.
"use strict";

const offer = document.createElement("a");
offer.className = "button offer";
offer.textContent = "Add a tag to these words";
offer.hidden = true;
document.body.append(offer);

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const words = chosen ? chosen.toString().trim() : "";
  const node = chosen && chosen.anchorNode;
  const passage = node && (node.nodeType === 1 ? node : node.parentElement).closest("[data-passage]");
  const within = passage && chosen.focusNode && passage.contains(chosen.focusNode);
  offer.hidden = !words || !within;
  if (!offer.hidden) offer.href = `${passage.dataset.add}?${new URLSearchParams({ words })}`;
});
