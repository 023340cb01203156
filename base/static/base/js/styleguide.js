// Styleguide: shows the states :hover and :focus-visible beside each component.
// Rewrites all rules for these pseudo-classes to match a class too, and adds copies of the first sample with that class.
const SAYS = [[/:hover/g, ':is(:hover, .sg-hover)'], [/:focus-visible/g, ':is(:focus-visible, .sg-focus)']];

const teach = (rules) => {
  for (const rule of rules) {
    if (rule.selectorText && /:hover|:focus-visible/.test(rule.selectorText))
      rule.selectorText = SAYS.reduce((text, [what, as]) => text.replace(what, as), rule.selectorText);
    if (rule.cssRules) teach(rule.cssRules);
  }
};
for (const sheet of document.styleSheets) teach(sheet.cssRules);

const CONTROLS = 'a[href], button, summary, input, select, textarea, label';

const copy = (drawn, cls, words) => {
  const twin = drawn.cloneNode(true), box = document.createElement('div'), name = document.createElement('p');
  for (const e of [twin, ...twin.querySelectorAll('*')]) {
    for (const attribute of ['id', 'name', 'for', 'aria-labelledby', 'aria-describedby', 'autofocus']) e.removeAttribute(attribute);
    if (e.matches(CONTROLS) && !e.matches(':disabled, .vh')) e.classList.add(cls);
  }
  if (cls === 'sg-hover') for (const e of [twin, ...twin.querySelectorAll('article, li')]) e.classList.add(cls);
  name.className = 'sgname';
  name.textContent = words;
  box.append(name, twin);
  return box;
};

for (const body of document.querySelectorAll('[data-component] .sgb')) {
  const list = body.querySelector(':scope > ul, :scope > div:only-child') ?? body;
  const first = list.firstElementChild;
  if (!first || !(first.matches(CONTROLS) || first.querySelector(CONTROLS))) continue;
  const states = document.createElement('div');
  states.className = 'sgstates';
  states.inert = true;
  for (const [cls, words] of [['sg-hover', 'Khi rê chuột'], ['sg-focus', 'Khi có tiêu điểm']]) {
    const around = list === body ? first : Object.assign(list.cloneNode(false), {});
    if (list !== body) around.append(first.cloneNode(true));
    states.append(copy(around, cls, words));
  }
  body.append(states);
}
document.documentElement.dataset.states = '';
