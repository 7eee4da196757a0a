// The report: what the text is, what was done to it, what a person should look
// at; and charts. It is what the page prints.

function buildReport() {
  const m = model.meta,
    removed = removedByKind();
  const gone = removed.reduce((n, r) => n + r.characters, 0),
    all = visibleCount(model.text);
  byId('report').replaceChildren(
    el(
      'div',
      { class: 'sheet' },
      el(
        'header',
        {},
        el('p', { class: 'eyebrow' }, 'Proof report'),
        el('h2', {}, legible(m.title) || model.name),
        el('p', { class: 'by' }, [m.subtitle, (m.authors || []).join(', ')].filter(Boolean).map(legible).join(' — ')),
      ),
      facts(all, gone),
      verdict(all, gone),
      doubtsTable(),
      findingsList(),
      el(
        'section',
        { class: 'charts', 'aria-label': 'Charts' },
        chartKinds(),
        chartSure(),
        chartWidths(),
        ...(model.noteOf.size ? [chartNotes()] : []),
      ),
      removedTable(removed),
      stagesTable(),
      el('p', { class: 'print-it' }, printButton()),
    ),
  );
}

function printButton() {
  const b = el('button', { type: 'button', class: 'first' }, 'Print the report');
  b.addEventListener('click', () => print());
  return b;
}

function removedByKind() {
  const kinds = new Map();
  for (const d of model.decisions) {
    if (!d.removes) continue;
    const k = kinds.get(d.name) || { name: d.name, places: 0, characters: 0 };
    k.places++;
    k.characters += visibleCount(model.text.slice(d.start, d.end));
    kinds.set(d.name, k);
  }
  return [...kinds.values()].sort((a, b) => b.characters - a.characters);
}

const number = (n) => n.toLocaleString('en');

function facts(all, gone) {
  const pages = model.rows.length ? model.rows[model.rows.length - 1].page : 0;
  const words = editionWords();
  const fact = (value, name) => el('div', {}, el('dd', {}, value), el('dt', {}, name));
  return el(
    'dl',
    { class: 'facts' },
    fact(pages ? number(pages) : '–', pages === 1 ? 'page' : 'pages'),
    fact(number(words), 'words in the edition'),
    fact(number(model.notes.length), 'notes'),
    fact(number(model.decisions.length), 'decisions'),
    fact(number(model.doubts.length), `doubtful (below ${percent(model.doubtful)})`),
    fact(words ? ((1000 * model.doubts.length) / words).toFixed(1) : '–', 'doubts in 1,000 words'),
  );
}

function editionWords() {
  let n = 0;
  const count = (b) => {
    n += plain(b.c).split(/\s+/u).filter(Boolean).length;
  };
  leaves(model.blocks, count);
  for (const note of model.notes) leaves(note.blocks, count);
  return n;
}

function verdict(all, gone) {
  const errata = model.decisions.filter((d) => d.kind === 'erratum');
  const corrected = errata.reduce((n, d) => n + visibleCount(model.text.slice(d.start, d.end)), 0);
  const byHand = corrected ? `${number(corrected)} were corrected by hand; ` : '';
  return el(
    'section',
    {},
    el('h3', {}, 'Nothing is lost'),
    el(
      'p',
      {},
      `The source (${model.name}, ${model.encoding}) has ${number(all)} visible characters. ${number(gone)} of them were left out of the running text, each by exactly one decision that says why; ${byHand}the other ${number(all - gone - corrected)} are in the edition. refolio checked this when it made this page, and makes none if it does not come out.`,
    ),
  );
}

function doubtsTable() {
  const box = el('section', {}, el('h3', {}, 'What a person should look at'));
  if (!model.doubts.length) {
    box.append(el('p', {}, 'No decision is doubtful.'));
    return box;
  }
  const most = 200,
    least = [...model.doubts].sort((a, b) => a.sure - b.sure).slice(0, most);
  box.append(
    el(
      'p',
      {},
      model.doubts.length > most
        ? `The ${most} least sure of ${number(model.doubts.length)} doubtful decisions.`
        : 'The doubtful decisions, the least sure first.',
    ),
    tableOf(
      ['Place', 'Decision', 'Sure', 'Why'],
      least.map((d) => [placeButton(d), sentence(d), percent(d.sure), d.why]),
    ),
  );
  return box;
}

function placeButton(d) {
  const page = model.rows[d.row].page;
  const b = el(
    'button',
    { type: 'button', class: 'plain' },
    `${page ? `p. ${page}, ` : ''}line ${model.lineNumber[lineAt(d.start)]}`,
  );
  b.addEventListener('click', () => {
    showView('text');
    choose(d);
  });
  return b;
}

function tableOf(head, rows) {
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': head.join(', ') },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...head.map((h) => el('th', { scope: 'col' }, h)))),
      el('tbody', {}, ...rows.map((r) => el('tr', {}, ...r.map((c) => el('td', {}, c instanceof Node ? c : String(c)))))),
    ),
  );
}

function findingsList() {
  const box = el('section', {}, el('h3', {}, 'What was found'));
  const found = model.findings;
  box.append(
    found.length
      ? el(
          'ul',
          { class: 'findings' },
          ...found.map((f) =>
            el(
              'li',
              { class: f.severity },
              el('strong', {}, capital(f.severity)),
              ` ${f.at >= 0 ? `line ${model.lineNumber[lineAt(f.at)]}: ` : ''}${f.message}${f.suggest ? `. ${capital(f.suggest)}` : ''}.`,
            ),
          ),
        )
      : el('p', {}, 'No damage was found.'),
  );
  return box;
}

function removedTable(removed) {
  return el(
    'section',
    {},
    el('h3', {}, 'What was left out of the running text'),
    tableOf(
      ['Kind', 'Places', 'Characters'],
      removed.map((r) => [capital(r.name), number(r.places), number(r.characters)]),
    ),
  );
}

function stagesTable() {
  const stages = new Map();
  for (const d of model.decisions) {
    const s = stages.get(d.stage) || { all: 0, doubtful: 0, sum: 0 };
    s.all++;
    s.sum += d.sure;
    if (d.sure < model.doubtful) s.doubtful++;
    stages.set(d.stage, s);
  }
  return el(
    'section',
    {},
    el('h3', {}, 'By stage'),
    tableOf(
      ['Stage', 'Decisions', `Below ${percent(model.doubtful)}`, 'Sure on average'],
      [...stages].map(([name, s]) => [capital(name), number(s.all), number(s.doubtful), percent(s.sum / s.all)]),
    ),
  );
}
