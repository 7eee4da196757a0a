// A long list of things of different heights, of which only those in sight are
// on the page.

class Virtual {
  // scroller holds sizer, which is made as high as all things together; guess
  // says how high a thing will be, draw makes its element; seen is told when
  // something else is in sight, sized when an element has got its size.
  constructor(scroller, sizer, { guess, draw, gap = 0, seen = () => {}, sized = () => {} }) {
    Object.assign(this, { scroller, sizer, guess, draw, gap, seen, sized });
    this.shown = new Map();
    this.heights = [];
    this.tops = new Float64Array(1);
    this.watch = new ResizeObserver((entries) => this.measured(entries));
    scroller.addEventListener('scroll', () => this.soon(), { passive: true });
    new ResizeObserver(() => this.soon()).observe(scroller);
  }

  // reset begins anew with n things.
  reset(n) {
    this.clear();
    this.n = n;
    this.heights = Array.from({ length: n }, (_, i) => this.guess(i));
    this.sum(0);
    this.update();
  }

  // renew draws n other things, which are as high as before as far as they are
  // as many.
  renew(n) {
    if (n !== this.n) {
      const top = this.scroller.scrollTop;
      this.reset(n);
      this.scroller.scrollTop = top;
    }
    this.again();
  }

  // again draws what is in sight anew, at the same place.
  again() {
    this.clear();
    this.update();
  }

  clear() {
    for (const e of this.shown.values()) e.remove();
    this.watch.disconnect();
    this.shown.clear();
  }

  sum(from) {
    if (this.tops.length !== this.n + 1) this.tops = new Float64Array(this.n + 1);
    for (let i = from; i < this.n; i++) this.tops[i + 1] = this.tops[i] + this.heights[i] + this.gap;
    this.sizer.style.height = `${this.tops[this.n]}px`;
  }

  at(y) {
    return this.n ? lastAtOrBefore((i) => this.tops[i], this.n, y) : 0;
  }

  soon() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.update();
    });
  }

  // update puts on the page what is in sight or nearly so.
  update() {
    const top = this.scroller.scrollTop,
      height = this.scroller.clientHeight;
    if (!this.n || !height) return;
    const first = this.at(top - height / 2),
      last = this.at(top + height * 1.5);
    for (const [i, e] of this.shown) {
      if ((i >= first && i <= last) || e.contains(document.activeElement)) continue;
      this.watch.unobserve(e);
      e.remove();
      this.shown.delete(i);
    }
    for (let i = first; i <= last; i++) if (!this.shown.has(i)) this.show(i);
    this.seen(top, height);
  }

  show(i) {
    const e = this.draw(i);
    e.dataset.i = i;
    e.style.transform = `translateY(${this.tops[i]}px)`;
    let next = null; // keeps the order of the page that of the list
    for (const [k, other] of this.shown) if (k > i && (next === null || k < next[0])) next = [k, other];
    this.sizer.insertBefore(e, next ? next[1] : null);
    this.shown.set(i, e);
    this.watch.observe(e);
  }

  // measured corrects the guesses, and holds what is in sight where it is.
  measured(entries) {
    let from = this.n,
      above = 0;
    const top = this.scroller.scrollTop;
    for (const { target } of entries) {
      const i = Number(target.dataset.i),
        h = target.offsetHeight;
      this.sized(target);
      if (!h || this.shown.get(i) !== target || Math.abs(h - this.heights[i]) < 0.5) continue;
      if (this.tops[i] + this.heights[i] < top) above += h - this.heights[i];
      this.heights[i] = h;
      from = Math.min(from, i);
    }
    if (from === this.n) {
      this.seen(top, this.scroller.clientHeight);
      return;
    }
    this.sum(from);
    for (const [i, e] of this.shown) e.style.transform = `translateY(${this.tops[i]}px)`;
    if (above) this.scroller.scrollTop = top + above;
    this.soon();
  }

  // settle measures at once what is on the page.
  settle() {
    this.measured([...this.shown.values()].map((target) => ({ target })));
  }

  // goTo scrolls to thing i and makes sure that it is on the page.
  goTo(i, offset = 0) {
    this.scroller.scrollTop = this.tops[i] + offset;
    this.update();
    return this.shown.get(i);
  }
}
