// The pages: source left, edition right, a row a page.

const spread = {
  view: null,
  lineHeight: 18,
  last: -1, // the place that was shown last

  // start makes the list of rows; it is called once.
  start() {
    this.view = new Virtual(byId('spread'), byId('rows'), {
      gap: 20,
      guess: (i) => 74 + (model.rows[i].last - model.rows[i].first) * this.lineHeight,
      draw: (i) => this.draw(model.rows[i]),
      seen: (top, height) => sawRows(top, height),
      sized: (e) => this.weigh(e),
    });
    new ResizeObserver(() => this.resize()).observe(byId('spread'));
  },

  reset() {
    this.fit();
    this.view.reset(model.rows.length);
  },

  // fit chooses the letters of the source, so that its lines fit: those of a
  // book, by which the repair measures them, or those of a machine if the text
  // is laid out with spaces.
  fit() {
    const lines = model.text.split('\n');
    const laidOut = lines.filter((s) => /\S {3,}\S/.test(s)).length > lines.length * 0.08;
    const widths = Array.from({ length: model.lines }, (_, l) =>
      laidOut ? (model.lineEnd[l] - model.lineStart[l]) * 0.606 : model.lineWidth[l] / 100,
    ).sort((a, b) => a - b);
    const wide = widths[Math.floor(widths.length * 0.985)] || 30;
    this.wide = Math.min(laidOut ? 68 : 56, Math.max(24, wide * 1.06));
    byId('spread').classList.toggle('laid-out', laidOut);
    this.resize();
  },

  // resize makes the letters as large as the source's side of the page allows.
  resize() {
    const width = byId('spread').clientWidth,
      narrow = innerWidth <= 820,
      laidOut = byId('spread').classList.contains('laid-out');
    if (!width || !this.wide) return;
    const side = narrow ? width - 16 : ((width - 36) * 1.32) / 2.32,
      room = side - (narrow ? 84 : 118) - 42;
    const size = Math.min(laidOut ? 13 : 15, Math.max(laidOut ? 8.5 : 9.8, room / this.wide));
    byId('spread').style.setProperty('--size', `${size.toFixed(2)}px`);
    this.lineHeight = size * 1.5;
  },

  draw(row) {
    const name = rowName(row);
    const lines = `lines ${model.lineNumber[row.first]}–${model.lineNumber[row.last - 1]}`;
    const source = el(
      'section',
      { class: 'source' },
      el('header', {}, el('h2', {}, name), el('span', { class: 'lines-of' }, lines)),
      drawSource(row),
    );
    const edition = el('section', { class: 'edition' }, drawEdition(row));
    return el('article', { class: 'row', 'aria-label': name }, source, edition);
  },

  // weigh notes which side of a row is the shorter one, and by how much.
  weigh(e) {
    const lines = e.querySelector('.lines'),
      text = e.querySelector('.text'),
      more = text.offsetHeight - lines.offsetHeight;
    e.shorter = innerWidth <= 820 ? null : more > 0 ? lines : text;
    e.slack = Math.max(0, Math.abs(more + (text.offsetTop - lines.offsetTop)));
    for (const side of [lines, text]) if (side !== e.shorter) side.style.transform = '';
  },

  // level moves the shorter side of each row along, so that what belongs
  // together stands side by side where the eye is.
  level(top, height) {
    for (const [i, e] of this.view.shown) {
      if (!e.shorter) continue;
      const hidden = this.view.heights[i] - height; // how far there is to scroll from its top to its foot
      const share = hidden > 0 ? Math.min(1, Math.max(0, (top - this.view.tops[i]) / hidden)) : 0;
      e.shorter.style.transform = `translateY(${Math.round(share * e.slack)}px)`;
    }
  },

  // repaint gives the marks on the page the classes that they have now.
  repaint() {
    for (const e of byId('rows').querySelectorAll('[data-d]')) e.className = markClasses(model.decisions[e.dataset.d]);
  },

  // show brings a place of the source into sight, and returns its line.
  show(offset, where = 0.38) {
    showView('text');
    this.last = offset;
    const view = this.view,
      r = rowAt(offset);
    view.update();
    if (!view.shown.has(r)) view.goTo(r);
    const e = view.shown.get(r),
      line = e?.querySelector(`[data-l="${lineAt(offset)}"]`);
    const target = this.inSight(line) || e;
    if (!target) return null;
    this.scrollTo(target, where);
    return line;
  },

  // scrollTo brings an element to a place between the top of what is in sight
  // (0) and its foot (1), unless it is well in sight. The sides of a row move
  // against each other meanwhile, so that it takes a few steps.
  scrollTo(target, where) {
    const s = byId('spread');
    this.view.settle();
    for (let n = 0; n < 5; n++) {
      const box = s.getBoundingClientRect(),
        at = target.getBoundingClientRect().top - box.top;
      if (n === 0 ? at > 40 && at < box.height * 0.55 : Math.abs(at - box.height * where) < 12) return;
      s.scrollTop += at - box.height * where;
      this.view.update();
      this.view.settle();
    }
  },

  // inSight is a line, or what was made of it if only the edition is shown.
  inSight(line) {
    if (!line || line.offsetParent) return line;
    const start = model.lineStart[line.dataset.l];
    return [...line.closest('.row').querySelectorAll('.r')].find((r) => r.inline.length > 1 && r.inline[1] > start);
  },
};

// sawRows is told what is in sight, and tells the map.
function sawRows(top, height) {
  const first = spread.view.at(top + 60),
    row = model.rows[first],
    map = byId('map');
  map.setAttribute('aria-valuenow', first + 1);
  map.setAttribute(
    'aria-valuetext',
    row ? `${rowName(row)} of ${model.rows[model.rows.length - 1].page || model.rows.length}` : '',
  );
  moveWindow(top, height);
  spread.level(top, height);
  paintHits();
  paintChosen();
}

// linked marks everything that belongs to a note, or nothing.
function link(n, note) {
  for (const e of document.querySelectorAll('.linked')) e.classList.remove('linked');
  if (n === null && note === null) return;
  const rows = byId('rows');
  for (const e of rows.querySelectorAll(`[data-n="${Number(n)}"], [data-note="${Number(note)}"]`)) e.classList.add('linked');
}
