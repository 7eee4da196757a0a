// Keys. Single keys can be switched off, for those who dictate.

const keys = [
  ['n', 'Next doubtful decision', () => step(model.doubts.filter(wanted), 1)],
  ['p', 'Previous doubtful decision', () => step(model.doubts.filter(wanted), -1)],
  ['j', 'Next decision of the list', () => step(filter.matching, 1)],
  ['k', 'Previous decision of the list', () => step(filter.matching, -1)],
  ['m', 'List the doubtful ones, or all', () => byId(filter.doubtsOnly ? 'scope-all' : 'scope-doubts').click()],
  ['o', 'From a mark to its note, and back', () => byId('chosen').querySelector('button.plain')?.click()],
  [
    '/',
    'Search',
    () => {
      byId('query').focus();
      byId('query').select();
    },
  ],
  ['f', 'Filter and list', () => togglePanel()],
  ['g', 'Go to a page', () => askPage()],
  ['t', 'The proof', () => showView('text')],
  ['r', 'The report', () => showView('report')],
  ['d', 'Light or dark', () => toggleTheme()],
  ['?', 'Keys and signs', () => byId('help').showModal()],
];

function wireKeys() {
  document.addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (e.key === 'Escape') {
      choose(null);
      return;
    }
    if (e.target.matches?.('input:not([type=checkbox], [type=range]), textarea') || !byId('keys-on').checked) return;
    const all = model.review ? [...keys, ...reviewKeys()] : keys;
    const found = all.find(([key]) => key === e.key);
    if (!found) return;
    e.preventDefault();
    found[2]();
  });
  byId('help-open').addEventListener('click', () => byId('help').showModal());
}

function fillHelp() {
  const all = model.review ? [...keys, ...reviewHelp] : keys;
  byId('help-keys').replaceChildren(...all.flatMap(([key, what]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, what)]));
  const sign = (cls, text, what) => [
    el(
      'dt',
      {},
      cls.includes('gone')
        ? el('del', { class: cls }, text)
        : el('span', { class: cls }, el('span', { class: 'sign', 'data-c': text })),
    ),
    el('dd', {}, what),
  ];
  byId('help-signs').replaceChildren(
    ...sign('d f-furniture gone', '12', 'left out: a running head, a folio and the like'),
    ...sign('d f-lines gone', '-', 'a hyphen that only the line’s end needed'),
    ...sign('d f-notes gone', '4', 'the mark or the label of a note'),
    ...sign('d f-lines', '⁀', 'joined to the line before without a space'),
    ...sign('d f-lines', '¶', 'a paragraph begins'),
    ...sign('d f-letters', '␣', 'a lost space, put back'),
    ...sign('d f-shape', 'Heading', 'what a block is'),
    ...sign('d f-lines doubt', '¶', 'doubtful'),
  );
}

// ask asks for a line of text, and calls then with it.
function ask(title, what, value, then) {
  byId('ask-title').textContent = title;
  byId('ask-label').textContent = what;
  byId('ask-text').value = value;
  const dialog = byId('ask');
  dialog.returnValue = '';
  dialog.onclose = () => {
    if (dialog.returnValue === 'ok') then(byId('ask-text').value);
  };
  dialog.showModal();
  byId('ask-text').select();
}

function askPage() {
  ask('Go to a page', 'Number of the page in the file, printed number, or “line 120”', '', (s) => {
    const line = /^(?:line|l)\s*(\d+)$/i.exec(s.trim());
    if (line) {
      const l = lastAtOrBefore((i) => model.lineNumber[i], model.lines, Number(line[1]));
      spread.show(model.lineStart[l]);
      return;
    }
    const row = model.rows.find((r) => String(r.page) === s.trim()) || model.rows.find((r) => r.label === s.trim());
    if (!row) {
      toast(`There is no page ${s.trim()}.`, true);
      return;
    }
    showView('text');
    spread.view.goTo(row.i);
  });
}

function wireAsk() {
  byId('ask-text').addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && !e.shiftKey) {
      e.preventDefault();
      byId('ask').close('ok');
    }
  });
}
