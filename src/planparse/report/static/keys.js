// The keyboard, and the start of everything.
function step(kindName, by) {
  if (state.paper < 0) return;
  if (state.view !== 'read') enter('read');
  const facts = paperOf(state.paper).facts.filter((fact) => (kindName ? fact.kind.name === kindName : fact.kind.name !== 'measures')
    && (kindName ? fits(fact) : isListed(fact)) && !fact.table.get('inherited', fact.i));
  if (!facts.length) return;
  let at = facts.indexOf(state.picked);
  if (at < 0) {
    const from = state.picked?.paper.number === state.paper ? state.picked.start : -1;
    at = facts.findIndex((fact) => fact.start > from);
    if (at < 0) at = by > 0 ? facts.length - 1 : 0;
    else if (by < 0) at = Math.max(at - 1, 0);
  } else at = Math.min(Math.max(at + by, 0), facts.length - 1);
  pick(facts[at], { go: true });
}

const openViews = () => $$('.tabs a').filter((link) => !link.hidden);

const KEYS = {
  '/': () => { $('.search input').focus(); $('.search input').select(); },
  j: () => step('measures', 1),
  k: () => step('measures', -1),
  n: () => step('', 1),
  p: () => step('', -1),
  o: () => focusIn('outline'),
  f: () => focusIn('panel'),
  c: () => state.picked && copy(asJson(state.picked)),
  l: () => state.picked && copy(location.href.split('#')[0] + state.picked.paper.hash(state.picked.id)),
  '?': () => showHelp(),
};

function focusIn(name) {
  toggle(name, true);
  const node = $(`#${name}`);
  ($('[aria-current]', node) ?? $('a:not([hidden] *),.card h2,button', node) ?? node).focus({ preventScroll: true });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === 'Escape') {
    if ($('dialog[open]')) return;
    const root = document.documentElement.classList;
    if (root.contains('outline-open')) { toggle('outline', false); $('.open-outline').focus(); }
    else if (state.picked || root.contains('panel-open')) { pick(null); toggle('panel', false); }
    return;
  }
  if (!state.letters || event.target.closest('input,textarea,select,dialog')) return;
  if (/^[1-9]$/.test(event.key) && openViews()[event.key - 1]) {
    openViews()[event.key - 1].click();
    return;
  }
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    act();
  }
});

function showHelp() {
  $('dialog')?.remove();
  const rows = [['/', 'k_search'], ['j k', 'k_measure'], ['n p', 'k_fact'], ['1 – 5', 'k_views'], ['o f', 'k_outline'],
    ['c l', 'k_copy'], ['← ↑ ↓ →', 'k_arrows'], ['Esc', 'k_close'], ['?', 'k_help']];
  const letters = el('input', { type: 'checkbox', id: 'letters', onchange: (event) => { state.letters = event.target.checked; } });
  letters.checked = state.letters;
  const dialog = el('dialog', { 'aria-label': t('help'), onclose: () => dialog.remove() },
    el('h2', {}, t('help')),
    el('dl', {}, rows.flatMap(([keys, words]) => [el('dt', {}, keys.split(' ').map((key) => (key === '–' ? key : el('kbd', {}, key)))), el('dd', {}, t(words))])),
    el('p', {}, letters, ' ', el('label', { for: 'letters' }, t('letters'))),
    el('p', { class: 'actions' }, el('button', { type: 'button', onclick: () => dialog.close() }, t('close')),
      el('button', { type: 'button', onclick: () => { dialog.close(); print(); } }, t('print'))),
    el('p', { class: 'quiet' }, t('made_by', { version: page.version })));
  document.body.append(dialog);
  dialog.showModal();
}

function start() {
  speak(state.lang);
  startSearch();
  $('.language').addEventListener('click', () => { speak(state.lang === 'zh' ? 'en' : 'zh'); render(); });
  $('.help').addEventListener('click', showHelp);
  $('.theme').addEventListener('click', () => {
    const root = document.documentElement;
    const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  });
  for (const name of ['outline', 'panel']) {
    $(`.open-${name}`).addEventListener('click', (event) => {
      const open = event.currentTarget.getAttribute('aria-expanded') !== 'true';
      toggle(name, open);
      if (open) focusIn(name);
    });
  }
  const open = { x: 'about', a: 'bodies', t: 'targets', r: 'about' };
  for (const button of $$('[data-count]')) {
    const letter = button.dataset.count;
    button.addEventListener('click', () => {
      if (letter in open) location.hash = `!${open[letter]}`;
      else listOnly(letter);
    });
  }
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; trace(); });
  }, { passive: true });
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width && state.view === 'targets') render();
    width = innerWidth;
  });
  addEventListener('hashchange', follow);
  addEventListener('beforeprint', finishViews);
  performance.mark('searchable');
  requestAnimationFrame(() => setTimeout(() => {
    applyFilters();
    render();
    follow();
    trace();
    performance.mark('ready');
    document.documentElement.classList.add('ready');
  }));
}
start();
