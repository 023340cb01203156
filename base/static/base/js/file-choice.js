// Gives file fields a label in the page's language; the browser's own button has the browser's language.
// Without this script the browser's field is shown.
const words = document.querySelector("script[data-file-choice]").dataset;
const OWN = ".pickfile, .upload-box, .filechoice"; // components that label the field themselves

function dress(input) {
  if (input.closest(OWN) || getComputedStyle(input).opacity === "0") return;
  const box = document.createElement("span"), button = document.createElement("span"), name = document.createElement("span");
  box.className = "filechoice";
  button.className = "button line button-secondary";
  button.textContent = words.fileChoice;
  name.className = "chosen";
  for (const seen of [button, name]) seen.setAttribute("aria-hidden", "true"); // screen readers read the field itself
  const tell = () => { name.textContent = [...input.files].map((file) => file.name).join(", ") || words.none; };
  input.addEventListener("change", tell);
  input.form?.addEventListener("reset", () => queueMicrotask(tell));
  input.before(box);
  box.append(button, name, input); // the transparent field lies on top and receives clicks, taps and dropped files
  tell();
}

const dressAll = (root) => root.querySelectorAll("input[type=file]").forEach(dress);
dressAll(document);
new MutationObserver((changes) => changes.forEach((change) => change.addedNodes.forEach((node) => {
  if (node.nodeType === Node.ELEMENT_NODE) node.matches("input[type=file]") ? dress(node) : dressAll(node);
}))).observe(document.body, { childList: true, subtree: true });
