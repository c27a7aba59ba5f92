// What is marked and listed: by kind of fact, by body, by role.
function bodiesOf(paper) {
  if (paper.bodies) return paper.bodies;
  paper.bodies = new Map();
  const table = paper.tables.agencies;
  for (const fact of paper.facts) {
    if (fact.kind.name !== 'agencies') continue;
    const key = bodyKey(table, fact.i);
    if (!paper.bodies.has(key)) paper.bodies.set(key, { key, names: new Map(), facts: [] });
    const body = paper.bodies.get(key);
    const name = table.get('name', fact.i);
    body.names.set(name, (body.names.get(name) ?? 0) + 1);
    body.facts.push(fact);
  }
  return paper.bodies;
}

// The bodies of all notices in view, as they appear: names, facts, and what each does for which task.
function gatherBodies() {
  const all = new Map();
  for (const paper of scope()) {
    for (const { key, names, facts } of bodiesOf(paper).values()) {
      if (!all.has(key)) all.set(key, { key, names: new Map(), facts: [] });
      const body = all.get(key);
      for (const [name, times] of names) body.names.set(name, (body.names.get(name) ?? 0) + times);
      body.facts.push(...facts);
    }
  }
  for (const body of all.values()) {
    body.name = [...body.names].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
  }
  return [...all.values()];
}

const isFiltered = () => state.body !== '' || state.role !== '';

function fitsBody(fact) {
  const table = fact.table;
  return (!state.body || bodyKey(table, fact.i) === state.body)
    && (!state.role || table.get('role', fact.i) === state.role);
}

// The tasks of a notice that somebody of the chosen body and role answers for.
function chosenTasks(paper) {
  const key = `${state.body}\n${state.role}`;
  if (paper.chosenFor !== key) {
    paper.chosenFor = key;
    paper.chosen = new Set();
    for (const fact of paper.facts) {
      if (fact.kind.name === 'agencies' && fitsBody(fact)) paper.chosen.add(paper.taskOf(paper.divisionOf(fact)));
    }
  }
  return paper.chosen;
}

function isListed(fact) {
  const { letter, listed } = fact.kind;
  return (state.only ? letter === state.only : listed && !state.off.has(letter)) && fits(fact);
}

function fits(fact) {
  if (!isFiltered()) return true;
  if (fact.kind.name === 'agencies') return fitsBody(fact);
  if (fact.kind.table === 'mentions') return state.body ? fitsBody(fact) : false;
  return chosenTasks(fact.paper).has(fact.paper.taskOf(fact.paper.divisionOf(fact)));
}

// Shows in the text what the filters leave.
function applyFilters() {
  const main = $('#main');
  for (const kind of page.kinds) main.classList.toggle(`off-${kind.letter}`, state.off.has(kind.letter));
  const filtered = isFiltered();
  main.classList.toggle('filtered', filtered);
  for (const node of $$('.out')) node.classList.remove('out');
  if (filtered && state.paper >= 0) {
    const paper = paperOf(state.paper);
    for (const mark of $$('mark[data-f]', paper.root)) {
      const fact = paper.byRef.get(mark.dataset.f);
      if (fact && !fits(fact)) mark.classList.add('out');
    }
    const chosen = chosenTasks(paper);
    for (const at of new Set(paper.measures)) {
      if (at < 0 || chosen.has(at)) continue;
      const id = paper.anchor + paper.divisions.get('division_id', at);
      document.getElementById(id)?.classList.add('out');
      outlineLink(paper, id)?.classList.add('out');
    }
  }
}

function outlineLink(paper, id) {
  if (!paper.links) {
    paper.links = new Map($$('a', paper.outline).map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  }
  return paper.links.get(id);
}

function choose(changes) {
  Object.assign(state, changes);
  applyFilters();
  render();
}

// Lists the facts of one kind alone.
function listOnly(letter) {
  choose({ only: letter });
  toggle('panel', true);
  $('.pick-only').focus({ preventScroll: true });
}

// The controls at the head of the panel; the kinds are the legend of the marks too.
function filterControls() {
  const counts = new Map();
  for (const paper of scope()) {
    for (const fact of paper.facts) {
      if (fits(fact)) counts.set(fact.kind.letter, (counts.get(fact.kind.letter) ?? 0) + 1);
    }
  }
  const kinds = el('div', { class: 'kinds', role: 'group', 'aria-label': t('kinds') },
    page.kinds.map((kind) => el('button', {
      type: 'button', class: 'kind', 'data-k': kind.letter,
      'aria-pressed': String(!state.off.has(kind.letter)),
      onclick: () => {
        const off = new Set(state.off);
        if (!off.delete(kind.letter)) off.add(kind.letter);
        choose({ off });
        $(`.kind[data-k="${kind.letter}"]`).focus();
      },
    }, el('span', { class: 'form' }, kindName(kind.letter)), ' ',
    el('small', {}, number(counts.get(kind.letter) ?? 0)))));
  const bodies = gatherBodies().sort((a, b) => b.facts.length - a.facts.length || (a.name < b.name ? -1 : 1));
  const body = picker('body', 'all_bodies', bodies.map(({ key, name }) => [key, name]), state.body);
  const role = picker('role', 'all_roles', ['lead', 'support', 'unspecified'].map((key) => [key, valueText(key)]), state.role);
  const only = picker('only', 'all_kinds', page.kinds.map((kind) => [kind.letter, kindName(kind.letter)]), state.only);
  const clear = el('button', {
    type: 'button', class: 'clear', hidden: !isFiltered() && !state.only, onclick: () => choose({ body: '', role: '', only: '' }),
  }, t('clear'));
  return el('div', { class: 'filters' }, kinds, el('div', { class: 'pickers' }, bodies.length ? [body, role] : null, only, clear));
}

function picker(name, all, options, chosen) {
  const select = el('select', {
    'aria-label': t(name === 'only' ? 'list' : name), class: `pick-${name}`,
    onchange: (event) => {
      choose({ [name]: event.target.value });
      $(`.pick-${name}`).focus();
    },
  }, el('option', { value: '' }, t(all)), options.map(([value, words]) =>
    el('option', { value, lang: name === 'body' ? 'zh-Hans' : null }, words)));
  select.value = chosen;
  return select;
}
