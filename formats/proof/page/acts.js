// What a person can decide, as fixes: see package fixes for the kinds and their
// values.

// lineText is the span of a line's text without the white space around it.
const lineText = (l) => trimmed(model.lineStart[l], model.lineEnd[l]);

function trimmed(from, to) {
  const s = model.text.slice(from, to),
    start = from + (s.length - s.trimStart().length);
  return [start, start + s.trim().length];
}

// blockAt is the span of the block of the edition that begins at a place, or of
// the line there.
function blockAt(place) {
  let found = null;
  const look = (b) => {
    const texts = sourced(b.c || []);
    if (
      texts.length &&
      texts[0][0] <= place + 1 &&
      place <= texts[0][0] + 40 &&
      (!found || Math.abs(texts[0][0] - place) < Math.abs(found[0] - place))
    )
      found = trimmed(texts[0][0], texts[texts.length - 1][1]);
  };
  leaves(model.blocks, look);
  for (const note of model.notes) leaves(note.blocks, look);
  const line = lineText(lineAt(place));
  return found && found[1] - found[0] < 400 ? found : [Math.max(line[0], place), line[1]];
}

const acting = (label, kind, value, at, more = {}) => ({ label, kind, value, at, ...more });
const accepting = (kind, value, at) => acting('Accept', kind, value, at, { key: 'a', accept: true });

// actsFor lists what can be decided about a decision.
function actsFor(d) {
  if (d.stage === 'fixes')
    return [
      acting('Take back', '', '', [d.start, Math.max(d.end, d.start)], { key: 'b' }),
      ...othersFor(d).filter((a) => !a.accept),
    ];
  const acts = othersFor(d);
  const correct = correctAround(d);
  return acts.some((a) => a.key === 'e') ? acts : [...acts, correct];
}

function othersFor(d) {
  if (d.removes && d.family === 'furniture')
    return d.kind === 'speck'
      ? []
      : [
          accepting('furniture', d.kind.replace(' ', '-'), [d.start, d.end]),
          acting('Keep it in the text', 'furniture', 'no', [d.start, d.end]),
        ];
  switch (d.kind) {
    case 'hyphen':
      return hyphenActs([d.start, d.end], 'drop');
    case 'join':
      return joinActs(d);
    case 'break':
      return [accepting('break', 'yes', place(d)), ...blockActs(d.start, 'break')];
    case 'stet':
      return stetActs(d);
    case 'element':
      return elementActs(d);
    case 'marker':
      return [
        accepting('marker', labelOf(d), [d.start, d.end]),
        acting('No mark', 'marker', 'no', [d.start, d.end]),
        askLabel('Mark of note…', 'marker', [d.start, d.end], labelOf(d)),
      ];
    case 'note':
    case 'note label':
      return noteActs(d);
    case 'bullet':
      return [accepting('item', 'yes', [d.start, d.end]), acting('No list item', 'item', 'no', place(d))];
    case 'page':
      return [
        accepting('page', d.value || 'none', place(d)),
        acting('No page begins', 'page', 'no', place(d)),
        {
          ...acting('Printed number…', 'page', '', place(d)),
          ask: { title: 'A page begins here', label: 'Its printed number', value: d.value || '' },
        },
      ];
    case 'character':
    case 'space':
    case 'tight':
      return letterActs(d);
  }
  return [];
}

const place = (d) => [d.start, d.start];
const labelOf = (d) => d.value || model.noteOf.get(d.n)?.value || '1';

function askLabel(label, kind, at, value) {
  return {
    ...acting(label, kind, '', at),
    ask: { title: label.replace('…', ''), label: 'The note’s number or sign, as printed', value },
  };
}

// hyphenActs: at is the hyphen, now what becomes of it now.
function hyphenActs(at, now) {
  const acts = [
    ['Drop the hyphen', 'drop'],
    ['Keep the hyphen', 'keep'],
    ['Keep it, and a space', 'apart'],
  ]
    .filter((a) => a[1] !== now)
    .map(([label, value]) => acting(label, 'hyphen', value, at));
  return [accepting('hyphen', now, at), ...acts];
}

// hyphenBefore is the span of the hyphen at the end of the text before a place,
// if there is one. Lines of other flows may lie between, and what was left out.
function hyphenBefore(at) {
  const here = lineAt(at),
    note = model.lineKind[here] === 'note';
  for (let l = here - 1; l >= 0 && l > here - 90; l--) {
    const [from, to] = lineText(l);
    if (from === to || (model.lineKind[l] === 'note') !== note || !model.lineKind[l]) continue;
    return /[-\u2010\u2011\u00ad\u0002\ufffe\u00ac=\u2013]/.test(model.text[to - 1]) ? [to - 1, to] : null;
  }
  return null;
}

function joinActs(d) {
  const hyphen = hyphenBefore(d.start);
  if (hyphen)
    return hyphenActs(hyphen, model.decisions.some((x) => x.kind === 'hyphen' && x.start === hyphen[0]) ? 'drop' : 'keep');
  return [
    accepting('join', d.value === ' ' ? 'yes' : 'close', place(d)),
    acting(d.value === ' ' ? 'Join without a space' : 'A space between', 'join', d.value === ' ' ? 'close' : 'yes', place(d)),
    acting('A paragraph begins', 'break', 'yes', place(d)),
  ];
}

// blockActs offers what a block that begins at a place can be.
function blockActs(at, but) {
  const line = [at, at],
    block = blockAt(at);
  return [
    but !== 'join' && !beginsNote(at) && acting('Join to what is above', 'join', 'yes', line),
    but === 'join' && acting('A paragraph begins', 'break', 'yes', line),
    acting('Heading 1', 'heading', '1', block),
    acting('Heading 2', 'heading', '2', block),
    acting('Heading 3', 'heading', '3', block),
    acting('Quotation', 'quote', 'yes', line),
    acting('Verse', 'verse', 'yes', line),
    acting('List item', 'item', 'yes', line),
  ].filter(Boolean);
}

// beginsNote reports whether a note begins at a place: nothing joins that to
// what is above.
const beginsNote = (at) =>
  model.decisions.some((d) => d.kind === 'note' && model.noteOf.get(d.n) === d && Math.abs(d.start - at) < 6);

function stetActs(d) {
  if (d.value === 'break') return [accepting('join', 'yes', place(d)), ...blockActs(d.start, 'join')];
  if (d.value === 'join') {
    const hyphen = hyphenBefore(d.start);
    if (hyphen) return hyphenActs(hyphen, 'apart');
    return [accepting('join', 'yes', place(d)), acting('Join without a space', 'join', 'close', place(d))];
  }
  const kind = fixKind(d.value);
  if (!kind) return [];
  const block = blockAt(d.start);
  return [
    accepting(kind, 'no', block),
    ...(kind === 'heading'
      ? ['1', '2', '3'].map((n) => acting(`Heading ${n}`, 'heading', n, block))
      : [acting(capital(article(d.value)), kind, 'yes', block)]),
  ];
}

const fixKinds = {
  paragraph: 'paragraph',
  heading: 'heading',
  title: 'title',
  subtitle: 'subtitle',
  byline: 'byline',
  quote: 'quote',
  verse: 'verse',
  item: 'item',
  code: 'code',
  'scene break': 'scene-break',
};
const fixKind = (value) => fixKinds[value];

function elementActs(d) {
  const kind = fixKind(d.value),
    block = blockAt(d.start),
    at = ['quote', 'verse', 'item', 'code', 'paragraph'].includes(kind) ? place(d) : block;
  if (!kind) return [];
  const acts = [
    accepting(kind, kind === 'heading' ? String(d.n || 1) : 'yes', at),
    acting(kind === 'heading' ? 'No heading' : `No ${d.value}`, kind, 'no', at),
  ];
  const other = [
    ['Heading 1', 'heading', '1'],
    ['Heading 2', 'heading', '2'],
    ['Heading 3', 'heading', '3'],
    ['Quotation', 'quote', 'yes'],
    ['Verse', 'verse', 'yes'],
    ['List item', 'item', 'yes'],
    ['Subtitle', 'subtitle', 'yes'],
  ];
  for (const [label, k, value] of other)
    if (k !== kind || (k === 'heading' && value !== String(d.n)))
      acts.push(acting(label, k, value, k === 'heading' || k === 'subtitle' ? block : place(d)));
  return acts.slice(0, 9);
}

function noteActs(d) {
  const label = model.decisions.find((x) => x.kind === 'note label' && x.n === d.n),
    start = model.noteOf.get(d.n) || d;
  const at = d.kind === 'note' && start !== d ? place(d) : label ? [label.start, label.end] : place(start);
  return [
    accepting('note', labelOf(d), at),
    acting('No note begins', 'note', 'no', at),
    askLabel('Note with the label…', 'note', at, labelOf(d)),
    acting('The note ends with this line', 'note', 'end', lineText(lineAt(d.end > d.start ? d.end - 1 : d.start))),
  ];
}

// letterActs: an erratum pins how words read. Where a note's mark stands among
// them, it would swallow the mark.
function letterActs(d) {
  const at = wordSpan(d),
    printed = collapse(model.text.slice(...at)),
    read = printedAs(d, at);
  if (model.decisions.some((x) => x.removes && x.kind !== 'hyphen' && x.start < at[1] && x.end > at[0])) return [];
  return [
    acting('Accept', 'erratum', read, at, { key: 'a', accept: true }),
    acting('As it is printed', 'erratum', printed, at),
    correcting(at, read),
  ];
}

// wordSpan is the span of the words at both sides of a decision.
function wordSpan(d) {
  let from = d.start,
    to = d.end;
  while (from > 0 && /\S/.test(model.text[from - 1])) from--;
  if (d.end === d.start || d.kind === 'tight') while (to < model.text.length && /[ \t\r\n]/.test(model.text[to])) to++;
  while (to < model.text.length && /\S/.test(model.text[to])) to++;
  return [from, to];
}

const printedAs = (d, at) =>
  collapse(model.text.slice(at[0], d.start) + (d.kind === 'tight' ? '' : d.value || '') + model.text.slice(d.end, at[1]));

const correcting = (at, value) => ({
  ...acting('Correct…', 'erratum', '', at, { key: 'e' }),
  ask: { title: 'Correct the words', label: 'What should stand there', value, mayBeEmpty: true },
});

function correctAround(d) {
  const at =
    d.removes || d.end - d.start > 80
      ? wordSpan({ start: d.start, end: Math.min(d.end, d.start + 1), kind: 'space' })
      : wordSpan(d);
  return correcting(at, collapse(model.text.slice(...at)));
}

function actsForLine(l) {
  const at = lineText(l);
  return [
    ...blockActs(at[0], model.lineEnds[l - 1] === 1 ? 'join' : 'break'),
    askLabel('Note begins…', 'note', [at[0], at[0]], ''),
    acting('Leave the line out', 'furniture', 'yes', at, { key: 'x' }),
    correcting(at, collapse(model.text.slice(...at))),
  ];
}

function actsForSpan(at) {
  const last = lineAt(at[1] - 1),
    until = last > lineAt(at[0]) ? { until: trimmed(model.lineStart[last], at[1]) } : {};
  return [
    acting('Quotation', 'quote', 'yes', [at[0], at[0]], until),
    acting('Verse', 'verse', 'yes', [at[0], at[0]], until),
    acting('Heading 1', 'heading', '1', at),
    acting('Heading 2', 'heading', '2', at),
    askLabel('Mark of note…', 'marker', at, collapse(model.text.slice(...at))),
    acting('No mark', 'marker', 'no', at),
    acting('Leave it out', 'furniture', 'yes', at, { key: 'x' }),
    correcting(at, collapse(model.text.slice(...at))),
  ];
}
