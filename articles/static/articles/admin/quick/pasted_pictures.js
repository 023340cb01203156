/* Pictures of a pasted text leave its HTML and go beside it as files, through the upload gate. */
const MOST_BYTES = 25_000_000; // of all pictures of one paste; a request may have 30 MB
const IMAGE = /<img\b[^>]*>/gi;
const SOURCE = /\bsrc\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/i;
/* Word puts its pictures as hexadecimal digits into the RTF of the clipboard, in the order of the HTML. */
const RTF_PICTURE = /\{\\pict(?:(?!\{\\pict)[\s\S])*?\\(png|jpeg)blip(?:(?!\{\\pict)[\s\S])*?([\da-f\s]{40,})\}/gi;

function fromBase64(data) {
  const [, type, words] = /^data:(image\/[\w.+-]+);base64,(.*)$/is.exec(data) ?? [];
  try {
    return type ? new Blob([Uint8Array.from(atob(words), (letter) => letter.charCodeAt(0))], { type }) : null;
  } catch {
    return null;
  }
}

function fromRtf(rtf) {
  return [...rtf.matchAll(RTF_PICTURE)].map(([, kind, digits]) => {
    const pairs = digits.replace(/\s/g, '').match(/../g);
    return new Blob([Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16))], { type: `image/${kind}` });
  });
}

/* {html: with “picture:0”, “picture:1” … for the pictures that could be had, pictures: their files}. */
export function takeOutPictures(clipboard) {
  const html = clipboard.getData('text/html');
  const sources = [...html.matchAll(IMAGE)].map(([tag]) => SOURCE.exec(tag)?.[1].replace(/^["']|["']$/g, '') ?? '');
  const found = sources.map((source) => fromBase64(source));
  const missing = found.flatMap((file, number) => (file ? [] : [number]));
  const beside = [fromRtf(clipboard.getData('text/rtf')), [...clipboard.files].filter((file) => file.type.startsWith('image/'))];
  const whole = beside.find((files) => files.length && files.length === missing.length) ?? [];
  for (const [index, number] of missing.entries()) found[number] = whole[index] ?? null;

  const pictures = [];
  let bytes = 0;
  let number = 0;
  const named = html.replace(IMAGE, (tag) => {
    const file = found[number];
    number += 1;
    if (!file || bytes + file.size > MOST_BYTES) return tag.replace(/(\bsrc\s*=\s*["']?)data:[^"'\s>]*/i, '$1');
    bytes += file.size;
    pictures.push(file);
    return tag.replace(SOURCE, `src="picture:${pictures.length - 1}"`);
  });
  return { html: named, pictures };
}
