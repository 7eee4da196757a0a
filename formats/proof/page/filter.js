// Which decisions are asked for: by stage, kind and confidence.

const filter = {
  doubtsOnly: true,
  off: new Set(),
  from: 0,
  to: 1, // off holds kinds as "stage/name"
  matching: [], // the decisions of the list
};

const kindKey = (d) => `${d.stage}/${d.name}`;

// wanted reports whether the filter lets a decision through; drawn decisions
// that it does not are pale.
function wanted(d) {
  return d.sure >= filter.from - 1e-9 && d.sure <= filter.to + 1e-9 && !filter.off.has(kindKey(d));
}

// narrowed reports whether the filter keeps anything back.
const narrowed = () => filter.off.size > 0 || filter.from > 0 || filter.to < 1;

// refilter applies the filter as it is now.
function refilter() {
  filter.matching = (filter.doubtsOnly ? model.doubts : model.decisions).filter(wanted);
  byId('doubt-count').textContent = model.doubts.filter(wanted).length.toLocaleString('en');
  byId('all-count').textContent = model.decisions.filter(wanted).length.toLocaleString('en');
  pressed(byId('scope-doubts'), filter.doubtsOnly);
  pressed(byId('scope-all'), !filter.doubtsOnly);
  byId('filter-says').textContent = filterSays();
  byId('filter-reset').hidden = !narrowed();
  byId('spread').classList.toggle('filtered', narrowed());
  showList();
  spread.repaint();
  paintMap();
}

function filterSays() {
  const says = [];
  if (filter.off.size) says.push(`${filter.off.size} kind${filter.off.size > 1 ? 's' : ''} off`);
  if (filter.from > 0 || filter.to < 1) says.push(`${percent(filter.from)}–${percent(filter.to)}`);
  return says.join(', ');
}

// fillFilter lists the stages and kinds that the document has.
function fillFilter() {
  const stages = new Map();
  for (const d of model.decisions) {
    if (!stages.has(d.stage)) stages.set(d.stage, new Map());
    const kinds = stages.get(d.stage);
    kinds.set(d.name, (kinds.get(d.name) || 0) + 1);
  }
  const box = byId('kinds');
  box.replaceChildren(...[...stages].map(([stage, kinds]) => stageBoxes(stage, kinds)));
}

function stageBoxes(stage, kinds) {
  const all = el('input', { type: 'checkbox', 'data-stage': stage });
  const names = [...kinds.keys()].sort();
  const sync = () => {
    const off = names.filter((n) => filter.off.has(`${stage}/${n}`)).length;
    all.checked = off < names.length;
    all.indeterminate = off > 0 && off < names.length;
  };
  const boxes = names.map((name) => {
    const box = el('input', { type: 'checkbox', 'data-kind': `${stage}/${name}` });
    box.checked = !filter.off.has(box.dataset.kind);
    box.addEventListener('change', () => {
      filter.off[box.checked ? 'delete' : 'add'](box.dataset.kind);
      sync();
      refilter();
    });
    return box;
  });
  all.addEventListener('change', () => {
    boxes.forEach((box) => {
      box.checked = all.checked;
      filter.off[all.checked ? 'delete' : 'add'](box.dataset.kind);
    });
    refilter();
  });
  sync();
  return el(
    'div',
    { class: 'stage' },
    el('label', { class: 'whole' }, all, capital(stage)),
    ...boxes.map((box, i) =>
      el(
        'label',
        {},
        box,
        el('span', {}, capital(names[i])),
        el('span', { class: 'n' }, kinds.get(names[i]).toLocaleString('en')),
      ),
    ),
  );
}

function wireFilter() {
  const scope = (doubts) => {
    filter.doubtsOnly = doubts;
    refilter();
  };
  byId('scope-doubts').addEventListener('click', () => scope(true));
  byId('scope-all').addEventListener('click', () => scope(false));
  const from = byId('sure-from'),
    to = byId('sure-to');
  const sure = () => {
    filter.from = Math.min(from.value, to.value) / 100;
    filter.to = Math.max(from.value, to.value) / 100;
    byId('sure-from-says').textContent = `${from.value}%`;
    byId('sure-to-says').textContent = `${to.value}%`;
    refilter();
  };
  from.addEventListener('input', sure);
  to.addEventListener('input', sure);
  byId('filter-reset').addEventListener('click', () => {
    filter.off.clear();
    from.value = 0;
    to.value = 100;
    fillFilter();
    sure();
  });
}
