// Who answers for what: a bar a body, and the matrix of bodies and measures.
const STRENGTH = { lead: 3, support: 2, unspecified: 1 };
const SIGNS = { lead: '●', support: '◐', unspecified: '○' };
const THICK = { lead: 5, support: 3, unspecified: 1.5 };
const MOST_COLUMNS = 40;
const matrix = { order: 'by_count', sort: '', wide: false };

// By task, what each body is there: its strongest role, by a list of its own before an inherited one.
function tasksOf(paper) {
  if (paper.tasks) return paper.tasks;
  paper.tasks = new Map();
  for (const { key, facts } of bodiesOf(paper).values()) {
    for (const fact of facts) {
      const task = paper.taskOf(paper.divisionOf(fact));
      if (!paper.tasks.has(task)) paper.tasks.set(task, new Map());
      const cells = paper.tasks.get(task);
      const role = fact.table.get('role', fact.i), inherited = Boolean(fact.table.get('inherited', fact.i));
      const weight = STRENGTH[role] + (inherited ? 0 : 4);
      if (!(cells.get(key)?.weight >= weight)) cells.set(key, { role, inherited, weight, fact });
    }
  }
  return paper.tasks;
}

function tally(bodies) {
  for (const body of bodies) Object.assign(body, { lead: 0, support: 0, unspecified: 0, total: 0 });
  const byKey = new Map(bodies.map((body) => [body.key, body]));
  for (const paper of scope()) {
    for (const cells of tasksOf(paper).values()) {
      for (const [key, cell] of cells) {
        byKey.get(key)[cell.role]++;
        byKey.get(key).total++;
      }
    }
  }
  return bodies;
}

function showBodies(view) {
  const bodies = tally(gatherBodies());
  if (!bodies.length) return view.replaceChildren(el('p', { class: 'quiet' }, t('no_bodies')));
  view.replaceChildren(bars(bodies), matrixOf(bodies));
}

function bars(bodies) {
  const leads = bodies.some((body) => body.lead);
  const sorted = [...bodies].sort((a, b) => b.lead - a.lead || b.total - a.total || (a.name < b.name ? -1 : 1));
  const most = Math.max(...bodies.map((body) => body.total));
  const list = el('ol', { class: 'bars' });
  inPieces(list, sorted, (body) => {
    const bar = svg('svg', { viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
    let x = 0;
    for (const role of ['lead', 'support', 'unspecified']) {
      const width = (100 * body[role]) / most;
      if (width) bar.append(svg('rect', { x, width, y: 5 - THICK[role], height: 2 * THICK[role] }));
      x += width;
    }
    const said = ['lead', 'support', 'unspecified'].filter((role) => body[role])
      .map((role) => `${SIGNS[role]} ${valueText(role)} ${number(body[role])}`).join('  ');
    return el('li', {}, el('button', {
      type: 'button', class: 'bar-row', 'aria-pressed': String(state.body === body.key),
      onclick: () => choose({ body: state.body === body.key ? '' : body.key }),
    }, el('span', { class: 'bar-name', lang: 'zh-Hans' }, body.name), bar, el('small', {}, said)));
  }, 12, 'li', false);
  return el('section', { 'aria-label': t(leads ? 'leads' : 'answers') }, el('h2', {}, t(leads ? 'leads' : 'answers')), list);
}

function matrixOf(bodies) {
  const chosen = state.body ? bodies.filter((body) => body.key === state.body) : [...bodies];
  if (matrix.order === 'by_count') chosen.sort((a, b) => b.lead - a.lead || b.total - a.total || (a.name < b.name ? -1 : 1));
  else if (matrix.order === 'by_name') chosen.sort((a, b) => a.name.localeCompare(b.name, 'zh'));
  const shown = matrix.wide ? chosen : chosen.slice(0, MOST_COLUMNS);
  const rows = state.paper >= 0 ? measureRows() : noticeRows();
  if (matrix.sort) rows.sort((a, b) => (weightOf(b) - weightOf(a)) || a.at - b.at);
  const order = el('select', {
    'aria-label': t('columns'), class: 'order',
    onchange: (event) => { matrix.order = event.target.value; render(); $('.order').focus(); },
  }, ['by_count', 'by_text', 'by_name'].map((key) => el('option', { value: key }, t(key))));
  order.value = matrix.order;
  const head = el('tr', {},
    el('th', { scope: 'col', 'aria-sort': matrix.sort ? 'none' : 'ascending' },
      sortButton('', t(state.paper >= 0 ? 'measure' : 'notices'))),
    shown.map((body) => el('th', { scope: 'col', class: 'who', 'aria-sort': matrix.sort === body.key ? 'descending' : 'none' },
      sortButton(body.key, body.name))));
  const table = el('table', { class: 'matrix', role: 'grid', 'aria-label': t('matrix'), onkeydown: moveInGrid });
  const rowsBody = el('tbody');
  table.append(el('thead', {}, head), rowsBody);
  inPieces(rowsBody, rows, (row, at) => el('tr', {},
    el('th', { scope: 'row', lang: 'zh-Hans' }, el('a', { href: row.href }, row.caption)),
    shown.map((body, column) => matrixCell(row, body, at === 0 && column === 0))), 150, 'tr');
  return el('section', { 'aria-label': t('matrix') },
    el('div', { class: 'row' }, el('h2', {}, t('matrix')), el('span', { class: 'quiet legend' }, t('legend')), order,
      shown.length < chosen.length ? el('button', { type: 'button', onclick: () => { matrix.wide = true; render(); } },
        t('all_columns', { n: chosen.length })) : null),
    el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('matrix') }, table));
}

function sortButton(key, words) {
  return el('button', {
    type: 'button', lang: key ? 'zh-Hans' : null, 'data-sort': key,
    onclick: () => { matrix.sort = key; render(); $(`[data-sort="${CSS.escape(key)}"]`)?.focus(); },
  }, el('span', {}, words));
}

const weightOf = (row) => row.cells.get(matrix.sort)?.weight ?? 0;

function measureRows() {
  const paper = paperOf(state.paper);
  const tasks = tasksOf(paper);
  const chosen = isFiltered() ? chosenTasks(paper) : null;
  return [...tasks.keys()].filter((at) => !chosen || chosen.has(at)).sort((a, b) => a - b).map((at) => ({
    at, cells: roleCells(tasks.get(at)), caption: paper.caption(at), href: paper.hash(paper.divisions.get('division_id', at)),
  }));
}

function roleCells(cells) {
  return state.role ? new Map([...cells].filter(([, cell]) => cell.role === state.role)) : cells;
}

// Of many notices a row each, with how many measures a body has there.
function noticeRows() {
  return scope().map((paper) => {
    const cells = new Map();
    for (const task of tasksOf(paper).values()) {
      for (const [key, cell] of roleCells(task)) {
        const sum = cells.get(key) ?? { lead: 0, total: 0, weight: 0 };
        sum.lead += cell.role === 'lead';
        sum.total++;
        sum.weight = sum.lead * 10000 + sum.total;
        cells.set(key, sum);
      }
    }
    return { at: paper.number, cells, caption: paper.title, href: `#!bodies/${paper.number}` };
  }).filter((row) => !isFiltered() || !state.body || row.cells.has(state.body));
}

function matrixCell(row, body, first) {
  const cell = row.cells.get(body.key);
  const attributes = { tabindex: first ? 0 : -1 };
  if (!cell) return el('td', attributes);
  if (!cell.fact) {
    return el('td', attributes, el('a', {
      href: row.href, tabindex: -1, 'aria-label': `${body.name} ${valueText('lead')} ${cell.lead} / ${cell.total}`,
      onclick: () => { state.body = body.key; },
    }, cell.lead ? el('b', {}, cell.lead) : null, cell.lead && cell.total > cell.lead ? '+' : '', cell.total - cell.lead || null));
  }
  const role = valueText(cell.role) + (cell.inherited ? ` · ${t('inherited')}` : '');
  return el('td', attributes, el('button', {
    type: 'button', tabindex: -1, class: cell.role, 'data-fact': nameOf(cell.fact), 'aria-current': isPicked(cell.fact), title: `${body.name} ${role}`, 'aria-label': `${body.name} ${role}`,
    onclick: () => pick(cell.fact),
  }, cell.inherited ? '◌' : SIGNS[cell.role]));
}

// Arrows move from cell to cell; Enter opens what is there.
function moveInGrid(event) {
  const cell = event.target.closest('td');
  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -999], End: [0, 999] };
  if (!cell || (!(event.key in steps) && event.key !== 'Enter' && event.key !== ' ')) return;
  if (!(event.key in steps)) {
    if (event.target === cell && cell.firstElementChild) {
      event.preventDefault();
      cell.firstElementChild.click();
    }
    return;
  }
  event.preventDefault();
  const [down, right] = steps[event.key];
  const rows = $$('tbody tr', event.currentTarget).filter((row) => $('td[tabindex]', row));
  const row = rows[Math.min(Math.max(rows.indexOf(cell.parentElement) + down, 0), rows.length - 1)];
  const cells = $$('td', row);
  const at = $$('td', cell.parentElement).indexOf(cell);
  const next = cells[Math.min(Math.max(at + right, 0), cells.length - 1)];
  cell.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
