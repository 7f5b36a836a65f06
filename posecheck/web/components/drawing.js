// Draws the skeleton, the judged limbs and the coached angle over the mirrored picture.

const GRID = 10000;
const BONES = [
  [11, 12], [23, 24], [11, 13], [13, 15], [12, 14], [14, 16], [11, 23], [12, 24], [23, 25], [25, 27],
  [24, 26], [26, 28], [27, 29], [29, 31], [27, 31], [28, 30], [30, 32], [28, 32],
];
const WORST_FIRST = { fail: 0, pass: 1, not_assessable: 2 };

class Drawing {
  constructor(canvas, inks) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.inks = inks;
  }

  // Lays the canvas over the picture, which is as large as fits into the stage.
  fit(stage, video) {
    const aspect = video.videoWidth / video.videoHeight || 4 / 3;
    const width = Math.min(stage.clientWidth, stage.clientHeight * aspect);
    const height = width / aspect;
    const scale = Math.min(window.devicePixelRatio || 1, 2);
    Object.assign(this.canvas.style, {
      width: `${width}px`,
      height: `${height}px`,
      left: `${(stage.clientWidth - width) / 2}px`,
      top: `${(stage.clientHeight - height) / 2}px`,
    });
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
  }

  clear() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  draw(frame) {
    this.clear();
    if (!frame || !frame.points) return;
    this.points = frame.points;
    this.unit = this.canvas.height / 100;
    const neutral = frame.phase === "wrong_view" ? this.inks.unknown : this.inks.neutral;
    this.drawBones(BONES, neutral, 0.75, []);
    if (frame.judged) this.drawChecks(frame.checks);
    this.drawJoints();
    if (frame.joint) this.drawAngle(frame.joint);
  }

  place(x, y) {
    return [(1 - x / GRID) * this.canvas.width, (y / GRID) * this.canvas.height];
  }

  point(index) {
    return this.place(this.points[2 * index], this.points[2 * index + 1]);
  }

  drawChecks(checks) {
    const worst = new Map();
    for (const check of checks) {
      for (const bone of check.bones) {
        const key = bone.join();
        const before = worst.get(key);
        if (!before || WORST_FIRST[check.verdict] < WORST_FIRST[before.verdict]) worst.set(key, { bone, verdict: check.verdict });
      }
    }
    for (const { bone, verdict } of worst.values()) {
      if (verdict === "pass") this.drawBones([bone], this.inks.pass, 1.5, []);
      if (verdict === "fail") this.drawBones([bone], this.inks.fail, 1.7, [3, 1.5]);
    }
  }

  // A fault is dashed as well as orange: the line tells it without its colour.
  drawBones(bones, colour, width, dash) {
    const c = this.context;
    for (const [ink, extra, pattern] of [["rgb(14 18 26 / 0.75)", 0.7, []], [colour, 0, dash]]) {
      c.strokeStyle = ink;
      c.lineWidth = (width + extra) * this.unit;
      c.lineCap = pattern.length ? "butt" : "round";
      c.setLineDash(pattern.map((part) => part * this.unit));
      c.beginPath();
      for (const [start, end] of bones) {
        c.moveTo(...this.point(start));
        c.lineTo(...this.point(end));
      }
      c.stroke();
    }
    c.setLineDash([]);
  }

  drawJoints() {
    const c = this.context;
    for (const index of [0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28]) {
      c.beginPath();
      c.arc(...this.point(index), 0.85 * this.unit, 0, 2 * Math.PI);
      c.fillStyle = this.inks.neutral;
      c.fill();
      c.lineWidth = 0.35 * this.unit;
      c.strokeStyle = "rgb(14 18 26 / 0.8)";
      c.stroke();
    }
  }

  drawAngle(joint) {
    const colour = joint.verdict === "fail" ? this.inks.fail : this.inks.pass;
    if (joint.span) {
      const [x0, y0, x1, y1] = joint.span;
      const [start, end] = [this.place(x0, y0), this.place(x1, y1)];
      this.stroke([start, end], colour, 1.2, [2, 1]);
      this.drawPlate(joint, colour, end);
      return;
    }
    const at = this.place(...joint.at);
    const radius = Math.min(Math.max(0.4 * joint.reach * this.canvas.height, 6 * this.unit), 14 * this.unit);
    const [zero, end, low, high] = joint.arc;
    this.drawArc(at, radius, zero, end, colour, 0.38);
    this.drawBand(at, radius * 1.28, low, high);
    this.stroke([at, this.along(at, radius * 1.45, end)], colour, 0.9, []);
    this.drawPlate(joint, colour, at);
  }

  // Directions are clockwise from the right edge of the unmirrored picture.
  along([x, y], distance, direction) {
    const angle = (direction * Math.PI) / 180;
    return [x - distance * Math.cos(angle), y + distance * Math.sin(angle)];
  }

  tracePath(at, radius, from, to) {
    const steps = Math.max(2, Math.ceil(Math.abs(to - from) / 4));
    for (let i = 0; i <= steps; i += 1) this.context.lineTo(...this.along(at, radius, from + ((to - from) * i) / steps));
  }

  drawArc(at, radius, from, to, colour, alpha) {
    const c = this.context;
    c.globalAlpha = alpha;
    c.fillStyle = colour;
    c.beginPath();
    c.moveTo(...at);
    this.tracePath(at, radius, from, to);
    c.closePath();
    c.fill();
    c.globalAlpha = 1;
  }

  drawBand(at, radius, low, high) {
    const c = this.context;
    for (const [ink, width] of [["rgb(14 18 26 / 0.75)", 1.9], [this.inks.neutral, 1.1]]) {
      c.strokeStyle = ink;
      c.lineWidth = width * this.unit;
      c.lineCap = "butt";
      c.beginPath();
      this.tracePath(at, radius, low, high);
      c.stroke();
    }
  }

  stroke(points, colour, width, dash) {
    const c = this.context;
    c.strokeStyle = colour;
    c.lineWidth = width * this.unit;
    c.setLineDash(dash.map((part) => part * this.unit));
    c.beginPath();
    points.forEach((point) => c.lineTo(...point));
    c.stroke();
    c.setLineDash([]);
  }

  // The number beside the joint, large, with its band below; kept inside the picture.
  drawPlate(joint, colour, [x, y]) {
    const c = this.context;
    const [big, small, pad] = [6.4 * this.unit, 3.3 * this.unit, 1.3 * this.unit];
    const mark = joint.verdict === "fail" ? "!" : "✓";
    c.textBaseline = "alphabetic";
    c.font = `800 ${big}px system-ui, sans-serif`;
    const head = `${mark} ${joint.value}`;
    const headWidth = c.measureText(head).width;
    c.font = `600 ${small}px system-ui, sans-serif`;
    const foot = `${joint.name} ${joint.band}`;
    const width = Math.max(headWidth, c.measureText(foot).width) + 2 * pad;
    const height = big + small + 2.4 * pad;
    const right = x + 9 * this.unit + width < this.canvas.width;
    const left = Math.max(0, right ? x + 9 * this.unit : x - 9 * this.unit - width);
    const top = Math.min(Math.max(y - height / 2, 14 * this.unit), this.canvas.height - height);
    c.fillStyle = "rgb(16 21 30 / 0.82)";
    c.beginPath();
    c.roundRect(left, top, width, height, 1.6 * this.unit);
    c.fill();
    c.fillStyle = colour;
    c.font = `800 ${big}px system-ui, sans-serif`;
    c.fillText(head, left + pad, top + pad + 0.82 * big);
    c.fillStyle = this.inks.neutral;
    c.font = `600 ${small}px system-ui, sans-serif`;
    c.fillText(foot, left + pad, top + 1.5 * pad + big + 0.8 * small);
  }
}
