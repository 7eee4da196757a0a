// The edition, laid out beside the pages of the source: which part of which
// block stands on which row.

// textOf is the text of an inline that is one.
function textOf(inline) {
  if (inline.length === 1) return inline[0];
  return inline.length === 3 ? inline[2] : collapse(model.text.slice(inline[0], inline[1]));
}

const isText = (inline) => Array.isArray(inline);
const hasSource = (inline) => isText(inline) && inline.length > 1;

// plain is the words of a block's content.
function plain(content) {
  let s = '';
  for (const inline of content || []) {
    if (isText(inline)) s += textOf(inline);
    else if (inline.k === 'line-break') s += '\n';
    else if (inline.c) s += plain(inline.c);
  }
  return s;
}

// leaves calls see with each leaf block, in order, and the containers around
// it.
function leaves(blocks, see, inside = []) {
  for (const b of blocks) {
    if (b.b) leaves(b.b, see, [...inside, b]);
    else see(b, inside);
  }
}

// placeOf is where an inline stands in the source, or -1.
function placeOf(inline) {
  if (isText(inline)) return hasSource(inline) ? inline[0] : -1;
  if (inline.at) return inline.at[0];
  for (const c of inline.c || []) {
    const at = placeOf(c);
    if (at >= 0) return at;
  }
  return -1;
}

// distribute gives each row of the model its part of the edition.
function distribute() {
  let row = 0;
  const at = (place) => {
    if (place >= 0) row = rowAt(place);
    return row;
  };
  leaves(model.blocks, (b, inside) => cut(b, inside, -1, at));
  model.notes.forEach((note, i) => {
    let first = true;
    leaves(note.blocks, (b, inside) => {
      cut(b, inside, i, at, first);
      first = false;
    });
  });
}

// cut cuts a leaf block where another row begins.
function cut(b, inside, note, at, labelled) {
  const parts = [];
  let part = null;
  for (const inline of b.c || []) {
    if (inline.k === 'page-break') continue;
    const row = at(placeOf(inline));
    if (!part || part.row !== row) {
      part = {
        row,
        kind: b.k,
        level: b.l,
        inside,
        marker: parts.length ? '' : markerOf(b, inside),
        inlines: [],
        note,
        labelled: labelled && !parts.length,
        from: parts.length > 0,
        on: false,
      };
      if (parts.length) parts[parts.length - 1].on = true;
      parts.push(part);
    }
    part.inlines.push(inline);
  }
  for (const p of parts) {
    const r = model.rows[p.row];
    if (r) (note < 0 ? r.body : r.notes).push(p);
  }
  markLines(b, inside, note);
}

function markerOf(b, inside) {
  if (b.m) return b.m;
  const item = inside[inside.length - 1];
  return item && item.k === 'item' && item.b[0] === b ? item.m || '' : '';
}

// markLines notes for each line how it ends and what its block is.
function markLines(b, inside, note) {
  const outer = inside.find((x) => x.k === 'quote' || x.k === 'list');
  const kind = note >= 0 ? 'note' : outer ? outer.k : b.k;
  const texts = sourced(b.c || []);
  texts.forEach((t, i) => {
    const first = lineAt(t[0]),
      last = lineAt(Math.max(t[0], t[1] - 1));
    for (let l = first; l <= last; l++) {
      model.lineKind[l] = model.lineKind[l] || kind;
      if (l < last) model.lineEnds[l] = 1;
    }
    const next = texts[i + 1];
    if (!next) model.lineEnds[last] = 2;
    else if (lineAt(next[0]) !== last) model.lineEnds[last] = 1;
  });
}

function sourced(content) {
  return content.flatMap((x) => (isText(x) ? (hasSource(x) ? [x] : []) : sourced(x.c || [])));
}

// linkNotes finds out which note of the edition is which of the decisions.
function linkNotes() {
  const runs = model.decisions.filter((d) => d.kind === 'note');
  model.numberOfNote = model.notes.map((note) => {
    let at = Infinity;
    leaves(note.blocks, (b) => {
      for (const x of sourced(b.c || [])) at = Math.min(at, x[0]);
    });
    const run = runs[lastAtOrBefore((i) => runs[i].start, runs.length, at)];
    return run && at >= run.start && at < run.end ? run.n : null;
  });
  model.indexOfNote = new Map(model.numberOfNote.map((n, i) => [n, i]));
  model.indexOfID = new Map(model.notes.map((note, i) => [note.id, i]));
}

// offsetIn leads from a place in the source to the place in the text of an
// inline: it goes through both, white space aside, as the balance does.
function offsetIn(inline, place) {
  if (inline.length === 1) return 0;
  const text = textOf(inline);
  let at = walk(inline, (source) => source >= place)[1];
  while (at < text.length && /\s/.test(text[at]) && /\S/.test(model.text[place] || ' ')) at++;
  return at;
}

// placeIn is the inverse of offsetIn.
function placeIn(inline, offset) {
  return inline.length === 1 ? -1 : walk(inline, (_, text) => text >= offset)[0];
}

function walk(inline, done) {
  const text = textOf(inline),
    end = inline[1];
  let i = inline[0],
    j = 0;
  const white = (c) => c === 32 || (c >= 9 && c <= 13);
  while (i < end && j < text.length && !done(i, j)) {
    const a = model.text.charCodeAt(i),
      b = text.charCodeAt(j);
    if (a === b) {
      i++;
      j++;
      continue;
    }
    if (white(a)) {
      i++;
      continue;
    }
    if (white(b)) {
      j++;
      continue;
    }
    const skip = resync(i, end, text, j); // letters left out or replaced
    i = skip[0];
    j = skip[1];
  }
  return [i, j];
}

// resync finds the nearest place from which source and text read alike again.
function resync(i, end, text, j) {
  for (let n = 1; n < 12; n++) {
    for (let k = 0; k <= n; k++) {
      const a = i + n - k,
        b = j + k;
      if (a < end && b < text.length && model.text.charCodeAt(a) === text.charCodeAt(b)) return [a, b];
    }
  }
  return [i + 1, j + 1];
}
