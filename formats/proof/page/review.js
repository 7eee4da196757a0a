// Review: a person's word on decisions, if the page came from `refolio review`.
// Each change goes to the program, which writes the fixes file, repairs the
// text again and answers with the data of the whole page.

const review = { line: -1, span: null, busy: false, acts: [], before: null };

const reviewHelp = [
  ['a', 'Accept the decision, and go to the next doubtful one'],
  ['1–9', 'Decide otherwise, as the buttons say'],
  ['e', 'Correct the words'],
  ['x', 'Leave the line, or what is selected, out'],
  ['l', 'Choose the line; then ↑ and ↓'],
  ['b', 'Take the fix back'],
  ['u', 'Undo'],
  ['v', 'Changes, side by side'],
];

function reviewKeys() {
  const numbered = review.acts.filter((a) => /^\d$/.test(a.key)).map((a) => [a.key, a.label, () => act(a)]);
  const named = ['a', 'b', 'e', 'x'].map((key) => [
    key,
    '',
    () => {
      const a = review.acts.find((x) => x.key === key);
      if (a) act(a);
    },
  ]);
  return [
    ...numbered,
    ...named,
    ['u', '', undo],
    ['v', '', () => showView('diff')],
    ['l', '', () => chooseLine(review.line >= 0 ? review.line : lineInSight())],
    ...(review.line >= 0
      ? [
          ['ArrowDown', '', () => moveLine(1)],
          ['ArrowUp', '', () => moveLine(-1)],
        ]
      : []),
  ];
}

function startReview() {
  if (!model.review) return;
  document.body.classList.add('reviewing');
  byId('view-diff').hidden = false;
  byId('acts').hidden = false;
  keys.splice(
    keys.findIndex((k) => k[0] === 'd'),
    0,
    ['v', 'Changes, side by side', () => showView('diff')],
  );
  document.addEventListener('selectionchange', () => {
    clearTimeout(review.timer);
    review.timer = setTimeout(selected, 150);
  });
  showState();
}

// showState says how many fixes there are.
function showState() {
  const r = model.review;
  byId('diff-count').textContent = r.undo ? String(r.undo) : '';
  byId('facts').textContent =
    `${r.fixes === 1 ? '1 fix' : `${r.fixes} fixes`} in ${r.file} · ${number(model.doubts.length)} of ${number(model.decisions.length)} decisions doubtful`;
}

// showActs offers what can be decided about d, or about the chosen line.
function showActs(d) {
  if (!model.review) return;
  if (d) {
    review.line = -1;
    review.span = null;
  }
  setActs(d ? actsFor(d) : []);
}

function setActs(acts) {
  let n = 0;
  for (const a of acts) if (!a.key) a.key = String(++n);
  review.acts = acts;
  const focused = byId('acts').contains(document.activeElement);
  byId('acts').replaceChildren(
    ...acts.map((a) => {
      const b = el(
        'button',
        { type: 'button', class: a.accept ? 'accept' : null, 'aria-keyshortcuts': a.key },
        el('kbd', { 'aria-hidden': true }, a.key),
        a.label,
      );
      b.addEventListener('click', () => act(a));
      return b;
    }),
    undoButton(),
  );
  if (focused) byId('acts').querySelector('button:not(:disabled)')?.focus();
}

function undoButton() {
  const b = el('button', { type: 'button', 'aria-keyshortcuts': 'u' }, el('kbd', { 'aria-hidden': true }, 'u'), 'Undo');
  b.addEventListener('click', undo);
  b.disabled = !model.review.undo;
  return b;
}

// chooseLine chooses a line, about which a person may decide whatever the
// stages thought.
function chooseLine(l) {
  if (chosen.at >= 0) choose(null);
  review.line = Math.min(Math.max(l, 0), model.lines - 1);
  review.span = null;
  paintLine();
  const text = legible(model.text.slice(...lineText(review.line)));
  byId('chosen').replaceChildren(
    el('p', { class: 'what' }, shorten(text, 120) || 'An empty line'),
    el('p', { class: 'why' }, `${rowName(model.rows[rowOfLine(review.line)])}, line ${model.lineNumber[review.line]}`),
  );
  if (model.review && text) setActs(actsForLine(review.line));
  say(`Line ${model.lineNumber[review.line]}: ${text}`);
}

function paintLine() {
  for (const e of document.querySelectorAll('.ln.here')) e.classList.remove('here');
  if (review.line >= 0) document.querySelector(`.ln[data-l="${review.line}"]`)?.classList.add('here');
}

function moveLine(by) {
  let l = review.line + by;
  while (l > 0 && l < model.lines - 1 && !model.text.slice(model.lineStart[l], model.lineEnd[l]).trim()) l += by;
  chooseLine(l);
  spread.show(model.lineStart[review.line]);
  paintLine();
}

// lineInSight is the line that a person is likely to mean: that of the chosen
// decision, or where the last search has led.
function lineInSight() {
  const d = model.decisions[chosen.at];
  if (d) return lineAt(d.start);
  const top = byId('spread').scrollTop,
    view = spread.view;
  if (spread.last >= 0) {
    const row = rowAt(spread.last);
    if (row >= view.at(top) && row <= view.at(top + byId('spread').clientHeight)) return lineAt(spread.last);
  }
  return model.rows[view.at(top + 60)].first;
}

// selected offers what can be decided about the words that are selected in the
// source.
function selected() {
  const s = getSelection();
  if (s.isCollapsed || !s.rangeCount) return;
  const range = s.getRangeAt(0),
    from = placeOfNode(range.startContainer, range.startOffset),
    to = placeOfNode(range.endContainer, range.endOffset);
  if (from < 0 || to <= from) return;
  chosen.at = -1;
  review.line = -1;
  review.span = trimmed(from, to);
  spread.repaint();
  byId('chosen').replaceChildren(
    el('p', { class: 'what' }, `“${shorten(legible(model.text.slice(...review.span)), 120)}”`),
    el('p', { class: 'why' }, `selected in line ${model.lineNumber[lineAt(from)]}`),
  );
  setActs(actsForSpan(review.span));
}

// placeOfNode is the place in the source of a place in a line, or -1.
function placeOfNode(node, offset) {
  const line = (node.nodeType === Node.TEXT_NODE ? node.parentNode : node).closest('.ln');
  if (!line) return -1;
  let at = model.lineStart[line.dataset.l],
    found = -1;
  const visit = (n) => {
    if (n === node) {
      found = at + (n.nodeType === Node.TEXT_NODE ? offset : 0);
      return true;
    }
    if (n.nodeType === Node.TEXT_NODE) {
      at += n.length;
      return false;
    }
    if (n.classList.contains('sign') || n.classList.contains('unseen') || n.dataset.added !== undefined) return false;
    if (n.classList.contains('hid')) {
      at++;
      return false;
    }
    return [...n.childNodes].some(visit);
  };
  visit(line.querySelector('.tx'));
  return found;
}

// act does what a button says, perhaps after a question.
function act(a) {
  if (!a.ask) {
    send('fix', a, a.accept);
    return;
  }
  ask(a.ask.title, a.ask.label, a.ask.value, (value) => {
    const text = value.trim();
    if (text || a.ask.mayBeEmpty) send('fix', { ...a, value: text });
  });
}

function undo() {
  if (!model.review.undo) {
    say('There is nothing to undo.');
    return;
  }
  send('undo', null);
}

// send has the program make a change.
async function send(what, a, onward = false) {
  if (review.busy) return;
  review.busy = true;
  document.body.classList.add('busy');
  const began = performance.now();
  try {
    const answer = await fetch(what, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: a ? JSON.stringify({ At: a.at, Until: a.until, Kind: a.kind, Value: a.value }) : '{}',
    });
    const data = await answer.json();
    if (!answer.ok) throw new Error(data.error);
    replace(data, a ? a.at[0] : -1, onward);
    const seconds = ((performance.now() - began) / 1000).toFixed(2);
    toast(what === 'undo' ? `Undone in ${seconds} s.` : `Saved to ${model.review.file} in ${seconds} s.`);
    document.body.dataset.took = seconds;
  } catch (error) {
    toast(error instanceof TypeError ? 'refolio review has ended: nothing is changed.' : `${capital(error.message)}.`, true);
  } finally {
    review.busy = false;
    document.body.classList.remove('busy');
    document.body.dataset.changes = Number(document.body.dataset.changes || 0) + 1;
  }
}

// replace shows the data of another run, where the page is.
function replace(data, at, onward) {
  const old = textsInSight();
  chosen.at = -1;
  load(data);
  spread.view.renew(model.rows.length);
  fillFilter();
  byId('report').replaceChildren();
  if (view === 'report') buildReport();
  byId('diff').replaceChildren();
  titles();
  showState();
  if (search.pattern) runSearch(byId('query').value);
  refilter();
  const d = at >= 0 ? byHandAt(at) : null;
  if (onward)
    step(
      model.doubts
        .filter((x) => wanted(x) && x.start >= at)
        .concat(model.doubts.filter(wanted))
        .slice(0, 1),
      1,
    );
  else if (d) choose(d, { speak: false, scroll: false });
  else showChosen();
  flash(old);
  if (view === 'diff') showDiff();
  say(`Saved. ${onward && chosen.at >= 0 ? spoken(model.decisions[chosen.at]) : d ? sentence(d) : ''}`);
}

function byHandAt(at) {
  const near = model.decisions.filter((d) => d.stage === 'fixes' && Math.abs(d.start - at) < 200);
  return (
    near.sort((a, b) => Math.abs(a.start - at) - Math.abs(b.start - at))[0] || model.decisions.find((d) => d.start === at) || null
  );
}

const textsInSight = () => new Set([...byId('rows').querySelectorAll('.text .b')].map((e) => e.className + e.textContent));

// flash shows for a moment what is new in the edition.
function flash(old) {
  if (!old.size) return;
  for (const e of byId('rows').querySelectorAll('.text .b')) if (!old.has(e.className + e.textContent)) e.classList.add('flash');
}
