// Measures the pages in the frames of this page and leaves what is wrong with
// them, as a list of sentences after the number of pages, in #result.
"use strict";

const sideNotesFrom = 72 * 16; // pixels: the width at which the style sheet moves notes into the margin

function look(frame) {
  const doc = frame.contentDocument, win = frame.contentWindow, found = [];
  const where = frame.title + " at " + win.innerWidth + ": ";
  const say = text => found.push(where + text);
  if (doc.documentElement.scrollWidth > win.innerWidth) say("sticks out by " + (doc.documentElement.scrollWidth - win.innerWidth));
  const fetched = win.performance.getEntriesByType("resource");
  if (fetched.length > 0) say("fetched " + fetched[0].name);
  for (const mark of doc.querySelectorAll("a[role=doc-noteref]")) stays(mark, doc, say);
  lookAtNotes(doc, win, say);
  return found;
}

// stays looks whether punctuation after a mark is on the mark's line.
function stays(mark, doc, say) {
  const next = mark.parentNode.nextSibling;
  if (!next || next.nodeType !== Node.TEXT_NODE || !/^[.,;:!?)\]’”]/.test(next.data)) return;
  const range = doc.createRange();
  range.setStart(next, 0);
  range.setEnd(next, 1);
  const a = mark.getBoundingClientRect(), b = range.getBoundingClientRect();
  if (b.top > a.bottom || b.bottom < a.top) say("what follows the mark " + mark.textContent + " is on another line");
}

function lookAtNotes(doc, win, say) {
  const wide = win.innerWidth >= sideNotesFrom;
  const main = doc.querySelector("main").getBoundingClientRect();
  let above = null;
  for (const note of doc.querySelectorAll("main .note")) {
    const box = note.getBoundingClientRect();
    if (box.left < 0 || box.right > win.innerWidth || box.height === 0) say(note.id + " is not to be seen");
    if (wide !== box.left >= main.right) say(note.id + " is on the wrong side");
    if (above && box.top < above.bottom) say(note.id + " stands on the note above");
    const mark = doc.getElementById(note.id.replace("note", "ref"));
    if (wide && mark) {
      const off = box.top - Math.max(mark.getBoundingClientRect().top, above ? above.bottom : 0);
      if (Math.abs(off) > 24) say(note.id + " is " + Math.round(off) + " pixels from its mark");
    }
    above = box;
  }
}

addEventListener("load", () => {
  const frames = [...document.querySelectorAll("iframe")];
  document.getElementById("result").textContent = JSON.stringify([frames.length + " pages", ...frames.flatMap(look)]);
});
