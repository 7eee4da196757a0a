// The chosen decision: what, how sure and why, at the foot of the page, and the
// same in a small note beside the pointer.

const chosen = { at: -1 };

// choose makes d the chosen decision and shows its place.
function choose(d, { speak = true, scroll = true } = {}) {
  chosen.at = d ? d.i : -1;
  review.line = -1;
  paintLine();
  if (d) {
    if (scroll) spread.show(d.start);
    list.at = filter.matching.indexOf(d);
    markItem();
    history.replaceState(null, '', `#d=${d.start},${encodeURIComponent(d.kind)}`);
  }
  spread.repaint();
  showChosen();
  paintChosen();
  paintMap();
  if (d && speak) say(spoken(d));
}

function spoken(d) {
  const n = model.doubts.indexOf(d);
  const which = n >= 0 ? `Doubt ${n + 1} of ${model.doubts.length}. ` : '';
  return `${which}${rowName(model.rows[d.row])}, line ${model.lineNumber[lineAt(d.start)]}. ${sentence(d)}. ${percent(d.sure)} sure: ${d.why}.`;
}

// showChosen fills the foot of the page.
function showChosen() {
  const box = byId('chosen'),
    d = model.decisions[chosen.at];
  box.classList.toggle('doubt', !!d && d.sure < model.doubtful);
  if (!d) {
    const n = model.doubts.length;
    box.replaceChildren(
      el(
        'p',
        { class: 'hint' },
        n
          ? `${n.toLocaleString('en')} of ${model.decisions.length.toLocaleString('en')} decisions ${n === 1 ? 'is' : 'are'} doubtful: go through them with the arrow, or with the key n.`
          : 'No decision is doubtful. Click on any mark to see why it was made.',
      ),
    );
    showActs(null);
    return;
  }
  const n = model.doubts.indexOf(d);
  box.replaceChildren(
    el('p', { class: 'what' }, sentence(d)),
    el(
      'p',
      { class: 'why' },
      el('span', { class: `chip f-${d.family}` }, capital(d.name)),
      sureness(d),
      el('span', { class: 'reason' }, d.why ? capital(d.why) + '.' : ''),
      el(
        'span',
        { class: 'where' },
        `${d.stage} · ${rowName(model.rows[d.row])}, line ${model.lineNumber[lineAt(d.start)]}${n >= 0 ? ` · doubt ${n + 1} of ${model.doubts.length}` : ''}`,
      ),
      ...otherEnd(d),
    ),
  );
  showActs(d);
}

// otherEnd leads from a mark to its note, and back.
function otherEnd(d) {
  if (d.kind !== 'marker' && d.kind !== 'note' && d.kind !== 'note label') return [];
  const to = d.kind === 'marker' ? model.noteOf.get(d.n) : model.decisions.find((x) => x.kind === 'marker' && x.n === d.n);
  if (!to) return [];
  const button = el(
    'button',
    { type: 'button', class: 'plain', title: 'The other end (o)' },
    d.kind === 'marker' ? 'To the note' : 'To the mark',
  );
  button.addEventListener('click', () => choose(to));
  return [button];
}

// step goes to the next or previous of some decisions, from the chosen one or
// from what is in sight.
function step(decisions, by) {
  if (!decisions.length) {
    say('There is none.');
    return;
  }
  const d = model.decisions[chosen.at];
  const here = d
    ? d.start + d.i / (model.decisions.length + 1)
    : byId('spread').scrollTop > 0
      ? model.rows[spread.view.at(byId('spread').scrollTop + 80)].start - 0.5
      : -1;
  const key = (x) => x.start + x.i / (model.decisions.length + 1);
  const next =
    by > 0
      ? decisions.find((x) => key(x) > here + 1e-9) || decisions[0]
      : decisions.findLast((x) => key(x) < here - 1e-9) || decisions[decisions.length - 1];
  choose(next);
}

// paintChosen marks in the edition what the chosen decision is about.
function paintChosen() {
  if (!window.Highlight) return;
  const d = model.decisions[chosen.at],
    ranges = [];
  if (d) {
    for (const run of byId('rows').querySelectorAll('.r')) {
      const x = run.inline;
      if (x.length < 2 || d.end < x[0] || d.start > x[1]) continue;
      const word = wordAround(textOf(x), offsetIn(x, d.start), offsetIn(x, d.end));
      const range = rangeIn(run, word[0], word[1]);
      if (range) ranges.push(range);
    }
  }
  CSS.highlights.set('chosen', new Highlight(...ranges));
}

function wordAround(text, from, to) {
  while (from > 0 && /\S/.test(text[from - 1])) from--;
  while (to < text.length && /\S/.test(text[to])) to++;
  return [from, to];
}

// rangeIn is the range from one character to another of an element to which
// put has appended a text.
function rangeIn(element, from, to) {
  const range = document.createRange();
  let at = 0,
    begun = false;
  for (const node of element.childNodes) {
    const length = node.nodeType === Node.TEXT_NODE ? node.length : 1;
    const inner = (n) => (node.nodeType === Node.TEXT_NODE ? n - at : 0);
    if (!begun && from < at + length) {
      range.setStart(node, inner(from));
      begun = true;
    }
    if (begun && to <= at + length) {
      range.setEnd(node, Math.max(0, inner(to)));
      return range;
    }
    at += length;
  }
  if (!begun) return null;
  range.setEnd(element, element.childNodes.length);
  return range;
}

// wirePointer shows notes beside the pointer, and chooses what is clicked.
function wirePointer() {
  const rows = byId('rows'),
    tip = byId('tip');
  rows.addEventListener('pointerover', (e) => {
    const at = e.target.closest('[data-d], [data-note]');
    if (!at || e.pointerType === 'touch') {
      tip.hidden = true;
      link(null, null);
      return;
    }
    linkFrom(at);
    if (at.dataset.d !== undefined) showTip(model.decisions[at.dataset.d], at);
    else tip.hidden = true;
  });
  rows.addEventListener('pointerleave', () => {
    tip.hidden = true;
    link(null, null);
  });
  byId('spread').addEventListener(
    'scroll',
    () => {
      tip.hidden = true;
    },
    { passive: true },
  );
  rows.addEventListener('click', clicked);
}

function linkFrom(at) {
  if (at.dataset.n !== undefined) link(at.dataset.n, model.indexOfNote.get(Number(at.dataset.n)) ?? null);
  else if (at.dataset.note !== undefined) link(model.numberOfNote[at.dataset.note] ?? null, at.dataset.note);
  else link(null, null);
}

function showTip(d, at) {
  const tip = byId('tip');
  tip.classList.toggle('doubt', d.sure < model.doubtful);
  tip.replaceChildren(
    el('strong', {}, sentence(d)),
    el('span', { class: 'tip-why' }, d.why ? capital(d.why) + '.' : ''),
    el('span', { class: 'tip-how' }, sureness(d), `${d.stage} · ${d.name}`),
  );
  tip.hidden = false;
  const box = at.getClientRects()[0] || at.getBoundingClientRect(),
    size = tip.getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left), innerWidth - size.width - 8);
  const above = box.top - size.height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 60 ? above : box.bottom + 8}px`;
}

function clicked(e) {
  if (!getSelection().isCollapsed) return;
  const at = e.target.closest('[data-d]');
  if (at) {
    choose(model.decisions[at.dataset.d], { scroll: false });
    return;
  }
  const ref = e.target.closest('.ref[data-note]');
  if (ref) {
    toNote(Number(ref.dataset.note));
    return;
  }
  const run = e.target.closest('.r');
  if (run && run.inline.length > 1) {
    fromEdition(run, e);
    return;
  }
  const line = e.target.closest('.ln');
  if (line) chooseLine(Number(line.dataset.l));
}

function toNote(i) {
  const d = model.noteOf.get(model.numberOfNote[i]);
  if (d) choose(d);
}

// fromEdition shows where in the source a word of the edition stands.
function fromEdition(run, e) {
  const caret = document.caretPositionFromPoint ? document.caretPositionFromPoint(e.clientX, e.clientY) : null;
  let offset = 0;
  if (caret && run.contains(caret.offsetNode)) {
    for (const node of run.childNodes) {
      if (node === caret.offsetNode) {
        offset += caret.offset;
        break;
      }
      offset += node.nodeType === Node.TEXT_NODE ? node.length : 1;
    }
  }
  const place = placeIn(run.inline, offset);
  chooseLine(lineAt(place));
  spread.show(place);
}
