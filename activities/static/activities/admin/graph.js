// The graph of a scenario in its editor: drawn by the server from the newest saved version, again after each save.
const place = document.querySelector('[data-scenario-graph]');
const draw = async () => {
  // A new page gets its id, and this page its address, from the first autosave.
  const number = /\/pages\/(\d+)\/edit\//.exec(location.pathname)?.[1];
  if (!number) return;
  const answer = await fetch(place.dataset.scenarioGraph.replace('/0/', `/${number}/`));
  if (answer.ok) place.innerHTML = await answer.text(); // rendered and escaped by our own templates
};
if (place) {
  draw();
  document.addEventListener('w-autosave:success', draw);
}
