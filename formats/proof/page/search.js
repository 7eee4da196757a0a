// Search in the source and, where it is on the page, in the edition. Words that
// are broken at a line's end are found whole.

const search = { hits: [], at: -1, pattern: null };

const mostHits = 5000;

function runSearch(query) {
  search.hits = [];
  search.at = -1;
  search.pattern = patternFor(query);
  if (search.pattern) {
    for (const m of model.text.matchAll(search.pattern)) {
      search.hits.push([m.index, m.index + m[0].length]);
      if (search.hits.length === mostHits) break;
    }
  }
  const here = model.rows.length ? model.rows[spread.view.at(byId('spread').scrollTop + 60)].start : 0;
  search.at = Math.max(
    0,
    search.hits.findIndex((h) => h[0] >= here),
  );
  showHits();
  paintMap();
}

// patternFor matches a query whatever its case is and wherever lines end in it.
function patternFor(query) {
  const letters = [...query.trim().replace(/\s+/g, ' ')];
  if (letters.length < 2) return null;
  const broken = '(?:[-\u2010\u00ad]?[ \\t]*[\\r\\n\\f]+[ \\t]*)?';
  let pattern = '';
  letters.forEach((c, i) => {
    if (c === ' ') {
      pattern += '\\s+';
      return;
    }
    if (i && letters[i - 1] !== ' ') pattern += broken;
    pattern += c
      .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
      .replace(/['’]/, "['’]")
      .replace(/["“”]/, '["“”]');
  });
  return new RegExp(pattern, 'giu');
}

function showHits() {
  const box = byId('hits'),
    n = search.hits.length;
  box.textContent = !search.pattern ? '' : n ? `${search.at + 1}/${n === mostHits ? n + '+' : n}` : 'none';
  paintHits();
}

function goToHit(by) {
  if (!search.hits.length) {
    say('Not found');
    return;
  }
  search.at = (search.at + by + search.hits.length) % search.hits.length;
  const [from] = search.hits[search.at];
  spread.show(from);
  showHits();
  say(
    `Hit ${search.at + 1} of ${search.hits.length}, ${rowName(model.rows[rowAt(from)])}, line ${model.lineNumber[lineAt(from)]}`,
  );
}

// paintHits marks the hits that are on the page.
function paintHits() {
  if (!window.Highlight) return;
  const ranges = [],
    now = [];
  if (search.pattern) {
    for (const line of byId('rows').querySelectorAll('.ln')) hitsInLine(line, ranges, now);
    for (const run of byId('rows').querySelectorAll('.r')) {
      for (const m of textOf(run.inline).matchAll(search.pattern)) {
        const range = rangeIn(run, m.index, m.index + m[0].length);
        if (range) ranges.push(range);
      }
    }
  }
  CSS.highlights.set('hit', new Highlight(...ranges));
  CSS.highlights.set('hit-now', new Highlight(...now));
}

function hitsInLine(line, ranges, now) {
  const l = line.dataset.l,
    start = model.lineStart[l],
    end = model.lineEnd[l];
  let k = search.hits.length ? lastAtOrBefore((i) => search.hits[i][0], search.hits.length, start) : 0;
  for (; k < search.hits.length && search.hits[k][0] < end; k++) {
    const [from, to] = search.hits[k];
    if (to <= start) continue;
    const range = rangeInLine(line, Math.max(from, start), Math.min(to, end));
    if (range) (k === search.at ? now : ranges).push(range);
  }
}

// rangeInLine is the range of a line's text from one place of the source to
// another: the letters on the page are those of the source, but for what
// decisions add.
function rangeInLine(line, from, to) {
  const range = document.createRange();
  let at = model.lineStart[line.dataset.l],
    begun = false;
  const visit = (node) => {
    if (node.nodeType !== Node.TEXT_NODE) {
      if (node.classList.contains('sign') || node.classList.contains('unseen') || node.dataset.added !== undefined) return false;
      if (node.classList.contains('hid')) {
        at++;
        return false;
      }
      return [...node.childNodes].some(visit);
    }
    const end = at + node.length;
    if (!begun && from < end) {
      range.setStart(node, Math.max(0, from - at));
      begun = true;
    }
    if (begun && to <= end) {
      range.setEnd(node, to - at);
      return true;
    }
    at = end;
    return false;
  };
  return visit(line.querySelector('.tx')) && begun ? range : null;
}

function wireSearch() {
  const query = byId('query');
  let timer = 0;
  query.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      runSearch(query.value);
      if (search.hits.length) {
        search.at--;
        goToHit(1);
      }
    }, 120);
  });
  byId('search').addEventListener('submit', (e) => {
    e.preventDefault();
    goToHit(1);
  });
  query.addEventListener('keydown', (e) => {
    if (e.key === 'Enter' && e.shiftKey) {
      e.preventDefault();
      goToHit(-1);
    }
    if (e.key === 'Escape') {
      query.value = '';
      runSearch('');
      byId('spread').focus();
    }
  });
  byId('hit-before').addEventListener('click', () => goToHit(-1));
}
