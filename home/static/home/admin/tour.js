// Puts “?” beside the title of every page of the administration: it leads to the page of the guide that explains it.
// With ?tham-quan=<n> in the address it shows step n of the tour in a dialog over the page.
const own = document.querySelector('script[data-help]');
const titleOf = (page) => page.querySelector('main h1, main [data-page-title], header h1');

const heading = titleOf(document);
if (heading) {
  const link = document.createElement('a');
  link.className = 'guide-here';
  link.href = `${own.dataset.help}?tu=${encodeURIComponent(location.pathname)}`;
  link.textContent = '?';
  link.setAttribute('aria-label', own.dataset.label);
  link.title = own.dataset.label;
  heading.classList.add('guide-titled');
  heading.after(link);
}

const number = new URLSearchParams(location.search).get('tham-quan');
if (/^[1-9]$/.test(number ?? '')) {
  const answer = await fetch(`${own.dataset.tour}${number}/`);
  const step = answer.ok
    && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-tour-step]');
  if (step) {
    const dialog = document.createElement('dialog');
    dialog.className = 'tour-dialog';
    dialog.setAttribute('aria-labelledby', 'tour-title');
    dialog.append(document.importNode(step, true));
    document.body.append(dialog);
    dialog.showModal(); // Escape closes it; the focus stays inside and returns afterwards
    dialog.querySelector('#tour-title').focus();
  }
}
