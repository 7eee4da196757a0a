// Drawing a row: lines of the source with the decisions on them, and the part
// of the edition that was made of them.

// sentence says what a decision does, for people.
function sentence(d) {
  const text = legible(model.text.slice(d.start, d.end)),
    q = `“${shorten(text, 60)}”`;
  const [left, right] = wordsAround(d);
  switch (d.kind) {
    case 'hyphen':
      return `The hyphen of “${left}-${right}” goes`;
    case 'join':
      return `“${left}” and “${right}” are joined`;
    case 'break':
      return `A paragraph begins at “${shorten(legible(model.text.slice(d.start, d.start + 60)), 40)}”`;
    case 'stet':
      return d.value === 'break'
        ? `No paragraph begins at “${shorten(legible(model.text.slice(d.start, d.start + 60)), 40)}”`
        : d.value === 'join'
          ? `“${left}” and “${right}” stay apart`
          : `${q} is no ${d.value}`;
    case 'element':
      return `${text ? q : `“${right}”`} is ${article(d.value)}${d.value === 'heading' && d.n ? ` of level ${d.n}` : ''}`;
    case 'page':
      return `A page begins${d.value ? `, printed ${legible(d.value)}` : ''}`;
    case 'marker':
      return `${q} is the mark of a note`;
    case 'note label':
      return `${q} is the label of a note`;
    case 'note':
      return `${q} is the text of a note`;
    case 'character':
      return `${q} is read as “${legible(d.value)}”`;
    case 'erratum':
      return d.value ? `${q} is corrected to “${shorten(legible(d.value), 60)}”` : `${q} goes with the correction above`;
    case 'space':
      return `A space between “${left}” and “${right}”`;
    case 'tight':
      return `No space between “${left}” and “${right}”`;
    case 'order':
      return `${q} is piece ${d.n} of the column`;
    case 'bullet':
      return `${q} is a list item’s bullet or number`;
  }
  return d.removes ? `${q} goes: ${d.kind}` : `${capital(d.kind)}: ${q}`;
}

const article = (what) =>
  what === 'item' ? 'a list item' : what === 'quote' ? 'a quotation' : what === 'verse' || what === 'code' ? what : `a ${what}`;

function wordsAround(d) {
  const before = model.text.slice(Math.max(0, d.start - 80), d.start).trimEnd(),
    after = model.text.slice(d.end, d.end + 80).trimStart();
  return [legible(/\S*$/u.exec(before)[0].replace(/[-\u00ad\u2010]$/u, '')), legible(/^\S*/u.exec(after)[0])];
}

// points are decisions that are drawn beside a line or between its letters,
// with the sign for them.
function pointSign(d) {
  switch (d.kind) {
    case 'break':
      return '¶';
    case 'join':
      return '⁀';
    case 'stet':
      return d.value === 'break' ? '¬¶' : d.value === 'join' ? '≠' : '¬' + (tagNames[d.value] || capital(d.value));
    case 'space':
      return '␣';
    case 'tight':
      return '·';
    case 'element':
      return (tagNames[d.value] || capital(d.value)) + (d.value === 'heading' && d.n ? ' ' + d.n : '');
    case 'note':
      return model.noteOf.get(d.n) === d ? `Note ${legible(d.value) || ''}`.trim() : '… note';
    case 'order':
      return `⇢${d.n}`;
    case 'page':
      return '⌐';
  }
  return '◦';
}

// shortSign is the sign where there is little room.
function shortSign(d) {
  if (d.kind === 'element')
    return capital(d.value).slice(0, d.value === 'heading' ? 1 : 2) + (d.value === 'heading' ? d.n || '' : '');
  return d.kind === 'note' ? 'N' + legible(d.value).slice(0, 4) : pointSign(d).slice(0, 4);
}

const tagNames = { heading: 'Heading', quote: 'Quote', item: 'Item', 'scene break': 'Break' };

// inMargin are the kinds whose sign stands in the margin of their line.
const inMargin = (d) =>
  d.kind === 'break' ||
  d.kind === 'element' ||
  d.kind === 'note' ||
  d.kind === 'order' ||
  (d.kind === 'stet' && d.value !== 'join');

// inText are the decisions that mark letters: those of the others are places.
const inText = (d) => d.end > d.start && (d.removes || d.kind === 'character' || d.kind === 'erratum' || d.kind === 'tight');

function markClasses(d) {
  let c = `d f-${d.family}`;
  if (d.removes) c += ' gone';
  if (d.sure < model.doubtful) c += ' doubt';
  if (d.stage === 'fixes') c += ' fixed';
  if (!wanted(d)) c += ' pale';
  if (chosen.at === d.i) c += ' chosen';
  return c;
}

function mark(tag, d, ...inside) {
  const e = el(tag, { class: markClasses(d), 'data-d': d.i }, ...inside);
  if (d.kind === 'marker' || d.kind === 'note label' || d.kind === 'note') e.dataset.n = d.n;
  return e;
}

const point = (d) =>
  mark(
    'span',
    d,
    el('span', { class: 'sign', 'data-c': pointSign(d), 'data-s': shortSign(d), 'aria-hidden': true }),
    el('span', { class: 'unseen' }, ` [${d.name}] `),
  );

// drawSource draws the lines of a row.
function drawSource(row) {
  const box = el('div', { class: 'lines', lang: model.meta.language || null });
  const of = decisionsByLine(row);
  for (let l = row.first; l < row.last; l++) box.append(drawLine(l, of.get(l) || []));
  return box;
}

function decisionsByLine(row) {
  const of = new Map();
  const add = (l, d) => {
    if (!of.has(l)) of.set(l, []);
    of.get(l).push(d);
  };
  const near = [...(model.rows[row.i - 1]?.decisions.slice(-4).filter((d) => d.end > row.start) || []), ...row.decisions];
  for (const d of near) {
    const first = lineAt(d.start),
      last = inText(d) ? lineAt(Math.max(d.start, d.end - 1)) : first;
    for (let l = Math.max(first, row.first); l <= last && l < row.last; l++) add(l, d);
  }
  return of;
}

function drawLine(l, decisions) {
  const start = model.lineStart[l],
    end = model.lineEnd[l];
  const kind = model.lineKind[l];
  const line = el('div', { class: `ln${kind ? ' k-' + kind : ''}`, 'data-l': l });
  const tags = el('span', { class: 'tags' }),
    text = el('span', { class: 'tx', dir: 'auto' });
  line.append(el('span', { class: 'no' }, String(model.lineNumber[l])), tags, text);
  let at = start;
  for (const d of decisions) {
    if (d.start < start && !inText(d)) continue;
    if (inMargin(d)) {
      tags.append(point(d));
      continue;
    }
    if (d.kind === 'page') continue;
    const from = Math.max(d.start, start);
    if (from > at) {
      put(text, model.text.slice(at, from));
      at = from;
    }
    at = drawMark(text, d, Math.max(at, from), end);
  }
  if (at < end) put(text, model.text.slice(at, end));
  const how = model.lineEnds[l],
    empty = !model.text.slice(start, end).trim();
  if (how && !empty)
    line.append(
      el('span', {
        class: how === 1 ? 'end on' : 'end stop',
        title: how === 1 ? 'goes on in the next line' : 'a block ends here',
        'aria-hidden': true,
      }),
    );
  if (empty) line.classList.add('empty');
  return line;
}

// drawMark draws what a decision does to letters, and returns where it ends on
// the line.
function drawMark(text, d, from, lineEnd) {
  if (!inText(d)) {
    text.append(point(d));
    return from;
  }
  const to = Math.min(d.end, lineEnd);
  const old = mark('del', d);
  put(old, model.text.slice(from, to));
  text.append(old);
  if ((d.kind === 'character' || d.kind === 'erratum') && d.value && d.end <= lineEnd) {
    const now = mark('ins', d);
    put(now, d.value);
    now.dataset.added = '';
    text.append(now);
  }
  return to;
}

// drawEdition draws a row's part of the edition.
function drawEdition(row) {
  const box = el('div', { class: 'text', lang: model.meta.language || null });
  for (const p of row.body) box.append(drawPart(p));
  if (row.notes.length) box.append(el('div', { class: 'notes' }, ...row.notes.map(drawPart)));
  if (!row.body.length && !row.notes.length) box.append(el('p', { class: 'nothing' }, 'Nothing of this page is in the edition.'));
  return box;
}

function drawPart(p) {
  const around = p.inside.map((b) => ' in-' + b.k).join('');
  const e = el('p', {
    class: `b b-${p.kind}${around}${p.from ? ' from' : ''}${p.on ? ' goes-on' : ''}`,
    'data-level': p.level || null,
  });
  if (p.note >= 0) {
    e.classList.add('note');
    e.dataset.note = p.note;
    if (p.labelled && !p.from) e.append(el('span', { class: 'label' }, legible(model.notes[p.note].label) || '–'), ' ');
  }
  if (p.marker) e.append(el('span', { class: 'bullet' }, legible(p.marker)), ' ');
  drawInlines(e, p.inlines);
  return e;
}

function drawInlines(parent, inlines) {
  for (const x of inlines) {
    if (isText(x)) {
      const run = el('span', { class: 'r' });
      run.inline = x;
      put(run, textOf(x));
      parent.append(run);
    } else if (x.k === 'line-break') parent.append(el('br'));
    else if (x.k === 'note-ref') parent.append(drawReference(x));
    else if (x.c) {
      const inner = el({ emphasis: 'em', strong: 'strong' }[x.k] || 'span', {
        class: x.k === 'link' ? 'link' : null,
        title: x.k === 'link' ? x.to : null,
      });
      drawInlines(inner, x.c);
      parent.append(inner);
    }
  }
}

function drawReference(x) {
  const i = model.indexOfID.get(x.to);
  return el('sup', { class: 'ref', 'data-note': i }, i === undefined ? '?' : legible(model.notes[i].label) || '–');
}
