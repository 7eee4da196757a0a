// The list of decisions: a listbox of which only what is in sight is drawn.

const list = { view: null, at: -1 };

const itemHeight = 66;

function startList() {
  list.view = new Virtual(byId('list'), byId('list-rows'), { guess: () => itemHeight, draw: drawItem });
  byId('list').addEventListener('click', (e) => {
    const item = e.target.closest('[role=option]');
    if (item) pick(Number(item.dataset.i));
  });
  byId('list').addEventListener('keydown', listKey);
}

function showList() {
  list.at = filter.matching.findIndex((d) => d.i === chosen.at);
  list.view.reset(filter.matching.length);
  byId('list-none').hidden = filter.matching.length > 0;
  byId('list').hidden = filter.matching.length === 0;
  byId('list-none').textContent =
    filter.doubtsOnly && !model.doubts.length ? 'Nothing is doubtful.' : 'No decision is like that.';
  markItem();
}

function drawItem(i) {
  const d = filter.matching[i];
  return el(
    'div',
    {
      role: 'option',
      id: `item-${i}`,
      class: `item f-${d.family}${d.sure < model.doubtful ? ' doubt' : ''}`,
      'aria-selected': String(i === list.at),
      'aria-setsize': filter.matching.length,
      'aria-posinset': i + 1,
    },
    el('span', { class: 'kind' }, capital(d.name)),
    ' ',
    el('span', { class: 'where' }, `line ${model.lineNumber[lineAt(d.start)]}`),
    ' ',
    el('span', { class: 'what' }, sentence(d)),
    ' ',
    sureness(d),
  );
}

// sureness shows how sure a decision is, by a bar and in words.
function sureness(d) {
  const bar = el('span', { class: 'bar', 'aria-hidden': true }, el('i'));
  bar.firstChild.style.width = `${d.sure * 100}%`;
  return el(
    'span',
    { class: 'sureness' },
    bar,
    el('span', {}, d.stage === 'fixes' ? 'by hand' : percent(d.sure)),
    el('span', { class: 'unseen' }, ' sure'),
  );
}

// markItem shows which item is the chosen one, and brings it into sight.
function markItem(scroll = true) {
  const box = byId('list');
  for (const e of box.querySelectorAll('[role=option]')) e.setAttribute('aria-selected', String(Number(e.dataset.i) === list.at));
  if (list.at < 0 || !box.clientHeight) {
    box.removeAttribute('aria-activedescendant');
    return;
  }
  const top = list.view.tops[list.at];
  if (scroll && (top < box.scrollTop || top + itemHeight > box.scrollTop + box.clientHeight))
    list.view.goTo(list.at, -box.clientHeight / 3);
  for (const e of box.querySelectorAll('[role=option]')) e.setAttribute('aria-selected', String(Number(e.dataset.i) === list.at));
  box.setAttribute('aria-activedescendant', `item-${list.at}`);
}

// pick chooses an item of the list.
function pick(i) {
  if (!filter.matching.length) return;
  list.at = Math.min(Math.max(i, 0), filter.matching.length - 1);
  choose(filter.matching[list.at]);
}

function listKey(e) {
  const page = Math.max(1, Math.floor(byId('list').clientHeight / itemHeight) - 1);
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[e.key];
  if (step === undefined) return;
  e.preventDefault();
  pick(list.at + step);
}
