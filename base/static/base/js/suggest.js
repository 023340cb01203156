// Search suggestions: turns the search field into an ARIA combobox. Without this file the form works as it is.
const WAIT = 150; // ms after the last key
const box = (form) => {
  const input = form.querySelector('input[type=search]');
  const list = document.createElement('ul');
  let options = [], at = -1, timer, running;
  list.className = 'suggestions'; list.role = 'listbox'; list.hidden = true; list.id = `goi-y-${crypto.randomUUID?.() ?? Date.now()}`;
  list.setAttribute('aria-label', input.placeholder);
  form.append(list);
  Object.entries({ role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id }).forEach(([k, v]) => input.setAttribute(k, v));

  const close = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
  const select = (index) => {
    at = (index + options.length) % options.length;
    options.forEach((o, n) => o.setAttribute('aria-selected', String(n === at)));
    input.setAttribute('aria-activedescendant', options[at].id);
    options[at].scrollIntoView({ block: 'nearest' });
  };
  const take = (option) => { if (option.dataset.address) location.href = option.dataset.address; else { input.value = option.dataset.phrase; form.submit(); } };
  const add = (text, small, data) => {
    const option = document.createElement('li');
    option.role = 'option'; option.id = `${list.id}-${options.length}`; option.setAttribute('aria-selected', 'false');
    Object.assign(option.dataset, data);
    option.setAttribute('aria-label', small ? `${text}, ${small}` : text); // without a label Orca reads only the first line of the text
    const words = document.createElement('span'); words.textContent = text; option.append(words);
    if (small) { const s = document.createElement('small'); s.textContent = small; option.append(s); }
    option.addEventListener('pointerdown', (e) => { e.preventDefault(); take(option); });
    list.append(option); options.push(option);
  };
  const ask = async () => {
    const query = input.value.trim();
    running?.abort();
    if (!query || query.length > 100) return close();
    running = new AbortController();
    try {
      const answer = await fetch(`${form.getAttribute('action')}goi-y/?q=${encodeURIComponent(query)}`, { signal: running.signal, referrerPolicy: 'no-referrer' });
      if (!answer.ok) return close();
      const { phrases, pages } = await answer.json();
      list.replaceChildren(); options = []; at = -1;
      phrases.forEach((phrase) => add(phrase, '', { phrase }));
      pages.forEach((page) => add(page.title, page.kind, { address: page.address }));
      list.hidden = !options.length;
      input.setAttribute('aria-expanded', String(!list.hidden));
    } catch (error) { if (error.name !== 'AbortError') close(); }
  };
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (e) => {
    if (e.isComposing) return;
    if (e.key === 'Escape') close();
    if (list.hidden) return;
    if (e.key === 'ArrowDown') { e.preventDefault(); select(at + 1); }
    if (e.key === 'ArrowUp') { e.preventDefault(); select(at < 0 ? options.length - 1 : at - 1); }
    if (e.key === 'Enter' && at >= 0) { e.preventDefault(); take(options[at]); }
  });
  if (document.activeElement === input && input.value) ask(); // text typed before this file was loaded
};
document.querySelectorAll('form.searchform').forEach(box);
