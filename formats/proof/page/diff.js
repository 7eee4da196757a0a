// Changes: the edition before the review and now, side by side.

// compare finds the shortest way from one list to another (Myers): pairs of
// runs [from, to) in both, alike or not.
function compare(a, b) {
  let head = 0,
    tail = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const x = a.slice(head, a.length - tail),
    y = b.slice(head, b.length - tail);
  return runs([...Array(head).fill('='), ...path(x, y), ...Array(tail).fill('=')]);
}

// mostSteps bounds the search: what differs more is shown as wholly other.
const mostSteps = 1500;

function path(a, b) {
  const n = a.length,
    m = b.length,
    kept = [];
  if (!n || !m) return [...Array(n).fill('-'), ...Array(m).fill('+')];
  let reach = { 1: 0 };
  for (let d = 0; d <= Math.min(n + m, mostSteps); d++) {
    kept.push({ ...reach });
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && reach[k - 1] < reach[k + 1]) ? reach[k + 1] : reach[k - 1] + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) x++;
      reach[k] = x;
      if (x >= n && x - k >= m) return back(kept, n, m);
    }
  }
  return [...Array(n).fill('-'), ...Array(m).fill('+')];
}

// back follows the way from its end to its beginning.
function back(kept, n, m) {
  const steps = [];
  for (let d = kept.length - 1, x = n, y = m; d >= 0; d--) {
    const reach = kept[d],
      k = x - y;
    const from = k === -d || (k !== d && reach[k - 1] < reach[k + 1]) ? k + 1 : k - 1;
    const px = d ? reach[from] : 0,
      py = d ? px - from : 0;
    while (x > px && y > py) {
      steps.push('=');
      x--;
      y--;
    }
    if (d) {
      steps.push(x > px ? '-' : '+');
      x = px;
      y = py;
    }
  }
  return steps.reverse();
}

// runs gathers steps: {same, a: [from, to], b: [from, to]}.
function runs(steps) {
  const out = [];
  let i = 0,
    j = 0;
  for (const s of steps) {
    const same = s === '=';
    let r = out[out.length - 1];
    if (!r || r.same !== same) out.push((r = { same, a: [i, i], b: [j, j] }));
    if (s !== '+') r.a[1] = ++i;
    if (s !== '-') r.b[1] = ++j;
  }
  return out;
}

// paragraphs lists the blocks of an edition as a reader sees them.
function paragraphs(blocks, notes) {
  const list = [];
  leaves(blocks, (b, inside) => add(list, b, inside, ''));
  notes.forEach((note) => leaves(note.blocks, (b, inside) => add(list, b, inside, `note ${legible(note.label)}`)));
  return list;
}

function add(list, b, inside, note) {
  const text = withMarks(b.c || []).trim();
  if (!text) return;
  const outer = inside.find((x) => x.k === 'quote' || x.k === 'list');
  const kind = [note, outer ? outer.k : '', b.k === 'paragraph' && (note || outer) ? '' : b.k + (b.l ? ` ${b.l}` : '')]
    .filter(Boolean)
    .join(', ');
  list.push({ kind, text: (b.m ? b.m + ' ' : '') + text, place: sourced(b.c || [])[0]?.[0] ?? 0 });
}

const withMarks = (content) =>
  content
    .map((x) =>
      isText(x)
        ? textOf(x)
        : x.k === 'line-break'
          ? '\n'
          : x.k === 'note-ref'
            ? `[${legible(model.notes[model.indexOfID.get(x.to)]?.label || '')}]`
            : x.c
              ? withMarks(x.c)
              : '',
    )
    .join('');

async function showDiff() {
  const box = byId('diff');
  if (!review.before) {
    const answer = await fetch('before');
    if (!answer.ok) {
      toast('The edition as it was is not to be had.', true);
      return;
    }
    review.before = await answer.json();
  }
  const before = paragraphs(review.before.blocks, review.before.notes),
    now = paragraphs(model.blocks, model.notes);
  const all = compare(
    before.map((p) => p.kind + '\n' + p.text),
    now.map((p) => p.kind + '\n' + p.text),
  );
  const changed = all.filter((r) => !r.same);
  box.replaceChildren(
    el(
      'div',
      { class: 'sheet' },
      el(
        'header',
        {},
        el('p', { class: 'eyebrow' }, 'Changes since this review began'),
        el('h2', {}, changed.length ? `${changed.length} ${changed.length === 1 ? 'place' : 'places'}` : 'None yet'),
      ),
      el('div', { class: 'pair head', 'aria-hidden': true }, el('span', {}, 'Before'), el('span', {}, 'Now')),
      ...changed.map((r) => pair(before.slice(...r.a), now.slice(...r.b))),
    ),
  );
}

// pair shows the paragraphs of a place, the words that differ marked.
function pair(before, now) {
  const a = tokens(before),
    b = tokens(now),
    words = compare(
      a.map((t) => t.s),
      b.map((t) => t.s),
    );
  const mark = (list, side) => {
    for (const r of words.filter((w) => !w.same)) {
      for (let i = r[side][0]; i < r[side][1]; i++) list[i].other = true;
      for (const i of [r[side][0] - 1, r[side][1]]) if (list[i]) list[i].beside = true;
    }
  };
  mark(a, 'a');
  mark(b, 'b');
  const place = (now[0] || before[0]).place;
  const go = el('button', { type: 'button', class: 'plain' }, `line ${model.lineNumber[lineAt(place)]}`);
  go.addEventListener('click', () => {
    spread.show(place);
  });
  return el(
    'section',
    { class: 'change' },
    go,
    el('div', { class: 'pair' }, side(before, a, 'del', 'Before'), side(now, b, 'ins', 'Now')),
  );
}

function tokens(list) {
  return list.flatMap((p, i) => [
    { s: `\u00b6 ${p.kind}`, kind: p.kind, p: i },
    ...(p.text.match(/\S+\s*/gu) || []).map((s) => ({ s: s.trim(), text: s, p: i })),
  ]);
}

// around is how many words are shown at both sides of a change.
const around = 24;

// nearChanges keeps the words near a change, and a sign for what lies between.
function nearChanges(words) {
  const near = new Array(words.length).fill(false);
  words.forEach((w, i) => {
    if (w.other || w.beside) near.fill(true, Math.max(0, i - around), i + around + 1);
  });
  const out = [];
  words.forEach((w, i) => {
    if (near[i] || w.kind !== undefined) out.push(w);
    else if (i && (near[i - 1] || words[i - 1].kind !== undefined)) out.push({ text: ' … ', p: w.p });
    else if (!i) out.push({ text: '… ', p: w.p });
  });
  return out;
}

function side(list, all, tag, name) {
  const words = nearChanges(all);
  const box = el('div', { class: 'side', 'aria-label': name, 'data-name': name, role: 'group' });
  list.forEach((p, i) => {
    const e = el('p', {});
    let open = null;
    for (const t of words.filter((w) => w.p === i)) {
      if (t.kind !== undefined) {
        if (t.other || t.kind !== 'paragraph')
          e.append(el('span', { class: `block-kind${t.other ? ' other' : ''}` }, t.kind), ' ');
        continue;
      }
      if (t.other && !open) e.append((open = el(tag, { class: 'word' })));
      if (!t.other) open = null;
      put(open || e, t.text);
    }
    box.append(e);
  });
  if (!list.length) box.append(el('p', { class: 'nothing' }, 'nothing'));
  return box;
}
