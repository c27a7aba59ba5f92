// Which view is open, of which notice; and the index of many.
const VIEWS = { index: showIndex, bodies: showBodies, targets: showTargets, about: showAbout };
const indexTable = { sort: 'number', down: false };

function enter(view, paper = state.paper) {
  state.view = paper < 0 && view === 'read' ? 'index' : view;
  state.paper = state.view === 'index' ? -1 : paper;
  render();
}

function render() {
  document.body.dataset.view = state.view;
  document.body.dataset.scope = state.paper < 0 ? 'all' : 'one';
  for (const node of $$('article')) node.hidden = state.view !== 'read' || Number(node.dataset.n) !== state.paper;
  for (const node of $$('#outline ol')) node.hidden = Number(node.dataset.n) !== state.paper;
  for (const link of $$('.tabs a')) {
    const here = link.hash === `#!${state.view}`;
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
    if (link.hash === '#!read') link.hidden = state.paper < 0;
  }
  for (const [name, show] of Object.entries(VIEWS)) {
    const node = $(`#view-${name}`);
    node.hidden = name !== state.view;
    if (name === state.view) {
      show(node);
    } else node.replaceChildren();
  }
  const title = state.paper < 0 ? t('notices') : paperOf(state.paper).title;
  if (page.notices !== 1) {
    $('h1').textContent = title;
    $('h1').lang = state.paper < 0 ? document.documentElement.lang : 'zh-Hans';
    document.title = title;
    $('.search input').placeholder = t(state.paper < 0 ? 'search_all' : 'search');
  }
  showPanel();
}

function countOf(paper, letter) {
  if (letter === 'a') return bodiesOf(paper).size;
  return paper.facts.filter((fact) => fact.kind.letter === letter).length;
}

function showIndex(view) {
  const letters = $$('[data-count]', $('article') ?? view).map((node) => node.dataset.count);
  const rows = scope().map((paper) => ({
    number: paper.number, paper, title: paper.title, issue_date: paper.metadata.issue_date ?? '',
    ...Object.fromEntries(letters.map((letter) => [letter, countOf(paper, letter)])),
  })).filter((row) => !isFiltered() || chosenTasks(row.paper).size);
  const sign = indexTable.down ? -1 : 1;
  rows.sort((a, b) => {
    const x = a[indexTable.sort], y = b[indexTable.sort];
    return sign * (typeof x === 'number' ? x - y : x.localeCompare(y, 'zh')) || a.number - b.number;
  });
  const column = (key, words) => el('th', {
    scope: 'col', 'aria-sort': indexTable.sort !== key ? 'none' : indexTable.down ? 'descending' : 'ascending',
  }, el('button', {
    type: 'button', 'data-column': key,
    onclick: () => {
      indexTable.down = indexTable.sort === key ? !indexTable.down : letters.includes(key);
      indexTable.sort = key;
      render();
      $(`#view-index [data-column="${key}"]`).focus();
    },
  }, words));
  const body = el('tbody');
  inPieces(body, rows, ({ paper, ...row }) => el('tr', {},
    el('th', { scope: 'row', lang: 'zh-Hans' }, el('a', { href: `#!read/${paper.number}` }, paper.title),
      el('small', {}, [paper.metadata.doc_number, paper.metadata.source_name].filter(Boolean).join(' · '))),
    el('td', {}, row.issue_date), letters.map((letter) => el('td', { class: 'n' }, number(row[letter])))), 100, 'tr');
  const sums = letters.map((letter) => [letter, letter === 'a' ? gatherBodies().length : rows.reduce((sum, row) => sum + row[letter], 0)]);
  view.replaceChildren(
    el('ul', { class: 'counts' }, el('li', {}, el('b', {}, number(rows.length)), ' ', t('notices')),
      sums.map(([letter, sum]) => el('li', { 'data-k': letter }, el('b', {}, number(sum)), ' ', kindName(letter)))),
    el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('index') }, el('table', { class: 'list' }, el('thead', {}, el('tr', {},
      column('title', t('title')), column('issue_date', columnName('issue_date')), letters.map((letter) => column(letter, kindName(letter))))), body)));
}

// Follows a link: to a view, to a division, to a fact.
function follow() {
  let hash = location.hash.slice(1);
  try { hash = decodeURIComponent(hash); } catch { return; }
  if (hash.startsWith('!')) {
    const [view, number] = hash.slice(1).split('/');
    if (view in VIEWS || view === 'read') {
      const paper = number === undefined ? state.paper : Number(number);
      enter(view, paper < page.notices ? paper : state.paper);
      applyFilters();
      scrollTo(0, 0);
      toggle('outline', false);
    }
    return;
  }
  if (!hash || hash === 'main') return;
  for (let number = 0; number < page.notices; number++) {
    const paper = page.notices === 1 || document.getElementById(`n${number}`) ? paperOf(number) : null;
    if (!paper || !hash.startsWith(paper.anchor)) continue;
    const id = hash.slice(paper.anchor.length);
    const fact = paper.byId.get(id) ?? listOf(paper, id);
    if (fact) {
      pick(fact, { go: true, link: false });
      toggle('outline', false);
      return;
    }
    const division = paper.divisionAt.get(id);
    if (division === undefined) continue;
    if (state.view !== 'read' || state.paper !== number) enter('read', number);
    reveal(paper, paper.unit(paper.divisions.get('start', division)));
    toggle('outline', false);
    return;
  }
}

// A list of bodies is reached by its own id too: its first body stands for it.
const listOf = (paper, id) => paper.byId.get(`${id}.1`);

function toggle(name, open) {
  const root = document.documentElement, button = $(`.open-${name}`);
  root.classList.toggle(`${name}-open`, open);
  button.setAttribute('aria-expanded', String(root.classList.contains(`${name}-open`)));
}

// The line of the outline for what is read now.
function trace() {
  if (state.view !== 'read' || state.paper < 0) return;
  const paper = paperOf(state.paper);
  const box = paper.root.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  let node = null;
  for (const y of [168, 130, 200, 100]) {
    node = document.elementFromPoint(x, $('.bar').offsetHeight + y)?.closest('.text [id]');
    if (node) break;
  }
  let link = null;
  for (; node && !link; node = node.parentElement?.closest('.text [id]')) link = outlineLink(paper, node.id);
  if (!link || link.getAttribute('aria-current')) return;
  $('#outline [aria-current]')?.removeAttribute('aria-current');
  link.setAttribute('aria-current', 'true');
  const nav = $('#outline'), top = link.offsetTop - nav.clientHeight / 3;
  if (link.offsetTop < nav.scrollTop + 40 || link.offsetTop > nav.scrollTop + nav.clientHeight - 60) nav.scrollTop = top;
}
