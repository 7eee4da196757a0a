"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const perPage = 200;
  const severities = ["error", "warning", "info"];
  const form = document.querySelector(".filter");
  const body = document.querySelector("tbody");
  const state = { by: "", down: false, page: 0, shown: [] };

  // What a row is sorted by. Numbers begin with the largest.
  const values = {
    id: d => d.id.toLowerCase(), status: d => ["failed", "unfinished", "ok"].indexOf(d.status),
    errors: d => d.counts[0], warnings: d => d.counts[1], infos: d => d.counts[2],
    size: d => d.size, time: d => d.time || 0,
  };
  const collator = new Intl.Collator("en", { numeric: true });

  // make returns an element with text; nothing from a document is ever markup.
  function make(name, attributes, ...children) {
    const e = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== undefined) e.setAttribute(key, value);
    }
    e.append(...children.filter(c => c !== undefined));
    return e;
  }

  function sizeOf(n) {
    if (n < 1000) return n + " B";
    let unit = 0;
    for (n /= 1000; n >= 1000 && unit < 3; unit++) n /= 1000;
    return (n < 10 ? n.toFixed(1) : Math.round(n)) + " " + ["kB", "MB", "GB", "TB"][unit];
  }

  function timeOf(seconds) {
    if (seconds === undefined) return "";
    return seconds < 1 ? Math.round(seconds * 1000) + " ms" : seconds.toFixed(1) + " s";
  }

  function words(d) {
    if (!d.words) {
      d.words = [d.id, d.title, d.source, d.language, ...d.errors.map(e => e[1]), ...d.findings.map(f => f[1] + " " + f[2])].join("\n").toLowerCase();
    }
    return d.words;
  }

  function matches(d, filter) {
    switch (filter.show) {
      case "failed": if (d.status === "ok") return false; break;
      case "error": if (d.counts[0] === 0) return false; break;
      case "warning": if (d.counts[1] === 0) return false; break;
    }
    if (filter.code && !d.codes.includes(filter.code)) return false;
    return filter.words.every(w => words(d).includes(w));
  }

  function update() {
    const filter = {
      show: form.elements.show.value, code: form.elements.code.value,
      words: form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean),
    };
    state.shown = data.documents.filter(d => matches(d, filter));
    if (state.by) {
      const value = values[state.by];
      const sign = state.down ? -1 : 1;
      state.shown.sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        return sign * (typeof x === "string" ? collator.compare(x, y) : x - y) || a.index - b.index;
      });
    }
    state.page = 0;
    draw();
  }

  function draw() {
    const pages = Math.max(1, Math.ceil(state.shown.length / perPage));
    const first = state.page * perPage;
    body.replaceChildren(...state.shown.slice(first, first + perPage).map(row));
    document.querySelector(".empty").hidden = state.shown.length > 0;
    document.querySelector(".count").textContent = state.shown.length === data.documents.length
      ? `${state.shown.length} documents` : `${state.shown.length} of ${data.documents.length} documents`;
    const nav = document.querySelector(".pages");
    nav.hidden = pages === 1;
    nav.querySelector("span").textContent = `${state.page + 1} of ${pages}`;
    nav.querySelector("[data-go='-1']").disabled = state.page === 0;
    nav.querySelector("[data-go='1']").disabled = state.page === pages - 1;
    for (const button of document.querySelectorAll("th button")) {
      const sorted = button.dataset.by === state.by;
      button.parentElement.setAttribute("aria-sort", !sorted ? "none" : state.down ? "descending" : "ascending");
    }
  }

  function row(d) {
    const opener = make("button", { type: "button", "aria-expanded": "false" }, d.id);
    const tr = make("tr", {},
      make("td", { class: "name" }, opener, d.title ? make("small", { lang: d.language || undefined }, d.title) : undefined),
      make("td", { class: "status " + d.status }, d.status === "ok" ? "made" : d.status),
      ...d.counts.map((n, i) => make("td", {
        class: "number " + (n ? severities[i] : "zero"), "data-label": ["errors", "warnings", "remarks"][i],
      }, String(n))),
      make("td", { class: "editions" }, ...d.outputs.map(o => make("a", { href: o[1], title: sizeOf(o[2]) }, o[0]))),
      make("td", { class: "number", "data-label": "source" }, sizeOf(d.size)),
      make("td", { class: "number", "data-label": d.time === undefined ? undefined : "time" }, timeOf(d.time)));
    opener.addEventListener("click", () => {
      const open = opener.getAttribute("aria-expanded") === "true";
      opener.setAttribute("aria-expanded", String(!open));
      if (open) tr.nextSibling.remove(); else tr.after(more(d));
    });
    return tr;
  }

  function more(d) {
    const facts = [["source", d.source], ["language", d.language], ["SHA-256", d.sha256]];
    const list = make("dl", {});
    for (const [name, value] of facts) {
      if (value) list.append(make("dt", {}, name), make("dd", {}, value));
    }
    const items = d.errors.map(e => make("li", {}, make("strong", { class: "failed" }, e[0] + ": "), e[1]));
    for (const [severity, code, message, place, suggestion] of d.findings) {
      items.push(make("li", {}, make("span", { class: severities[severity] }, severities[severity] + " "),
        place ? place + ": " : "", message, suggestion ? "; " + suggestion : "", " ", make("code", {}, "[" + code + "]")));
    }
    const left = d.counts[0] + d.counts[1] + d.counts[2] - d.findings.length;
    if (left > 0) items.push(make("li", { class: "info" }, `${left} more in report.json`));
    if (items.length === 0) items.push(make("li", { class: "info" }, "nothing found"));
    return make("tr", { class: "more" }, make("td", { colspan: "8" }, list, make("ul", {}, ...items)));
  }

  data.documents.forEach((d, i) => { d.index = i; });
  for (const code of [...new Set(data.documents.flatMap(d => d.codes))].sort()) {
    form.elements.code.append(make("option", { value: code }, code));
  }
  form.addEventListener("input", update);
  form.addEventListener("submit", e => e.preventDefault());
  document.querySelector("thead").addEventListener("click", e => {
    const by = e.target.dataset.by;
    if (!by) return;
    const numbers = by !== "id" && by !== "status";
    state.down = state.by === by ? !state.down : numbers;
    state.by = by;
    update();
  });
  document.querySelector(".pages").addEventListener("click", e => {
    if (!e.target.dataset.go) return;
    state.page += Number(e.target.dataset.go);
    draw();
    document.querySelector("table").scrollIntoView();
  });
  document.querySelector("main").hidden = false;
  update();
})();
