// Small charts, each with its figures as a table for those who don't see it.

// chartWidth is the width that charts are drawn for: narrow screens get fewer
// units, so that letters stay legible.
const chartWidth = () => (innerWidth < 600 ? 330 : 520);

const ticks = (most, n = 4) => {
  const rough = most / n || 1,
    power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 5, 10].map((k) => k * power).find((s) => s >= rough),
  );
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
};

// figure frames a chart: its title, what it says, and its figures.
function figure(title, note, picture, head, rows) {
  const table = el(
    'table',
    {},
    el('thead', {}, el('tr', {}, ...head.map((h) => el('th', { scope: 'col' }, h)))),
    el(
      'tbody',
      {},
      ...rows.map((r) => el('tr', {}, ...r.map((c, i) => el(i ? 'td' : 'th', i ? {} : { scope: 'row' }, String(c))))),
    ),
  );
  picture.setAttribute('role', 'img');
  picture.setAttribute('aria-label', `${title}. ${note}`);
  return el(
    'figure',
    {},
    el('figcaption', {}, el('h3', {}, title), el('p', {}, note)),
    picture,
    el(
      'details',
      { class: 'figures' },
      el('summary', {}, 'Figures', el('span', { class: 'unseen' }, `: ${title}`)),
      el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Figures: ${title}` }, table),
    ),
  );
}

const label = (x, y, s, anchor = 'start', cls = '') => svg('text', { x, y, 'text-anchor': anchor, class: cls }, s);

// chartKinds: decisions by kind, the doubtful ones apart.
function chartKinds() {
  const kinds = new Map();
  const doubtful = new Set(model.doubts);
  for (const d of model.decisions) {
    const k = kinds.get(d.name) || { name: d.name, family: d.family, all: 0, doubt: 0 };
    k.all++;
    if (doubtful.has(d)) k.doubt++;
    kinds.set(d.name, k);
  }
  const rows = [...kinds.values()].sort((a, b) => b.all - a.all);
  const step = 22,
    left = 104,
    width = chartWidth(),
    most = rows[0]?.all || 1,
    scale = (n) => ((width - left - 110) * n) / most;
  const picture = svg('svg', { viewBox: `0 0 ${width} ${rows.length * step + 4}` });
  rows.forEach((k, i) => {
    const y = i * step;
    picture.append(
      label(left - 8, y + 15, capital(k.name), 'end'),
      svg('rect', { x: left, y: y + 4, width: Math.max(1.5, scale(k.all)), height: 14, rx: 2, class: `fill-${k.family}` }),
    );
    if (k.doubt)
      picture.append(
        svg('rect', { x: left, y: y + 4, width: Math.max(2, scale(k.doubt)), height: 14, rx: 2, class: 'fill-doubt' }),
      );
    picture.append(
      label(
        left + scale(k.all) + 7,
        y + 15,
        k.all.toLocaleString('en') + (k.doubt ? ` · ${k.doubt} doubtful` : ''),
        'start',
        'soft',
      ),
    );
  });
  return figure(
    'Decisions by kind',
    'How often each was made; the doubtful ones in the warmer colour.',
    picture,
    ['Kind', 'Decisions', 'Doubtful'],
    rows.map((k) => [capital(k.name), k.all, k.doubt]),
  );
}

// columns draws a histogram: bars is [value, class] in order.
function columns(bars, { height = 190, xLabels, line }) {
  const width = chartWidth(),
    left = 44,
    right = 18,
    bottom = 26,
    top = 14,
    most = Math.max(1, ...bars.map((b) => b[0]));
  const picture = svg('svg', { viewBox: `0 0 ${width} ${height}` });
  const y = (n) => height - bottom - ((height - bottom - top) * n) / most,
    x = (i) => left + ((width - left - right) * i) / bars.length;
  for (const t of ticks(most, 3))
    picture.append(
      svg('line', { x1: left, x2: width - right, y1: y(t), y2: y(t), class: 'grid' }),
      label(left - 6, y(t) + 4, t.toLocaleString('en'), 'end', 'soft'),
    );
  bars.forEach(([n, cls], i) => {
    if (n)
      picture.append(
        svg('rect', {
          x: x(i) + 0.75,
          y: Math.min(y(n), y(0) - 1.5),
          width: Math.max(1, x(1) - x(0) - 1.5),
          height: Math.max(1.5, y(0) - y(n)),
          class: cls,
        }),
      );
  });
  for (const [i, s] of xLabels) picture.append(label(x(i), height - 8, s, 'middle', 'soft'));
  if (line)
    picture.append(
      svg('line', { x1: x(line[0]), x2: x(line[0]), y1: top - 8, y2: y(0), class: 'ruler' }),
      label(x(line[0]) - 5, top, line[1], 'end', 'strong'),
    );
  return picture;
}

// chartSure: how sure the decisions are.
function chartSure() {
  const bins = new Array(20).fill(0);
  for (const d of model.decisions) bins[Math.min(19, Math.floor(d.sure * 20))]++;
  const bars = bins.map((n, i) => [n, (i + 1) / 20 <= model.doubtful + 1e-9 ? 'fill-doubt' : 'fill-lines']);
  const mean = model.decisions.reduce((s, d) => s + d.sure, 0) / (model.decisions.length || 1);
  const picture = columns(bars, {
    xLabels: [0, 5, 10, 15, 20].map((i) => [i, `${i * 5}%`]),
    line: [model.doubtful * 20, `doubtful below ${percent(model.doubtful)}`],
  });
  return figure(
    'How sure they are',
    `${percent(mean)} on average: so many of a hundred are right where this was measured.`,
    picture,
    ['Sure', 'Decisions'],
    bins.map((n, i) => [`${i * 5}–${i * 5 + 5}%`, n]).filter((r) => r[1]),
  );
}

// chartWidths: how wide the lines are, and the measure.
function chartWidths() {
  const widths = [];
  for (let l = 0; l < model.lines; l++) if (model.lineWidth[l] > 0) widths.push([model.lineWidth[l] / 100, model.lineKind[l]]);
  const most = Math.max(
    model.measure * 1.15,
    widths.map((w) => w[0]).sort((a, b) => a - b)[Math.floor(widths.length * 0.995)] || 1,
  );
  const n = 48,
    bins = new Array(n).fill(0);
  for (const [w] of widths) if (w <= most) bins[Math.min(n - 1, Math.floor((n * w) / most))]++;
  const picture = columns(
    bins.map((b) => [b, 'fill-shape']),
    {
      xLabels: ticks(most, chartWidth() > 400 ? 6 : 3).map((t) => [(n * t) / most, `${t} em`]),
      line: model.measure ? [(n * model.measure) / most, `measure ${model.measure.toFixed(1)} em`] : null,
    },
  );
  const says = model.measure
    ? `A full line of the running text is ${model.measure.toFixed(1)} em wide; what ends well before that ends a paragraph.`
    : 'The text is too short or too uneven to have a measure.';
  return figure(
    'How wide the lines are',
    says,
    picture,
    ['Width (em)', 'Lines'],
    bins.map((b, i) => [`${((i * most) / n).toFixed(1)}–${(((i + 1) * most) / n).toFixed(1)}`, b]).filter((r) => r[1]),
  );
}

// chartNotes: the numbers of notes over the document.
function chartNotes() {
  const marks = model.decisions.filter((d) => d.kind === 'marker'),
    notes = [...model.noteOf.values()];
  const numberOf = (d) => parseInt(d.value || model.noteOf.get(d.n)?.value, 10);
  const points = notes.map((d) => [d, parseInt(d.value, 10), 'fill-notes']).filter((p) => p[1] > 0);
  const width = chartWidth(),
    height = 190,
    left = 44,
    bottom = 26,
    top = 8;
  const most = Math.max(1, ...points.map((p) => p[1])),
    picture = svg('svg', { viewBox: `0 0 ${width} ${height}` });
  const x = (d) => left + ((width - left - 12) * d.row) / Math.max(1, model.rows.length - 1),
    y = (n) => height - bottom - ((height - bottom - top) * n) / most;
  for (const t of ticks(most, 3))
    picture.append(
      svg('line', { x1: left, x2: width - 8, y1: y(t), y2: y(t), class: 'grid' }),
      label(left - 6, y(t) + 4, t, 'end', 'soft'),
    );
  for (const d of marks) {
    const n = numberOf(d);
    if (n > 0) picture.append(svg('circle', { cx: x(d), cy: y(n), r: 3.4, class: 'ring' }));
  }
  for (const [d, n, cls] of points) picture.append(svg('circle', { cx: x(d), cy: y(n), r: 1.8, class: cls }));
  const pages = model.rows.length;
  for (const t of ticks(pages - 1, chartWidth() > 400 ? 6 : 3))
    picture.append(
      label(
        left + ((width - left - 12) * t) / Math.max(1, pages - 1),
        height - 8,
        `p. ${model.rows[t].page || t + 1}`,
        'middle',
        'soft',
      ),
    );
  const unmarked = model.notes.filter((note) => !note.referenced).length;
  return figure(
    'Note numbers over the pages',
    `${marks.length.toLocaleString('en')} marks (rings) and ${notes.length.toLocaleString('en')} notes (dots)${unmarked ? `; ${unmarked} without a mark` : ', each with its mark'}. A gap in the rising line is a lost note.`,
    picture,
    ['Note', 'Page', 'Line'],
    notes.map((d) => [d.value || '–', model.rows[d.row].page, model.lineNumber[lineAt(d.start)]]),
  );
}
