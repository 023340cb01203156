// A file field in the page's own words. The browser's button speaks the browser's language, also to somebody who chose
// another one here. Without this script the field is the browser's own.
const words = document.querySelector("script[data-file-choice]").dataset;
const OWN = ".pickfile, .upload-box, .filechoice"; // these dress the field themselves

function dress(input) {
  if (input.closest(OWN) || getComputedStyle(input).opacity === "0") return;
  const box = document.createElement("span"), button = document.createElement("span"), name = document.createElement("span");
  box.className = "filechoice";
  button.className = "button line button-secondary";
  button.textContent = words.fileChoice;
  name.className = "chosen";
  for (const seen of [button, name]) seen.setAttribute("aria-hidden", "true"); // the field itself says both
  const tell = () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || words.none; };
  input.addEventListener("change", tell);
  input.form?.addEventListener("reset", () => queueMicrotask(tell));
  input.before(box);
  box.append(button, name, input); // above the others: a click, a tap and a dropped file all meet the field
  tell();
}

const dressAll = (root) => root.querySelectorAll("input[type=file]").forEach(dress);
dressAll(document);
new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
  if (node.nodeType === Node.ELEMENT_NODE) node.matches("input[type=file]") ? dress(node) : dressAll(node);
}))).observe(document.body, { childList: true, subtree: true });
