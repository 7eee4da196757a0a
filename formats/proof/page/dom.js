// Making elements. Text becomes text and nothing else.

const byId = (id) => document.getElementById(id);

// el makes an element with attributes, and puts strings and nodes into it.
function el(tag, attributes = {}, ...inside) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    e.setAttribute(name, value === true ? '' : String(value));
  }
  e.append(...inside);
  return e;
}

// svg makes an element of a picture.
function svg(tag, attributes = {}, ...inside) {
  const e = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) e.setAttribute(name, String(value));
  e.append(...inside);
  return e;
}

// names of characters that nobody sees, and that may turn a line around.
const hiddenNames = {
  0x00ad: 'SHY',
  0x061c: 'ALM',
  0x200b: 'ZWSP',
  0x200c: 'ZWNJ',
  0x200d: 'ZWJ',
  0x200e: 'LRM',
  0x200f: 'RLM',
  0x2028: 'LSEP',
  0x2029: 'PSEP',
  0x202a: 'LRE',
  0x202b: 'RLE',
  0x202c: 'PDF',
  0x202d: 'LRO',
  0x202e: 'RLO',
  0x2060: 'WJ',
  0x2066: 'LRI',
  0x2067: 'RLI',
  0x2068: 'FSI',
  0x2069: 'PDI',
  0xfeff: 'BOM',
  0x000c: 'FF',
};
const hidden =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/g;

// put appends text to an element, with a sign for each character that nobody
// would see.
function put(parent, text) {
  let from = 0;
  for (const m of text.matchAll(hidden)) {
    if (m.index > from) parent.append(text.slice(from, m.index));
    parent.append(hiddenSign(m[0].charCodeAt(0)));
    from = m.index + 1;
  }
  if (from < text.length) parent.append(text.slice(from));
}

function hiddenSign(code) {
  const point = 'U+' + code.toString(16).toUpperCase().padStart(4, '0');
  return el('span', { class: 'hid', 'data-c': hiddenNames[code] || point, title: `${point}, which is not shown` });
}

// legible is text for a sentence: one line, nothing hidden in it.
const legible = (s) => collapse(s).replace(hidden, '\u2423').trim();

function say(message) {
  const box = byId('say');
  box.textContent = '';
  setTimeout(() => {
    box.textContent = message;
  }, 30);
}

let toastTimer = 0;

// toast shows a message that matters now.
function toast(message, bad = false) {
  const box = byId('toast');
  box.textContent = message;
  box.classList.toggle('bad', bad);
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(
    () => {
      box.hidden = true;
    },
    bad ? 9000 : 3500,
  );
}

const pressed = (button, on) => button.setAttribute('aria-pressed', String(on));
