// What the notice is, what was repaired, what is doubtful, and what it was read from.
function showAbout(view) {
  const parts = scope().map((paper) => el('div', { class: 'about-notice' },
    state.paper < 0 ? el('h2', { class: 'of', lang: 'zh-Hans' }, paper.title) : null,
    aboutHead(paper), aboutRepairs(paper), aboutNotes(paper), aboutSource(paper)));
  view.replaceChildren();
  inPieces(view, parts, (part) => part, 10);
}

function plainTable(title, names, rows) {
  const body = el('tbody');
  inPieces(body, rows, (cells) => el('tr', {}, cells.map((cell) => el('td', {}, cell))), 100, 'tr');
  return el('section', { 'aria-label': title }, el(state.paper < 0 ? 'h3' : 'h2', {}, title),
    rows.length ? el('div', { class: 'scroll', tabindex: 0, role: 'group', 'aria-label': title }, el('table', { class: 'list' },
      el('thead', {}, el('tr', {}, names.map((name) => el('th', { scope: 'col' }, name)))), body))
      : el('p', { class: 'quiet' }, t('none')));
}

const factLink = (fact, words) => el('button', {
  type: 'button', class: 'plain', 'data-k': fact.kind.letter, lang: 'zh-Hans', onclick: () => pick(fact),
}, words);

function aboutHead(paper) {
  const facts = paper.facts.filter((fact) => fact.kind.table === 'fields').sort((a, b) => a.i - b.i);
  return plainTable(t('metadata'), [t('field'), t('content'), t('rule'), t('confidence'), t('place')],
    facts.map((fact) => [columnName(fact.table.get('field', fact.i)), factLink(fact, fact.table.get('value', fact.i)),
      el('code', {}, fact.table.get('rule', fact.i)), sureness(fact.table.get('confidence', fact.i)), placeText(fact.table.get('place', fact.i))]));
}

function aboutRepairs(paper) {
  return plainTable(t('repairs'), [t('rule'), t('times')],
    Object.entries(paper.edits).map(([rule, times]) => [
      el('button', { type: 'button', class: 'plain', 'data-k': 'r', onclick: () => listOnly('r') }, el('code', {}, rule)), number(times)]));
}

// What a code means, in the language of the page; its message names the case, in English.
function meaning(fact) {
  const code = fact.table.get('code', fact.i), words = valueText(code);
  return words === code ? null : el('p', {}, words);
}

function aboutNotes(paper) {
  const facts = paper.facts.filter((fact) => fact.kind.table === 'diagnostics');
  return plainTable(t('diagnostics'), [t('code'), t('message'), t('place')], facts.map((fact) => [
    el('span', {}, fact.table.get('severity', fact.i) === 'warning' ? '▲ ' : '· ', el('code', {}, fact.table.get('code', fact.i))),
    [meaning(fact), factLink(fact, fact.table.get('message', fact.i))], placeText(fact.table.get('place', fact.i))]));
}

function aboutSource(paper) {
  const names = ['source_name', 'source_kind', 'encoding', 'encoding_confidence', 'source_sha256', 'notice_id', 'coverage'];
  return plainTable(t('source'), [t('field'), t('content')], [
    ...names.map((name) => [columnName(name), el('code', {}, String(paper.metadata[name]))]),
    ['planparse', page.version]]);
}
