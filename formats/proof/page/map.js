// The map in the margin: the whole document from top to bottom, what was
// repaired where, and how sure.

const lanes = ['furniture', 'lines', 'notes', 'letters', 'shape'];

let mapWaiting = false;

// paintMap draws the map soon.
function paintMap() {
  if (mapWaiting) return;
  mapWaiting = true;
  requestAnimationFrame(() => {
    mapWaiting = false;
    drawMap();
  });
}

function drawMap() {
  const box = byId('map'),
    canvas = byId('map-picture');
  const w = box.clientWidth,
    h = box.clientHeight,
    scale = devicePixelRatio || 1;
  if (!w || !h || !model.lines) return;
  mapHeight = h;
  canvas.width = w * scale;
  canvas.height = h * scale;
  const c = canvas.getContext('2d');
  c.scale(scale, scale);
  const colour = (name) => {
    canvas.style.color = `var(--${name})`; // so that it is the one of the day or of the night
    return getComputedStyle(canvas).color;
  };
  const y = (offset) => 4 + ((h - 8) * lineAt(offset)) / model.lines;
  drawLanes(c, w, h, y, colour);
  drawDoubts(c, w, y, colour);
  const d = model.decisions[chosen.at];
  if (d) {
    c.fillStyle = colour('accent');
    c.fillRect(0, y(d.start) - 1, w, 2);
  }
  moveWindow();
}

// drawLanes draws how many decisions of each family stand where.
function drawLanes(c, w, h, y, colour) {
  const bins = Math.max(1, Math.floor((h - 8) / 2)),
    lane = (w - 16) / lanes.length;
  lanes.forEach((family, k) => {
    const count = new Float32Array(bins);
    let most = 0;
    for (const d of model.decisions) {
      if (d.family !== family || !wanted(d)) continue;
      const b = Math.min(bins - 1, Math.floor((y(d.start) - 4) / 2));
      most = Math.max(most, ++count[b]);
    }
    c.fillStyle = colour(family);
    for (let b = 0; b < bins; b++) {
      if (!count[b]) continue;
      c.globalAlpha = 0.35 + (0.65 * count[b]) / most;
      c.fillRect(4 + k * lane, 4 + b * 2, lane - 1, 2);
    }
  });
  c.globalAlpha = 1;
}

function drawDoubts(c, w, y, colour) {
  c.fillStyle = colour('doubt');
  for (const d of model.doubts) if (wanted(d)) c.fillRect(w - 9, y(d.start) - 1, 6, 2.5);
  c.fillStyle = colour('hit');
  for (const at of search.hits) c.fillRect(w - 12, y(at[0]) - 1, 12, 1.5);
}

// mapHeight is the map's own: to ask for it while pages are drawn costs time.
let mapHeight = 0;

// moveWindow shows what part of the document is in sight.
function moveWindow(scrollTop = byId('spread').scrollTop, height = byId('spread').clientHeight) {
  const view = spread.view,
    pane = byId('map-window'),
    h = mapHeight - 8;
  if (!view || !view.n || !model.lines || !height) return;
  const share = (y) => {
    const i = view.at(y),
      row = model.rows[i];
    return (
      (row.first + (row.last - row.first) * Math.min(1, Math.max(0, (y - view.tops[i]) / (view.heights[i] || 1)))) / model.lines
    );
  };
  const top = share(scrollTop),
    bottom = share(scrollTop + height);
  pane.style.top = `${4 + top * h}px`;
  pane.style.height = `${Math.max(6, (bottom - top) * h)}px`;
}

function wireMap() {
  const box = byId('map');
  const go = (e) => {
    const r = box.getBoundingClientRect();
    const line = Math.floor(model.lines * Math.min(0.9999, Math.max(0, (e.clientY - r.top - 4) / (r.height - 8))));
    showView('text');
    const row = rowOfLine(line),
      size = model.rows[row].last - model.rows[row].first;
    spread.view.goTo(row, (spread.view.heights[row] * (line - model.rows[row].first)) / size - byId('spread').clientHeight / 3);
  };
  box.addEventListener('pointerdown', (e) => {
    box.setPointerCapture(e.pointerId);
    go(e);
  });
  box.addEventListener('pointermove', (e) => {
    if (box.hasPointerCapture(e.pointerId)) go(e);
  });
  box.addEventListener('keydown', (e) => {
    const now = spread.view.at(byId('spread').scrollTop + 60);
    const to = {
      ArrowDown: now + 1,
      ArrowRight: now + 1,
      ArrowUp: now - 1,
      ArrowLeft: now - 1,
      PageDown: now + 10,
      PageUp: now - 10,
      Home: 0,
      End: model.rows.length - 1,
    }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    showView('text');
    spread.view.goTo(Math.min(Math.max(to, 0), model.rows.length - 1));
  });
  new ResizeObserver(() => {
    mapHeight = box.clientHeight;
    paintMap();
  }).observe(box);
}
