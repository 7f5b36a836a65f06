// The band of the bench: recordings over time, with bounds and target that can be dragged or moved by keys.

const SVG = "http://www.w3.org/2000/svg";
const SEND_EVERY_MS = 120;
const LEFT_PX = 52;
const RIGHT_PX = 76;
const GAP_PX = 8;
const MARKS = { pass: "✓", fail: "!", not_assessable: "–", not_performed: "–" };
const TONES = { pass: "var(--pass)", fail: "var(--fail)" };
const HANDLES = ["high", "low", "target"];
let instances = 0;

function make(parent, name, attributes = {}) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return parent.appendChild(element);
}

function add(parent, className, text = "") {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return parent.appendChild(element);
}

class BandPlot {
  constructor(parent, data, send) {
    this.root = parent.querySelector(".band");
    this.plot = this.root.querySelector(".plot");
    this.svg = this.root.querySelector("svg");
    this.handles = Object.fromEntries(HANDLES.map((name) => [name, this.root.querySelector(`.handle.${name}`)]));
    this.id = `posecheck-band-${(instances += 1)}`;
    this.send = send;
    this.seq = 0;
    this.values = {};
    this.cleanups = [];
    for (const name of HANDLES) this.listen(name);
    this.update(data);
    const observer = new ResizeObserver(() => this.draw());
    observer.observe(this.plot);
    this.cleanups.push(() => observer.disconnect());
  }

  // What the server says about the values counts only when it has heard of the last move made here.
  update(data) {
    const domain = this.held ? this.data.domain : data.domain;
    this.data = { ...data, domain };
    if (!this.held && data.seq >= this.seq) {
      this.seq = data.seq;
      this.values = { low: data.low, high: data.high, target: data.target };
    }
    for (const [name, colour] of Object.entries(data.inks)) this.root.style.setProperty(`--${name}`, colour);
    this.root.classList.toggle("plain", !data.faulty_outside);
    this.root.hidden = false;
    this.draw();
  }

  listen(name) {
    const handle = this.handles[name];
    const on = (type, act) => {
      handle.addEventListener(type, act);
      this.cleanups.push(() => handle.removeEventListener(type, act));
    };
    on("pointerdown", (event) => this.grab(name, event));
    on("pointermove", (event) => this.held === name && this.move(name, this.valueAt(event.clientY - this.offset)));
    on("pointerup", () => this.release());
    on("pointercancel", () => this.release());
    on("keydown", (event) => this.press(name, event));
  }

  grab(name, event) {
    if (event.button > 0) return;
    event.preventDefault();
    this.held = name;
    this.offset = event.clientY - this.plot.getBoundingClientRect().top - this.y(this.values[name]);
    this.handles[name].setPointerCapture(event.pointerId);
    this.handles[name].classList.add("held");
    this.handles[name].focus({ preventScroll: true });
  }

  release() {
    if (!this.held) return;
    this.handles[this.held].classList.remove("held");
    this.held = "";
    this.report();
  }

  press(name, event) {
    const { step, range } = this.data;
    const by = { ArrowUp: step, ArrowRight: step, ArrowDown: -step, ArrowLeft: -step, PageUp: 5 * step, PageDown: -5 * step }[event.key];
    const to = { Home: range[0], End: range[1] }[event.key];
    if (by === undefined && to === undefined) return;
    event.preventDefault();
    this.move(name, to ?? this.values[name] + by);
  }

  // A bound stops one step before the other one; the target stays between them and moves along.
  move(name, wanted) {
    const { step, range } = this.data;
    let { low, high, target } = this.values;
    const floor = name === "high" && low !== null ? low + step : name === "target" ? (low ?? range[0]) : range[0];
    const ceiling = name === "low" && high !== null ? high - step : name === "target" ? (high ?? range[1]) : range[1];
    const value = Math.min(Math.max(Math.round(wanted / step) * step, floor), ceiling);
    const rounded = Number(value.toFixed(4));
    if (rounded === this.values[name]) return;
    this.values[name] = rounded;
    ({ low, high, target } = this.values);
    if (target !== null) this.values.target = Math.min(Math.max(target, low ?? target), high ?? target);
    this.draw();
    this.reportSoon();
  }

  reportSoon() {
    this.seq = Math.max(this.seq, this.data.seq) + 1;
    if (this.timer) return;
    this.timer = setTimeout(() => this.report(), SEND_EVERY_MS);
  }

  report() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.reported === this.seq) return;
    this.reported = this.seq;
    this.send("moved", { ...this.values, seq: this.seq });
  }

  y(value) {
    const [low, high] = this.data.domain;
    return ((high - value) / (high - low)) * this.plot.clientHeight;
  }

  valueAt(clientY) {
    const [low, high] = this.data.domain;
    const y = Math.min(Math.max(clientY - this.plot.getBoundingClientRect().top, 0), this.plot.clientHeight);
    return high - (y / this.plot.clientHeight) * (high - low);
  }

  format(value) {
    return `${value.toFixed(this.data.digits).replace("-", "−")}${this.data.unit}`;
  }

  draw() {
    if (!this.plot.clientWidth) return;
    this.width = this.plot.clientWidth;
    this.height = this.plot.clientHeight;
    this.svg.replaceChildren();
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.drawGrid();
    this.drawBand();
    this.data.lanes.forEach((lane, index) => this.drawLane(lane, index));
    this.drawHeads();
    for (const name of HANDLES) this.placeHandle(name);
  }

  drawGrid() {
    const [low, high] = this.data.domain;
    const rough = (high - low) / 5;
    const unit = 10 ** Math.floor(Math.log10(rough));
    const every = [1, 2, 5, 10].map((each) => each * unit).find((each) => each >= rough);
    for (let value = Math.ceil(low / every) * every; value <= high + 1e-9; value += every) {
      const y = this.y(value);
      make(this.svg, "line", { class: "grid", x1: LEFT_PX, x2: this.width - RIGHT_PX, y1: y, y2: y });
      make(this.svg, "text", { x: LEFT_PX - 8, y: y + 4 }).textContent = this.format(value + 0);
    }
  }

  drawBand() {
    const top = this.y(this.values.high ?? this.data.domain[1]);
    const bottom = this.y(this.values.low ?? this.data.domain[0]);
    const across = { x: LEFT_PX, width: this.width - LEFT_PX - RIGHT_PX };
    make(this.svg, "rect", { class: "wanted", ...across, y: top, height: Math.max(bottom - top, 0) });
    const inside = make(this.svg, "clipPath", { id: `${this.id}-inside` });
    make(inside, "rect", { ...across, y: top, height: Math.max(bottom - top, 0) });
    const outside = make(this.svg, "clipPath", { id: `${this.id}-outside` });
    make(outside, "rect", { ...across, y: -this.height, height: Math.max(top + this.height, 0) });
    make(outside, "rect", { ...across, y: bottom, height: 2 * this.height });
    for (const name of ["low", "high"]) {
      const before = this.data.published[name];
      if (before === null || before === this.values[name]) continue;
      make(this.svg, "line", { class: "published", x1: LEFT_PX, x2: this.width - RIGHT_PX, y1: this.y(before), y2: this.y(before) });
    }
  }

  findLane(index) {
    const count = this.data.lanes.length;
    const width = (this.width - LEFT_PX - RIGHT_PX - (count - 1) * GAP_PX) / count;
    return { start: LEFT_PX + index * (width + GAP_PX), width };
  }

  drawLane(lane, index) {
    const { start, width } = this.findLane(index);
    const last = lane.time_s.at(-1) || 1;
    const x = (time) => start + (time / last) * width;
    make(this.svg, "rect", { class: "lane", x: start, y: 0, width, height: this.height });
    const points = lane.time_s.map((time, at) => (lane.values[at] === null ? null : [time, `${x(time).toFixed(1)},${this.clampY(lane.values[at])}`]));
    make(this.svg, "path", { class: "all", d: this.join(points) });
    const inPose = points.map((point) => (point && this.isInPose(lane, point[0]) ? point : null));
    for (const name of ["inside", "outside"]) {
      make(this.svg, "path", { class: name, d: this.join(inPose), "clip-path": `url(#${this.id}-${name})` });
    }
  }

  clampY(value) {
    return Math.min(Math.max(this.y(value), 0), this.height).toFixed(1);
  }

  isInPose(lane, time) {
    return lane.in_pose.some(([start, end]) => time >= start && time <= end);
  }

  join(points) {
    let pen = "M";
    return points.map((point) => {
      const piece = point ? `${pen}${point[1]}` : "";
      pen = point ? "L" : "M";
      return piece;
    }).join("");
  }

  measureInside(lane) {
    const { low, high } = this.values;
    const judged = lane.values.filter((value, at) => value !== null && this.isInPose(lane, lane.time_s[at]));
    if (!judged.length) return null;
    return judged.filter((value) => (low === null || value >= low) && (high === null || value <= high)).length / judged.length;
  }

  drawHeads() {
    const [heads, feet] = [".heads", ".feet"].map((name) => this.root.querySelector(name));
    heads.replaceChildren();
    feet.replaceChildren();
    this.data.lanes.forEach((lane, index) => {
      const head = heads.appendChild(document.createElement("div"));
      head.title = lane.title;
      head.style.setProperty("--tone", TONES[lane.verdict] || "var(--quiet)");
      head.classList.toggle("changed", lane.changed);
      add(head, "number", `${index + 1} `);
      const mark = add(head, "mark", MARKS[lane.verdict]);
      mark.style.color = TONES[lane.verdict] || "var(--quiet)";
      add(head, "title", ` ${lane.short}`);
      const foot = feet.appendChild(document.createElement("div"));
      const share = this.measureInside(lane);
      foot.textContent = share === null ? this.data.words.unseen : `${Math.round(share * 100)}%`;
      if (share !== null) add(foot, "word", ` ${this.data.words.inside}`);
    });
  }

  placeHandle(name) {
    const handle = this.handles[name];
    const value = this.values[name];
    handle.hidden = value === null || value === undefined;
    if (handle.hidden) return;
    handle.style.top = `${this.clampY(value)}px`;
    handle.querySelector("b").textContent = this.format(value);
    const said = { label: `${this.data.words[name]}: ${this.data.name}`, valuemin: this.data.range[0], valuemax: this.data.range[1], valuenow: value, valuetext: this.format(value) };
    for (const [key, text] of Object.entries(said)) handle.setAttribute(`aria-${key}`, text);
  }

  destroy() {
    clearTimeout(this.timer);
    this.cleanups.forEach((cleanup) => cleanup());
  }
}

// Streamlit calls this again for every run of the script; the plot, and what is held in it, stays the same.
const plots = (window.posecheckBands ??= new WeakMap());

export default function mount({ parentElement, data, setTriggerValue }) {
  const before = plots.get(parentElement);
  if (before) {
    clearTimeout(before.ending);
    before.send = setTriggerValue;
    before.update(data);
  } else {
    plots.set(parentElement, new BandPlot(parentElement, data, setTriggerValue));
  }
  const plot = plots.get(parentElement);
  return () => {
    plot.ending = setTimeout(() => {
      if (plots.get(parentElement) !== plot) return;
      plots.delete(parentElement);
      plot.destroy();
    }, 300);
  };
}
