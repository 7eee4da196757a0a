// The proof's data, as the rest of the program uses it. Offsets are UTF-16 code
// units of the source's text.

// model holds the data of one run of the repair. A review replaces it.
const model = {
  text: '',
  measure: 0,
  doubtful: 0.8,
  meta: {},
  name: '',
  encoding: '',
  review: null,
  lines: 0,
  lineStart: null,
  lineEnd: null,
  lineNumber: null,
  lineWidth: null,
  lineEnds: null, // 1: the text goes on behind the line, 2: a block ends with it
  lineKind: [], // what the block is that the line belongs to
  rows: [],
  decisions: [],
  doubts: [],
  notes: [],
  noteOf: new Map(),
  blocks: [],
  findings: [],
};

// families says which kinds of decisions belong together, and are drawn alike.
const families = {
  'running head': 'furniture',
  folio: 'furniture',
  watermark: 'furniture',
  signature: 'furniture',
  'line number': 'furniture',
  rule: 'furniture',
  'notes heading': 'furniture',
  speck: 'furniture',
  hyphen: 'lines',
  join: 'lines',
  break: 'lines',
  'note label': 'notes',
  marker: 'notes',
  note: 'notes',
  character: 'letters',
  erratum: 'letters',
  space: 'letters',
  tight: 'letters',
  bullet: 'shape',
  element: 'shape',
  order: 'pages',
  page: 'pages',
};

function familyOf(d) {
  if (d.kind === 'stet') return d.value === 'break' || d.value === 'join' ? 'lines' : 'shape';
  return families[d.kind] || 'letters';
}

// nameOf is what a decision is called, as in the ledger.
function nameOf(d) {
  if (d.kind === 'element') return d.value;
  return d.kind === 'stet' ? 'no ' + d.value : d.kind;
}

const capital = (s) => s.charAt(0).toUpperCase() + s.slice(1);

// load fills the model from the page's data.
function load(raw) {
  const s = raw.source;
  Object.assign(model, {
    text: s.text,
    name: s.name,
    encoding: s.encoding,
    measure: s.measure / 100,
    doubtful: raw.doubtful / 1000,
    meta: raw.meta,
    review: raw.review || null,
    blocks: raw.blocks,
    notes: raw.notes,
    findings: raw.findings.map(([severity, at, code, message, suggest]) => ({ severity, at, code, message, suggest })),
  });
  loadLines(s);
  loadRows(raw.rows);
  loadDecisions(raw);
  distribute();
  linkNotes();
}

function loadLines(s) {
  const n = s.gap.length;
  const start = new Int32Array(n),
    end = new Int32Array(n),
    number = new Int32Array(n);
  let at = 0,
    count = 0;
  for (let i = 0; i < n; i++) {
    start[i] = at + s.gap[i];
    end[i] = at = start[i] + s.len[i];
    number[i] = count += s.number[i];
  }
  Object.assign(model, {
    lines: n,
    lineStart: start,
    lineEnd: end,
    lineNumber: number,
    lineWidth: s.width,
    lineEnds: new Uint8Array(n),
    lineKind: new Array(n).fill(''),
  });
}

function loadRows(rows) {
  model.rows = rows.map(([first, page, label, part], i) => {
    const last = i + 1 < rows.length ? rows[i + 1][0] : model.lines;
    return { i, first, last, page, label, part, start: model.lineStart[first], decisions: [], body: [], notes: [] };
  });
  if (model.rows.length) model.rows[0].start = 0;
}

function loadDecisions(raw) {
  model.decisions = raw.decisions.map(([k, start, length, sure, why, removes, n, value], i) => {
    const [stage, kind, fixed] = raw.kinds[k];
    const d = {
      i,
      stage,
      kind,
      value: value || fixed,
      n,
      start,
      end: start + length,
      sure: sure / 1000,
      why: raw.reasons[why],
      removes: removes === 1,
    };
    d.family = familyOf(d);
    d.name = nameOf(d);
    d.row = rowAt(start);
    model.rows[d.row]?.decisions.push(d);
    return d;
  });
  model.noteOf = new Map(); // from the number of a note to its first decision
  for (const d of model.decisions) {
    if (d.kind === 'note' && !model.noteOf.has(d.n)) model.noteOf.set(d.n, d);
  }
  model.doubts = doubtsIn(model.decisions);
}

// doubtsIn lists the doubtful decisions, one a place: a hyphen stands for
// itself and the joining of its lines.
function doubtsIn(decisions) {
  const at = new Map();
  for (const d of decisions) {
    if (d.sure >= model.doubtful || d.kind === 'hyphen') continue;
    const other = at.get(d.start);
    if (!other || d.sure < other.sure) at.set(d.start, d);
  }
  return [...at.values()].sort((a, b) => a.start - b.start);
}

// lastAtOrBefore is the index of the last of n rising values that is not above
// x, at least 0.
function lastAtOrBefore(valueOf, n, x) {
  let lo = 0,
    hi = n - 1;
  while (lo < hi) {
    const mid = (lo + hi + 1) >> 1;
    if (valueOf(mid) <= x) lo = mid;
    else hi = mid - 1;
  }
  return lo;
}

const lineAt = (offset) => lastAtOrBefore((i) => model.lineStart[i], model.lines, offset);
const rowAt = (offset) => lastAtOrBefore((i) => model.rows[i].start, model.rows.length, offset);
const rowOfLine = (line) => lastAtOrBefore((i) => model.rows[i].first, model.rows.length, line);

// rowName is what a row is called: "Page 14 (printed 7)".
function rowName(row) {
  if (row.page === 0) return row.part ? `Part ${row.part}` : 'Text';
  const printed = row.label && row.label !== String(row.page) ? `, printed ${row.label}` : '';
  return `Page ${row.page}${printed}${row.part ? `, part ${row.part}` : ''}`;
}

const percent = (share) => `${Math.floor(share * 100 + 1e-9)}%`;
const collapse = (s) => s.replace(/[ \t\n\v\f\r]+/g, ' ');
const shorten = (s, n) => ([...s].length > n ? [...s].slice(0, n - 1).join('') + '…' : s);
const visibleCount = (s) => [...s.replace(/\s+/gu, '')].length;
