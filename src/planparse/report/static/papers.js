// A notice and its facts, unpacked when somebody looks at it.
const papers = [];
const LETTER_OF = new Map(page.kinds.map((kind) => [kind.letter, kind]));

class Columns {
  constructor(packed) {
    this.length = packed.n;
    this.columns = packed.c;
    this.names = Object.keys(packed.c);
    for (const column of Object.values(packed.c)) {
      if (!column.s) continue;
      let sum = 0;
      column.l = column.s.map((step) => (sum += step));
    }
  }
  get(name, at) {
    const column = this.columns[name];
    if (!column) return null;
    return 'v' in column ? column.v : column.l ? column.l[at] : column.d[column.i[at]];
  }
  row(at) {
    return Object.fromEntries(this.names.map((name) => [name, this.get(name, at)]));
  }
}

class Paper {
  constructor(number) {
    Object.assign(this, JSON.parse(document.getElementById(`n${number}`).textContent));
    this.number = number;
    this.root = $(`article[data-n="${number}"]`);
    this.outline = $(`#outline ol[data-n="${number}"]`);
    for (const name of Object.keys(this.tables)) this.tables[name] = new Columns(this.tables[name]);
    for (const name of Object.keys(this.labels)) this.labels[name] = new Columns(this.labels[name]);
    this.divisions = this.tables.divisions;
    this.tree();
    this.collect();
  }

  // Which division is above which, and in which measure each stands.
  tree() {
    const d = this.divisions;
    this.divisionAt = new Map();
    for (let i = 0; i < d.length; i++) this.divisionAt.set(d.get('division_id', i), i);
    this.parents = [];
    this.measures = [];
    for (let i = 0; i < d.length; i++) {
      const parent = this.divisionAt.get(d.get('parent_id', i)) ?? -1;
      this.parents.push(parent);
      this.measures.push(d.get('measure', i) ? i : parent >= 0 ? this.measures[parent] : -1);
    }
  }

  // Where somebody answers for something: its measure, or the division itself outside of all.
  taskOf(division) {
    return division < 0 ? -1 : this.measures[division] >= 0 ? this.measures[division] : division;
  }

  collect() {
    this.facts = [];
    this.byRef = new Map();
    this.byId = new Map();
    for (const kind of page.kinds) {
      const table = this.tables[kind.table];
      const counters = new Map();
      for (let i = 0; i < table.length; i++) {
        if (kind.where && !kind.where[1].includes(table.get(kind.where[0], i))) continue;
        const key = table.get(kind.key, i);
        const turn = (counters.get(key) ?? 0) + 1;
        counters.set(key, turn);
        const fact = {
          paper: this, kind, table, i, ref: kind.letter + i,
          id: kind.sign ? `${key}${kind.sign}${turn}` : key,
          start: this.unit(table.get('start', i)),
          end: this.unit(table.get(kind.table === 'divisions' ? 'text_end' : 'end', i)),
        };
        this.facts.push(fact);
        this.byRef.set(fact.ref, fact);
        this.byId.set(fact.id, fact);
      }
    }
    this.facts.sort((a, b) => a.start - b.start || b.end - a.end);
    this.byDivision = null;
  }

  // From code points, which tables count, to the UTF-16 units of a script.
  unit(offset) {
    if (!this.astral.length) return offset;
    let low = 0, high = this.astral.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.astral[middle] < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  }

  caption(division) {
    if (division < 0) return '';
    return this.divisions.get('caption', division) || this.divisions.get('division_id', division);
  }

  label(fact) {
    const given = this.labels[fact.kind.letter]?.get('label', fact.i);
    if (given?.includes('\t')) return this.labelParts(fact).join(' ').trim();
    if (given) return given;
    if (fact.kind.table === 'divisions') return this.caption(fact.i);
    if (fact.kind.table === 'repairs') {
      const row = fact.table.row(fact.i);
      return `${visible(row.original)} → ${visible(wordsAt(this, fact.start, fact.end))}`;
    }
    return wordsAt(this, fact.start, fact.end) || fact.table.get('name', fact.i) || fact.id;
  }

  // What a fact is of, and its value, which alone is marked.
  labelParts(fact) {
    const given = this.labels[fact.kind.letter]?.get('label', fact.i);
    if (given?.includes('\t')) {
      const [of, value] = given.split('\t');
      return [of, valueText(dateText(value))];
    }
    return [fact.kind.table === 'fields' ? columnName(fact.table.get('field', fact.i)) : '', this.label(fact)];
  }

  // The division that a fact is laid on, else the one that its words stand in.
  divisionOf(fact) {
    if (fact.division === undefined) {
      const id = fact.table.get('division_id', fact.i);
      fact.division = this.divisionAt.get(id) ?? this.divisionAtUnit(fact.start);
    }
    return fact.division;
  }

  divisionAtUnit(unit) {
    const d = this.divisions;
    let low = 0, high = d.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.unit(d.get('start', middle)) <= unit) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // What is laid on a measure or stands in it, of one kind.
  under(task, name) {
    if (!this.byDivision) {
      this.byDivision = new Map();
      for (const fact of this.facts) {
        const at = this.taskOf(this.divisionOf(fact));
        if (!this.byDivision.has(at)) this.byDivision.set(at, []);
        this.byDivision.get(at).push(fact);
      }
    }
    return (this.byDivision.get(task) ?? []).filter((fact) => fact.kind.name === name);
  }

  hash(id) {
    return `#${encodeURI(this.anchor + id).replace(/#/g, '%23')}`;
  }
}

function paperOf(number) {
  papers[number] ??= new Paper(number);
  return papers[number];
}

// The notices that a view is of: the one that is read, or all.
function scope() {
  if (state.paper >= 0) return [paperOf(state.paper)];
  return Array.from({ length: page.notices }, (_, number) => paperOf(number));
}

const visible = (text) =>
  text ? text.replace(/\n/g, '⏎').replace(/\t/g, '⇥').replace(/^ +| +$/g, (blanks) => '␣'.repeat(blanks.length)) : '∅';

const bodyKey = (table, at) => table.get('agency_id', at) ?? table.get('name', at);
