// The targets: on a line of time by their deadlines, and as a table.
const TARGET_COLUMNS = ['measure', 'subject', 'indicator', 'value', 'deadline', 'baseline', 'place'];
const targetTable = { sort: '', down: false };
const MOST_DOTS = 14;

// The facts of all kinds that have a deadline, by what the filters leave.
function timedFacts() {
  const dated = (fact) => /^\d{4}/.test(fact.table.get(fact.kind.when, fact.i) ?? '');
  return scope().flatMap((paper) => paper.facts.filter((fact) =>
    fact.kind.when && fits(fact) && (fact.kind.name === 'targets' || dated(fact))));
}

function showTargets(view) {
  const facts = timedFacts();
  const targets = facts.filter((fact) => fact.kind.name === 'targets');
  if (!facts.length) return view.replaceChildren(el('p', { class: 'quiet' }, t(isFiltered() ? 'nothing' : 'no_targets')));
  view.replaceChildren(timeline(facts, view), tableOf(targets));
}

function timeline(facts, view) {
  const columns = new Map();
  for (const fact of facts) {
    const when = fact.table.get(fact.kind.when, fact.i);
    const year = /^\d{4}/.test(when ?? '') ? Number(when.slice(0, 4)) : Infinity;
    if (!columns.has(year)) columns.set(year, []);
    columns.get(year).push({ fact, when: when ?? '' });
  }
  const dated = [...columns.keys()].filter(Number.isFinite);
  const years = [];
  if (dated.length) {
    const first = Math.min(...dated), last = Math.max(...dated);
    if (last - first <= 30) for (let year = first; year <= last; year++) years.push(year);
    else years.push(...dated.sort((a, b) => a - b));
  }
  if (!dated.length) return el('p', { class: 'quiet' }, t('no_deadlines'));
  if (columns.has(Infinity)) years.push(Infinity);
  const width = Math.max(Math.min(view.clientWidth || 900, 1100), 280);
  const gap = columns.has(Infinity) ? 56 : 0, step = (width - gap) / years.length, dot = Math.max(Math.min(step / 4, 9), 4), high = dot * 2.6;
  const tallest = Math.min(Math.max(...[...columns.values()].map((items) => items.length)), MOST_DOTS);
  const base = tallest * high + 30;
  const drawing = svg('svg', { viewBox: `0 0 ${width} ${base + 34}`, width, height: base + 34, role: 'group', 'aria-label': t('timeline'), class: 'timeline', onkeydown: moveInLine });
  drawing.append(svg('line', { x1: 0, x2: width, y1: base, y2: base, class: 'axis' }));
  let first = true;
  years.forEach((year, at) => {
    const x = Number.isFinite(year) ? step * (at + 0.5) : width - Math.max(step, gap) / 2, items = (columns.get(year) ?? []).sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.fact.start - b.fact.start));
    const dense = years.length > 14 && at % Math.ceil(years.length / 14) && Number.isFinite(year);
    drawing.append(svg('line', { x1: x, x2: x, y1: base, y2: base + 5, class: 'axis' }));
    if (!dense) drawing.append(svg('text', { x, y: base + 22, 'text-anchor': 'middle' }, Number.isFinite(year) ? String(year) : t('no_deadline')));
    items.slice(0, MOST_DOTS).forEach(({ fact, when }, n) => {
      const derived = fact.table.get('deadline_derived', fact.i);
      const words = `${when ? dateText(when) : t('no_deadline')}${derived ? ` (${t('derived')})` : ''} · ${fact.paper.label(fact)}`;
      drawing.append(svg('a', {
        href: fact.paper.hash(fact.id), tabindex: first ? 0 : -1, 'aria-label': words, 'data-k': fact.kind.letter, class: derived || !when ? 'dot hollow' : 'dot',
        'data-fact': nameOf(fact), 'aria-current': isPicked(fact), onclick: (event) => { event.preventDefault(); pick(fact); },
      }, shapeOf(fact.kind, x, base - high * (n + 0.6), dot), svg('title', {}, words)));
      first = false;
    });
    if (items.length > MOST_DOTS) drawing.append(svg('text', { x, y: base - high * MOST_DOTS - 8, 'text-anchor': 'middle', class: 'over' }, `+${items.length - MOST_DOTS}`));
  });
  return el('section', { 'aria-label': t('timeline') },
    el('div', { class: 'row' }, el('h2', {}, t('timeline')), el('span', { class: 'quiet legend' }, `${timedKinds(facts)}　${t('dot_legend')}`)), drawing);
}

// Targets are round, other facts with a time are square.
function shapeOf(kind, x, y, size) {
  if (kind.name === 'targets') return svg('circle', { cx: x, cy: y, r: size });
  return svg('rect', { x: x - 0.85 * size, y: y - 0.85 * size, width: 1.7 * size, height: 1.7 * size });
}

function timedKinds(facts) {
  const kinds = page.kinds.filter((kind) => facts.some((fact) => fact.kind === kind)).reverse();
  return kinds.map((kind) => `${kind.name === 'targets' ? '●' : '■'} ${kindName(kind.letter)}`).join('　');
}

function moveInLine(event) {
  const step = { ArrowLeft: -1, ArrowUp: 1, ArrowRight: 1, ArrowDown: -1 }[event.key];
  const dots = $$('a', event.currentTarget), at = dots.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  const next = dots[Math.min(Math.max(at + step, 0), dots.length - 1)];
  dots[at].setAttribute('tabindex', -1);
  next.setAttribute('tabindex', 0);
  next.focus();
}

function targetCell(fact, name) {
  const { paper, table, i } = fact;
  if (name === 'measure') return paper.caption(paper.taskOf(paper.divisionOf(fact)));
  if (name === 'value') return paper.labelParts(fact)[1];
  const value = table.get(name, i);
  if (name === 'place') return placeText(value);
  return name === 'deadline' && value ? dateText(value) : valueText(value ?? null);
}

const targetOrder = (fact, name) =>
  name === 'measure' ? fact.start + fact.paper.number * 1e9 : fact.table.get(name, fact.i) ?? '\uffff';

function tableOf(facts) {
  if (!facts.length) return el('p', { class: 'quiet' }, t('no_targets'));
  const rows = [...facts];
  if (targetTable.sort) {
    const name = targetTable.sort, sign = targetTable.down ? -1 : 1;
    const compare = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'zh'));
    rows.sort((a, b) => sign * compare(targetOrder(a, name), targetOrder(b, name)));
  }
  const columns = TARGET_COLUMNS.filter((name) => rows.some((fact) => targetCell(fact, name)));
  const head = columns.map((name) => el('th', {
    scope: 'col', 'aria-sort': targetTable.sort !== name ? 'none' : targetTable.down ? 'descending' : 'ascending',
  }, el('button', {
    type: 'button', 'data-column': name,
    onclick: () => {
      targetTable.down = targetTable.sort === name && !targetTable.down;
      targetTable.sort = name;
      render();
      $(`[data-column="${name}"]`).focus();
    },
  }, name === 'measure' ? t('measure') : name === 'place' ? t('place') : columnName(name))));
  const body = el('tbody', {});
  const table = el('table', { class: 'list', 'aria-label': t('targets') }, el('thead', {}, el('tr', {}, head)), body);
  inPieces(body, rows, (fact) => el('tr', { 'data-fact': nameOf(fact), 'aria-current': isPicked(fact) },
    columns.map((name) => {
      const words = targetCell(fact, name);
      return el('td', { class: name, lang: 'zh-Hans' }, name === 'value'
        ? el('button', { type: 'button', class: 'plain', 'data-k': 't', onclick: () => pick(fact) }, words) : words);
    })), 150, 'tr');
  return el('section', { 'aria-label': t('targets') }, el('div', { class: 'row' }, el('h2', {}, t('targets')),
    el('span', { class: 'quiet' }, t('count', { n: number(rows.length) }))),
  el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': t('targets') }, table));
}
