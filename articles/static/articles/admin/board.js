/* Dragging a card to a column where its buttons lead, too; to “returned” it opens the form for the words first. */
const board = document.querySelector('[data-newsroom-board]');
let card = null;
board?.addEventListener('dragstart', (event) => {
  card = event.target.closest('[data-card]');
  if (!card) return;
  event.dataTransfer.setData('text/plain', card.dataset.card);
  for (const column of board.querySelectorAll('[data-column]')) {
    column.classList.toggle('is-open', card.dataset.moves.split(' ').includes(column.dataset.column));
  }
});
board?.addEventListener('dragend', () => {
  for (const column of board.querySelectorAll('[data-column]')) column.classList.remove('is-open', 'is-target');
  card = null;
});
for (const kind of ['dragover', 'dragleave', 'drop']) {
  board?.addEventListener(kind, (event) => {
    const column = event.target.closest('.is-open[data-column]');
    if (!column || !card) return;
    if (kind !== 'dragleave') event.preventDefault();
    column.classList.toggle('is-target', kind === 'dragover');
    if (kind === 'drop') take(card, column.dataset.column);
  });
}
function take(dropped, key) {
  const more = dropped.querySelector('.newsroom-move');
  if (key === 'returned') {
    more.open = true;
    more.querySelector('textarea').focus();
  } else more.querySelector(`button[value="${key}"]`).click();
}
