// Library pages: filters without a reload; basket, ticks, costs and place of use in localStorage. They work without it.
// Nothing is sent but what the URLs contain.
const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };
const kept = (name) => { try { return localStorage.getItem(name) ?? ''; } catch { return ''; } };

/* Status line for screen readers, outside the results, which are replaced. */
const heard = Object.assign(document.createElement('p'), { className: 'vh', role: 'status' });
document.querySelector('main').append(heard);
const say = (words) => { heard.textContent = ''; requestAnimationFrame(() => { heard.textContent = words; }); };

/* Filters: fetch the page with the new query and replace the results, and the links to the other languages. */
const languages = (page) => [...page.querySelectorAll('li > a[lang][hreflang]:not(main *)')];
const results = () => document.querySelector('[data-results]');
/** Name by which a <details> is found again after the update; facets without values are missing, so not by position. */
const nameOf = (details) => (details.matches('.facet') ? details.querySelector('input').name : details.className);
let asked;
const show = async (address, push) => {
  asked?.abort();
  asked = new AbortController();
  const box = results();
  box.setAttribute('aria-busy', 'true');
  try {
    const answer = await fetch(address, { signal: asked.signal });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('[data-results]');
    if (!fresh) { location.assign(address); return; }
    const focus = document.activeElement?.closest('[data-filters] label')?.querySelector('input');
    const open = new Map([...box.querySelectorAll('details')].map((one) => [nameOf(one), one.open]));
    fresh.querySelectorAll('details').forEach((one) => { one.open = open.get(nameOf(one)) ?? one.open; });
    box.replaceWith(fresh);
    const chips = page.querySelector('.libtop .chips');
    if (chips) document.querySelector('.libtop .chips')?.replaceWith(chips);
    const links = languages(page);
    languages(document).forEach((one, place) => { if (links[place]) one.href = links[place].getAttribute('href'); });
    if (push) history.pushState({}, '', address);
    if (focus) [...fresh.querySelectorAll(`[name="${focus.name}"]`)].find((one) => one.value === focus.value)?.focus({ preventScroll: true });
    paint();
    say(fresh.querySelector('#kq').textContent);
  } catch (error) {
    if (error.name !== 'AbortError') location.assign(address);
  }
};
const addressOf = (form) => {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  return `${form.getAttribute('action')}?${query}`;
};
document.addEventListener('change', (e) => {
  const form = e.target.closest('[data-filters]');
  if (form) show(addressOf(form), true);
});
document.addEventListener('submit', (e) => {
  if (!e.target.matches('[data-filters]')) return;
  e.preventDefault();
  const box = e.target.closest('.filterbox');
  show(addressOf(e.target), true).then(() => {
    const again = box && results().querySelector('.filterbox');
    if (again && !matchMedia('(width >= 67.5rem)').matches) again.open = false;
    document.getElementById('kq')?.focus();
  });
});
addEventListener('keydown', (e) => {
  const box = e.key === 'Escape' && e.target.closest?.('.filterbox[open]');
  if (!box || matchMedia('(width >= 67.5rem)').matches) return;
  box.open = false;
  box.querySelector('summary').focus();
});
addEventListener('popstate', () => { if (results()) show(location.href, false); });

/* Basket: asset codes in localStorage; the URL of the basket page contains them. */
const codes = () => kept('gio').split(' ').filter(Boolean);
const basketPage = (list) => `/${document.documentElement.lang || 'vi'}/kho-tai-lieu/gio/?${new URLSearchParams(list.map((code) => ['m', code]))}`;
const bar = document.createElement('a');
bar.className = 'basketbar';
let tapped; // a second tap on the same button within 600 ms belongs to the first
document.addEventListener('click', (e) => {
  const add = e.target.closest('[data-basket]');
  if (!add || e.ctrlKey || e.metaKey) return;
  e.preventDefault();
  const isAgain = tapped?.add === add && e.timeStamp - tapped.at < 600;
  tapped = { add, at: e.timeStamp };
  if (isAgain) return;
  const list = codes();
  const at = list.indexOf(add.dataset.basket);
  if (at < 0) list.push(add.dataset.basket); else list.splice(at, 1);
  keep('gio', list.slice(0, 40).join(' '));
  paint();
  say(bar.textContent);
});

/* The basket's page shows that of its address: one's own, or another, which replaces one's own only when one says so. */
const shelf = document.querySelector('[data-basket-page]');
if (shelf) {
  const asked = (query) => [...query.getAll('m'), ...(query.get('them') ?? '').split(/[\s,]+/)].map((code) => code.trim().toUpperCase()).filter(Boolean);
  const set = (list) => [...new Set(list)].sort().join(' ');
  const mine = codes();
  const shown = shelf.dataset.basketPage.split(' ').filter(Boolean);
  if (!mine.length || [shown, asked(new URLSearchParams(location.search))].some((list) => set(list) === set(mine))) {
    keep('gio', shown.join(' '));
    shelf.addEventListener('click', (e) => { const out = e.target.closest('a[data-step]'); if (out) keep('gio', asked(new URL(out.href).searchParams).join(' ')); });
    shelf.addEventListener('submit', (e) => { if (e.target.matches('[data-step]')) keep('gio', asked(new URLSearchParams(new FormData(e.target))).join(' ')); });
  } else {
    const notice = document.getElementById('gio-khac').content.firstElementChild;
    for (const link of notice.querySelectorAll('a')) {
      const list = { join: [...new Set([...mine, ...shown])], take: shown, open: mine }[link.dataset.to];
      link.href = basketPage(list);
      link.addEventListener('click', () => keep('gio', list.join(' ')));
      if (!shown.length && link.dataset.to !== 'open') link.remove();
    }
    shelf.querySelector('.sechead').after(notice);
  }
}

/* Place of use: an optional choice, kept in localStorage and added to each download link. */
const place = document.querySelector('[data-place]');
const mark = (where) => document.querySelectorAll('a[href^="/tai/"]').forEach((link) => {
  const address = new URL(link.href);
  if (where) address.searchParams.set('noi', where); else address.searchParams.delete('noi');
  link.href = address.pathname + address.search;
});
if (place) {
  place.querySelector('[data-plain]').hidden = true;
  const choice = place.elements.noi;
  choice.value = kept('noi');
  choice.addEventListener('change', () => { keep('noi', choice.value); mark(choice.value); });
}

/* Steps of a kit: ticks are kept in localStorage. */
document.querySelectorAll('[data-ticks]').forEach((list) => {
  const name = `tick-${list.dataset.ticks}`;
  const done = new Set(kept(name).split(' '));
  list.querySelectorAll('input').forEach((box) => { box.checked = done.has(box.value); });
  list.addEventListener('change', () => keep(name, [...list.querySelectorAll(':checked')].map((box) => box.value).join(' ')));
});

/* Printing costs: entered by the school, kept in localStorage. */
document.querySelectorAll('[data-costs]').forEach((box) => {
  const name = `tien-${box.dataset.costs}`;
  const fields = [...box.querySelectorAll('input')];
  const total = box.querySelector('[data-costs-total]');
  const money = (sum) => `${new Intl.NumberFormat(document.documentElement.lang === 'en' ? 'en' : 'vi').format(sum)} ${total.dataset.unit}`;
  const keyOf = (field) => (field.dataset.costsNumber ? `n:${field.dataset.costsNumber}` : `p:${field.dataset.costsPrice}`);
  const before = new Map(kept(name).split(' ').filter(Boolean).map((one) => one.split('=')));
  fields.forEach((field) => { field.value = before.get(keyOf(field)) ?? ''; });
  const count = () => {
    let all = 0;
    box.querySelectorAll('[role=group]').forEach((row) => {
      const own = [...row.querySelectorAll('input')];
      const sum = own.every((field) => field.value && field.checkValidity()) ? own.reduce((product, field) => product * field.valueAsNumber, 1) : 0;
      const shown = row.querySelector('output');
      shown.hidden = !sum;
      shown.textContent = sum ? `= ${money(sum)}` : '';
      all += sum;
    });
    total.hidden = !all;
    total.textContent = `${total.dataset.words}: ${money(all)}`;
  };
  box.addEventListener('input', () => {
    keep(name, fields.filter((field) => field.value).map((field) => `${keyOf(field)}=${field.value}`).join(' '));
    count();
  });
  count();
});
document.querySelectorAll('[data-print]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => print());
});

function paint() {
  document.querySelectorAll('[data-found]').forEach((button) => { button.textContent = button.dataset.found; });
  const list = codes();
  document.querySelectorAll('[data-basket]').forEach((add) => {
    const inside = list.includes(add.dataset.basket);
    add.dataset.out ??= add.firstChild.textContent;
    add.firstChild.textContent = inside ? add.dataset.in : add.dataset.out;
    add.classList.toggle('in-basket', inside);
  });
  const word = document.querySelector('[data-basket]');
  bar.hidden = !list.length || !word;
  bar.href = basketPage(list);
  bar.textContent = `${document.querySelector('[data-basket-word]')?.dataset.basketWord ?? 'Giỏ tài liệu'}: ${list.length}`;
  if (word && !bar.isConnected) document.querySelector('main').append(bar);
  mark(kept('noi'));
}
paint();
// The basket may have changed meanwhile: in another tab, or on the page from which one comes back.
addEventListener('storage', paint);
addEventListener('pageshow', (e) => { if (e.persisted) paint(); });
