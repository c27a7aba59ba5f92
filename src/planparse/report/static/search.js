// Search in the text: every place is painted and listed, and nothing in the page moves.
const hits = { query: '', found: [], at: -1 };

function searchFor(query) {
  hits.query = fold(query.trim());
  hits.found = [];
  hits.at = -1;
  if (hits.query) {
    for (const paper of scope()) {
      for (const block of blocksOf(paper)) {
        block.folded ??= fold(block.text);
        for (let at = block.folded.indexOf(hits.query); at >= 0; at = block.folded.indexOf(hits.query, at + hits.query.length)) {
          hits.found.push({ paper, block, at, start: block.start + at });
        }
      }
    }
  }
  const shown = hits.found.filter((hit) => hit.paper.number === state.paper);
  paint('found', shown.slice(0, 2000).map((hit) => rangeOf(hit)));
  paint('now', []);
  tellHits();
  showPiece('hits', hits.query ? hitList() : null);
}

const rangeOf = (hit) => rangeIn(hit.block.node, hit.at, hit.at + hits.query.length);

function tellHits() {
  const output = $('.hits');
  if (!hits.query) output.textContent = '';
  else if (!hits.found.length) output.textContent = t('none');
  else if (hits.at < 0) output.textContent = t('hits', { n: number(hits.found.length) });
  else output.textContent = `${hits.at + 1}/${hits.found.length}`;
}

function goTo(index) {
  if (!hits.found.length) return;
  hits.at = (index + hits.found.length) % hits.found.length;
  const hit = hits.found[hits.at];
  if (state.view !== 'read' || state.paper !== hit.paper.number) {
    enter('read', hit.paper.number);
    paint('found', hits.found.filter((other) => other.paper === hit.paper).slice(0, 2000).map(rangeOf));
  }
  reveal(hit.paper, hit.start);
  paint('now', [rangeOf(hit)]);
  tellHits();
  for (const node of $$('.hit')) {
    const now = Number(node.dataset.at) === hits.at;
    if (now) node.setAttribute('aria-current', 'true');
    else node.removeAttribute('aria-current');
  }
}

function hitList() {
  const list = el('div', { class: 'facts' });
  inPieces(list, hits.found, (hit, at) => {
    const { text } = hit.block;
    const from = Math.max(hit.at - 10, 0), to = hit.at + hits.query.length;
    return el('button', { type: 'button', class: 'fact hit', 'data-at': at, 'aria-current': at === hits.at ? 'true' : null, onclick: () => goTo(at) },
      el('span', { lang: 'zh-Hans' }, from ? '…' : '', text.slice(from, hit.at), el('b', {}, text.slice(hit.at, to)), text.slice(to, to + 14)),
      page.notices > 1 && state.paper < 0 ? el('small', { class: 'where', lang: 'zh-Hans' }, hit.paper.title) : null);
  }, 60);
  return el('section', { class: 'hit-list', 'aria-label': t('search') },
    el('p', { class: 'quiet total' }, hits.found.length ? t('hits', { n: number(hits.found.length) }) : t('none')), list);
}

function startSearch() {
  const form = $('.search'), input = $('input', form);
  let waiting = 0;
  input.disabled = false;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => searchFor(input.value), 90);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    if (fold(input.value.trim()) !== hits.query) searchFor(input.value);
    goTo(hits.at + 1);
  });
  $('.before', form).addEventListener('click', () => goTo(hits.at < 0 ? -1 : hits.at - 1));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.shiftKey) {
      event.preventDefault();
      goTo(hits.at < 0 ? -1 : hits.at - 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      input.value = '';
      searchFor('');
      input.blur();
    }
  });
}
