// The panel: one fact with all that is known of it, and the list of facts.
const HIDDEN = new Set([
  'start', 'end', 'source_start', 'source_end', 'text_start', 'text_end', 'scope_start', 'scope_end', 'rule',
  'confidence', 'place', 'quote', 'name', 'measure', 'original', 'message', 'number', 'heading',
  'open_ended', 'inherited', 'assignment_id', 'part', 'level', 'ordinal', 'parent_id', 'caption',
]);

// Each piece of the panel is made again only when what it says has changed.
function showPanel() {
  const panel = $('#panel');
  if (!panel.childElementCount) {
    panel.append(
      el('button', { type: 'button', class: 'icon close-panel', onclick: () => { toggle('panel', false); $('.open-panel').focus(); } }, '×'),
      ...['hits', 'card', 'filters', 'facts'].map((name) => el('div', { 'data-piece': name })));
  }
  $('.close-panel').setAttribute('aria-label', t('close'));
  showPiece('hits', hits.query ? hitList() : null);
  showPiece('card', state.picked ? card(state.picked) : null);
  const key = [state.paper, state.lang, state.body, state.role, state.only, ...state.off].join('|');
  if (key !== showPanel.key) {
    showPanel.key = key;
    showPiece('filters', filterControls());
    showPiece('facts', factList());
  }
}

function showPiece(name, made) {
  $(`[data-piece="${name}"]`).replaceChildren(...(made ? [made] : []));
}

// The facts that the filters leave, measure by measure.
function factList() {
  const items = [];
  let task = null;
  for (const paper of scope()) {
    for (const fact of inOrder(paper)) {
      if (!isListed(fact)) continue;
      const at = paper.taskOf(paper.divisionOf(fact));
      const here = `${paper.number}/${at}`;
      if (task !== here && fact.kind.name !== 'measures') items.push({ paper, at });
      task = here;
      items.push(fact);
    }
  }
  const list = el('div', { class: 'facts' });
  if (items.length) inPieces(list, items, (item) => (item.kind ? factButton(item) : groupLine(item)));
  else list.append(el('p', { class: 'quiet' }, t('nothing')));
  return el('section', { 'aria-label': t('facts') },
    el('p', { class: 'quiet total' }, t('count', { n: number(items.filter((item) => item.kind).length) })), list);
}

// As the text has them, but what is laid on a measure from elsewhere stands with it.
function inOrder(paper) {
  if (!paper.ordered) {
    const place = (fact) => (fact.table.get('inherited', fact.i)
      ? paper.unit(paper.divisions.get('text_end', paper.divisionOf(fact))) - 0.5 : fact.start);
    const keyed = paper.facts.map((fact) => [place(fact), fact]);
    paper.ordered = keyed.sort((a, b) => a[0] - b[0] || b[1].end - a[1].end).map(([, fact]) => fact);
  }
  return paper.ordered;
}

function groupLine({ paper, at }) {
  const words = at >= 0 ? paper.caption(at) : paper.title;
  return el('p', { class: 'quiet group', lang: 'zh-Hans' },
    state.paper < 0 && page.notices > 1 ? `${paper.title} · ` : '', words);
}

// What names a fact in the whole page, other notices included.
const nameOf = (fact) => fact.paper.anchor + fact.id;
const isPicked = (fact) => (state.picked === fact ? 'true' : null);

function factButton(fact, alone = false) {
  const { paper, kind, table, i } = fact;
  const role = table.get('role', i), inherited = table.get('inherited', i);
  const [of, value] = paper.labelParts(fact);
  const said = role ? [valueText(role), inherited ? t('inherited') : ''].filter(Boolean).join(' · ') : '';
  return el('button', {
    type: 'button', class: role ? 'fact short' : 'fact', 'data-k': kind.letter, 'data-ref': fact.ref, 'data-fact': nameOf(fact), title: said || null,
    'aria-current': isPicked(fact), onclick: () => pick(fact, { go: true }),
  },
  role ? [el('span', { 'aria-hidden': 'true' }, inherited ? '◌' : SIGNS[role]), ' '] : null,
  of ? el('span', { lang: 'zh-Hans' }, `${of} `) : null,
  el('span', { class: `form ${role ?? ''}`, lang: 'zh-Hans' }, value),
  said ? el('span', { class: 'heard' }, ` ${said}`) : null,
  alone || page.notices === 1 || state.paper >= 0 || kind.name !== 'measures' ? null
    : el('small', { class: 'where', lang: 'zh-Hans' }, paper.title));
}

// All that is known of one fact.
function card(fact) {
  const { paper, kind } = fact;
  const row = fact.table.row(fact.i);
  const words = kind.table === 'divisions' ? null : wordsAt(paper, fact.start, fact.end);
  const quote = Array.isArray(row.quote) ? [paper.unit(row.quote[0]), paper.unit(row.quote[1])] : [fact.start, fact.end];
  const source = kind.table === 'repairs' ? row.original
    : sourceWords(paper, ...(kind.table === 'divisions' ? [fact.start, Math.min(fact.end, fact.start + 60)] : quote));
  const rows = [];
  const add = (name, ...value) => rows.push(el('dt', {}, name), el('dd', {}, ...value));
  if (row.role) {
    add(columnName('role'), valueText(row.role), row.inherited ? ` · ${t('inherited')}` : '');
  }
  if (row.role_from) add(columnName('role_from'), divisionLink(paper, row.role_from));
  if (row.inherited_from) add(columnName('inherited_from'), divisionLink(paper, row.inherited_from));
  for (const [name, value] of Object.entries(row)) {
    if (HIDDEN.has(name) || (name === kind.key && !kind.sign) || ['role', 'role_from', 'inherited_from'].includes(name)) continue;
    if (value === null || value === '' || value === false || (Array.isArray(value) && !value.length)) continue;
    if (name === 'division_id') add(t('within'), divisionLink(paper, value, true));
    else if (name === kind.when) add(columnName(name), dateText(String(value)), row.deadline_derived ? ` · ${t('derived')}` : '');
    else if (name !== 'deadline_derived') add(columnName(name), el('span', { lang: 'zh-Hans' }, valueText(value)));
  }
  if (source !== null && source !== words) add(t('source_words'), el('q', { class: 'was', lang: 'zh' }, visible(source)));
  if (row.rule) add(t('rule'), el('code', {}, row.rule));
  if (typeof row.confidence === 'number') add(t('confidence'), sureness(row.confidence));
  add(t('place'), placeText(row.place));
  add(t('offsets'), `${row.start}–${row.end} ← ${row.source_start}–${row.source_end}`);
  const below = kind.name === 'measures'
    ? ['agencies', 'targets'].flatMap((name) => paper.under(fact.i, name)) : around(fact);
  return el('section', { class: 'card', 'aria-label': t('details'), 'data-id': fact.id },
    el('p', { class: 'what', 'data-k': kind.letter }, el('span', { class: 'form' }, kindName(kind.letter)), ' ', el('code', {}, fact.id)),
    el('h2', { lang: 'zh-Hans', tabindex: -1 }, paper.label(fact)),
    Array.isArray(row.quote) ? el('blockquote', { lang: 'zh-Hans' }, wordsAt(paper, ...quote)) : null,
    el('dl', {}, rows),
    below.length ? el('div', { class: 'below' }, el('h3', {}, kind.name === 'measures' ? t('facts') : t('also')),
      below.slice(0, 60).map((other) => factButton(other, true))) : null,
    el('p', { class: 'actions' },
      el('button', { type: 'button', class: 'go', onclick: () => pick(fact, { go: true }) }, t('go')),
      el('button', { type: 'button', class: 'copy-json', onclick: () => copy(asJson(fact)) }, t('copy_json')),
      el('button', { type: 'button', class: 'copy-link', onclick: () => copy(location.href.split('#')[0] + paper.hash(fact.id)) }, t('copy_link')),
      el('button', { type: 'button', class: 'unpick', onclick: () => pick(null) }, t('close'))));
}

function sureness(value) {
  const bar = svg('svg', { class: 'sure', viewBox: '0 0 40 6', width: 40, height: 6, 'aria-hidden': 'true' },
    svg('rect', { width: 40, height: 6, rx: 3, class: 'rest' }), svg('rect', { width: 40 * value, height: 6, rx: 3 }));
  return el('span', { class: 'sureness' }, bar, ` ${Number(value).toFixed(2)}`);
}

function divisionLink(paper, id, withWords = false) {
  const at = paper.divisionAt.get(id) ?? -1;
  return el('a', { href: paper.hash(id), lang: 'zh-Hans' }, withWords && at >= 0 ? paper.caption(at) : id);
}

// The facts whose words share characters with those of this one.
function around(fact) {
  return fact.paper.facts.filter((other) => other !== fact && other.kind.name !== 'measures'
    && other.start < fact.end && fact.start < other.end && !other.table.get('inherited', other.i)).slice(0, 12);
}

// The row as the table has it, with its words; a measure with what is laid on it.
function asJson(fact) {
  return JSON.stringify(record(fact), null, 2);
}

function record(fact) {
  const { paper, kind } = fact;
  const { notice_id, source_name } = paper.metadata;
  const { measure, caption, ...row } = fact.table.row(fact.i);
  if (Array.isArray(row.quote)) row.quote = wordsAt(paper, paper.unit(row.quote[0]), paper.unit(row.quote[1]));
  const found = { notice_id, source_name, ...row };
  if (kind.table === 'repairs') found.replacement = wordsAt(paper, fact.start, fact.end);
  if (kind.table === 'divisions') {
    found.text = wordsAt(paper, fact.start, paper.unit(row.end));
    for (const name of ['agencies', 'targets']) found[name] = paper.under(fact.i, name).map(record);
  }
  return found;
}

// Chooses a fact: the panel says what is known of it, the text shows where it stands.
function pick(fact, { go = false, link = true } = {}) {
  state.picked = fact;
  for (const node of $$('.on')) if (!node.matches('.status')) node.classList.remove('on');
  paint('picked', []);
  if (fact) {
    const { paper, kind } = fact;
    if (go && (state.view !== 'read' || state.paper !== paper.number)) enter('read', paper.number);
    for (const node of $$(`[data-f="${fact.ref}"]`, paper.root)) node.classList.add('on');
    const quote = fact.table.get('quote', fact.i);
    if (Array.isArray(quote)) paint('picked', rangesAt(paper, paper.unit(quote[0]), paper.unit(quote[1])));
    else if (kind.table !== 'divisions') paint('picked', rangesAt(paper, fact.start, fact.end));
    if (go) reveal(paper, fact.start);
    if (link) history.replaceState(null, '', paper.hash(fact.id));
    toggle('panel', true);
  }
  showPiece('card', fact ? card(fact) : null);
  $('.told').textContent = fact ? `${kindName(fact.kind.letter)}: ${fact.paper.label(fact)}` : '';
  for (const node of $$('[data-fact][aria-current]')) node.removeAttribute('aria-current');
  if (fact) {
    for (const node of $$(`[data-fact="${CSS.escape(nameOf(fact))}"]`)) node.setAttribute('aria-current', 'true');
    $('#panel').scrollTop = hits.query ? $('.card').offsetTop - 60 : 0;
  }
}

// A repaired character of a body's name is the body's first; the repair is named beside it.
document.addEventListener('click', (event) => {
  const node = event.target.closest('[data-f]');
  if (!node || event.ctrlKey || event.metaKey || !getSelection().isCollapsed) return;
  const paper = paperOf(Number(node.closest('article').dataset.n));
  let fact = null;
  for (let at = node; at; at = at.parentElement.closest('[data-f]')) {
    const found = paper.byRef.get(at.dataset.f);
    if (!found || state.off.has(found.kind.letter)) continue;
    if (!fact || fact.kind.table === 'repairs') fact = found;
  }
  if (fact) {
    event.preventDefault();
    pick(fact);
  }
});
