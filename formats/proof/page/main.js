// Putting it together.

let view = 'text';

// showView shows the proof, the report or the changes.
function showView(name) {
  if (name === view) return;
  view = name;
  byId('spread').hidden = name !== 'text';
  byId('report').hidden = name !== 'report';
  byId('diff').hidden = name !== 'diff';
  document.body.dataset.view = name;
  for (const v of ['text', 'report', 'diff']) pressed(byId(`view-${v}`), v === name);
  if (name === 'report' && !byId('report').firstChild) buildReport();
  if (name === 'diff') showDiff();
  if (name === 'text') {
    spread.view.update();
    moveWindow();
  }
}

function togglePanel(open = document.body.classList.contains('no-panel')) {
  document.body.classList.toggle('no-panel', !open);
  byId('panel-switch').setAttribute('aria-expanded', String(open));
  if (open) {
    list.view.update();
    markItem();
    byId('list').focus();
  }
}

const isDark = () =>
  (document.documentElement.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';

function toggleTheme() {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  paintMap();
  say(isDark() ? 'Dark' : 'Light');
}

function wireFrame() {
  for (const v of ['text', 'report', 'diff']) byId(`view-${v}`).addEventListener('click', () => showView(v));
  byId('panel-switch').addEventListener('click', () => togglePanel());
  byId('theme').addEventListener('click', toggleTheme);
  byId('doubt-next').addEventListener('click', () => step(model.doubts.filter(wanted), 1));
  byId('doubt-before').addEventListener('click', () => step(model.doubts.filter(wanted), -1));
  for (const side of ['both', 'source', 'edition']) {
    byId(`side-${side}`).addEventListener('click', () => {
      document.body.dataset.side = side;
      for (const s of ['both', 'source', 'edition']) pressed(byId(`side-${s}`), s === side);
      spread.view.again();
    });
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paintMap);
  addEventListener('beforeprint', buildReport);
}

function titles() {
  const title = legible(model.meta.title) || model.name;
  document.title = `${title} – ${model.review ? 'review' : 'proof'}`;
  byId('title').textContent = title;
  const pages = model.rows.length ? model.rows[model.rows.length - 1].page : 0;
  byId('facts').textContent = [
    model.name,
    pages ? `${number(pages)} page${pages > 1 ? 's' : ''}` : '',
    `${number(model.decisions.length)} decisions`,
  ]
    .filter(Boolean)
    .join(' · ');
  byId('map').setAttribute('aria-valuemax', Math.max(1, model.rows.length));
}

// fromAddress goes where the page's address says: to a decision or a line.
function fromAddress() {
  const d = /^#d=(\d+),(.*)$/.exec(location.hash),
    line = /^#line=(\d+)$/.exec(location.hash);
  if (d) {
    const found = model.decisions.find((x) => x.start === Number(d[1]) && x.kind === decodeURIComponent(d[2]));
    if (found) choose(found, { speak: false });
  } else if (line) {
    spread.show(model.lineStart[lastAtOrBefore((i) => model.lineNumber[i], model.lines, Number(line[1]))]);
  }
}

// began is when the page began to work, for those who measure.
function start() {
  document.body.dataset.view = 'text';
  document.body.dataset.side = 'both';
  load(JSON.parse(byId('data').textContent));
  titles();
  spread.start();
  startList();
  if (innerWidth < 1000) togglePanelQuietly();
  spread.reset();
  fillFilter();
  fillHelp();
  wireFrame();
  wireFilter();
  wirePointer();
  wireMap();
  wireSearch();
  wireKeys();
  wireAsk();
  startReview();
  refilter();
  showChosen();
  fromAddress();
  document.body.dataset.ready = Math.round(performance.now());
}

function togglePanelQuietly() {
  document.body.classList.add('no-panel');
  byId('panel-switch').setAttribute('aria-expanded', 'false');
}

start();
