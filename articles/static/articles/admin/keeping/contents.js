/* What the form of an editor holds, as [name, value] pairs, and what a reader sees of it. */
const NOT_CONTENT = /^(csrfmiddlewaretoken|loaded_revision_.*|overwrite_revision_id|next|comments-.*|action-.*|workflow-.*|newsroom-autosave)$/;
/* Written by program: ids and counts that differ between two forms with the same words. */
const BOOKKEEPING = /(-id|-type|-order|-deleted|-ORDER|-DELETE|-count|_FORMS|-MIN_NUM_FORMS|-MAX_NUM_FORMS)$/;

export function entriesOf(form) {
  return contentOf(new FormData(form));
}

export function contentOf(data) {
  return [...data].filter(([name, value]) => !NOT_CONTENT.test(name) && !(value instanceof File));
}

/* What else a form sends: its token, the version it began with, comments. */
export function otherEntriesOf(form) {
  return [...new FormData(form)].filter(([name]) => NOT_CONTENT.test(name));
}

/* Leave the page with a form of these fields. */
export function send(address, entries) {
  const form = document.createElement('form');
  form.method = 'post';
  form.action = address;
  for (const [name, value] of entries) {
    const field = document.createElement('input');
    Object.assign(field, { type: 'hidden', name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

/* The form's fields as they are sent, and one text for comparing two states of it: a field of rich text that starts writes
   the same words in another way. */
export function printed(entries) {
  return new URLSearchParams(entries.map(([name, value]) => [name, settled(value)])).toString();
}

/* JSON of rich text as Draftail writes it; other text as it is. */
export function settled(value) {
  const found = richText(value);
  if (!found) return value;
  const blocks = found.blocks.map(({ key, text, type, depth, inlineStyleRanges, entityRanges, data = {} }) => (
    { key, text, type, depth, inlineStyleRanges, entityRanges, data }));
  const isEmpty = blocks.every((block) => !block.text.trim() && !block.entityRanges.length && !block.inlineStyleRanges.length);
  if (isEmpty) return 'null';
  const entities = Object.entries(found.entityMap ?? {}).map(([key, { type, mutability, data }]) => [key, { type, mutability, data }]);
  return JSON.stringify({ blocks, entityMap: Object.fromEntries(entities) });
}

/* Draftail's {blocks, entityMap}, which stands as JSON in its field; null for other text, also for JSON that somebody types. */
function richText(value) {
  if (!/^\{\s*"/.test(value)) return null;
  try {
    const text = JSON.parse(value);
    const isBlock = (block) => typeof block?.text === 'string' && [block.entityRanges, block.inlineStyleRanges].every(Array.isArray);
    return text.blocks?.length && text.blocks.every?.(isBlock) && Object.values(text.entityMap ?? {}).every(Boolean) ? text : null;
  } catch {
    return null;
  }
}

function lines(value) {
  const text = richText(value);
  if (text) return text.blocks.map((block) => block.text).filter(Boolean);
  return value ? value.split('\n') : [];
}

/* The words of all fields in their order, a line each; blocks and rows that were removed are left out. */
export function wordsOf(entries) {
  const values = new Map(entries);
  const gone = entries.filter(([name, value]) => /-(deleted|DELETE)$/.test(name) && value).map(([name]) => name.replace(/(deleted|DELETE)$/, ''));
  const place = ([name]) => {
    const [block] = /^.+?-\d+-/.exec(name) ?? [];
    return block ? Number(values.get(`${block}order`) ?? values.get(`${block}ORDER`) ?? 0) : 0;
  };
  const stream = ([name]) => /^(.+?)-\d+-/.exec(name)?.[1] ?? name;
  const kept = entries.filter(([name]) => !BOOKKEEPING.test(name) && !gone.some((start) => name.startsWith(start)));
  const names = [...new Set(kept.map(stream))];
  return names.flatMap((name) => kept.filter((entry) => stream(entry) === name).sort((a, b) => place(a) - place(b)))
    .flatMap(([, value]) => lines(value));
}

/* `now` with what `names` lists of `copy`: ids of blocks, which take their places again, and names of fields. */
export function withParts(now, copy, names) {
  const old = new Map(copy);
  let found = now.map(([name, value]) => [name, names.includes(name) ? old.get(name) ?? value : value]);
  for (const id of names) {
    const from = startOf(copy, id);
    if (!from || old.get(`${from}deleted`)) continue;
    const [stream] = from.split('-');
    const values = new Map(found);
    const count = Number(values.get(`${stream}-count`));
    const there = startOf(found, id);
    const to = there ?? `${stream}-${count}-`;
    const order = there ? Number(values.get(`${there}order`)) : orderFor(from, old, found);
    const moved = (name, value) => (ordersOf(stream).test(name) && Number(value) >= order ? String(Number(value) + 1) : value);
    found = found.filter(([name]) => !name.startsWith(to));
    if (!there) found = found.map(([name, value]) => [name, name === `${stream}-count` ? String(count + 1) : moved(name, value)]);
    const own = copy.filter(([name]) => name.startsWith(from));
    found.push(...own.map(([name, value]) => [to + name.slice(from.length), name === `${from}order` ? String(order) : value]));
  }
  return found;
}

const ordersOf = (stream) => new RegExp(`^${stream}-\\d+-order$`);

/* “body-3-” of the block with that id; undefined where there is none. */
function startOf(entries, id) {
  return entries.find(([name, value]) => value === id && /^\w+-\d+-id$/.test(name))?.[0].slice(0, -2);
}

/* Where the block that begins with `from` in `old` belongs in `found`: behind the nearest above it that is still there. */
function orderFor(from, old, found) {
  const isOrder = ordersOf(from.split('-')[0]);
  const above = [...old].filter(([name, value]) => isOrder.test(name) && Number(value) < Number(old.get(`${from}order`)));
  above.sort(([, a], [, b]) => b - a);
  const starts = above.map(([name]) => startOf(found, old.get(name.replace(/order$/, 'id')))).filter(Boolean);
  return starts.length ? Number(new Map(found).get(`${starts[0]}order`)) + 1 : 0;
}

/* Which lines of `mine` are not in `theirs`, by the longest common sequence: [line, whether it is only in mine]. */
export function marked(mine, theirs) {
  const length = mine.map(() => new Uint16Array(theirs.length + 1));
  length.push(new Uint16Array(theirs.length + 1));
  for (let i = mine.length - 1; i >= 0; i -= 1) {
    for (let j = theirs.length - 1; j >= 0; j -= 1) {
      length[i][j] = mine[i] === theirs[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const result = [];
  let j = 0;
  for (let i = 0; i < mine.length; i += 1) {
    while (j < theirs.length && mine[i] !== theirs[j] && length[i][j + 1] >= length[i + 1][j] && length[i][j] === length[i][j + 1]) j += 1;
    const same = j < theirs.length && mine[i] === theirs[j];
    result.push([mine[i], !same]);
    if (same) j += 1;
  }
  return result;
}
