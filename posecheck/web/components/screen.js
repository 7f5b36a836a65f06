// Puts the session's state on the page. It only writes; what to do is decided by the server and by `Coach`.

const ICONS = {
  sound: '<path d="M4 9v6h4l5 4V5L8 9z"/><path d="M16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12"/>',
  silent: '<path d="M4 9v6h4l5 4V5L8 9z"/><path d="M17 9.5l5 5M22 9.5l-5 5"/>',
  full: '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>',
  small: '<path d="M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5"/>',
};
const MARKS = { good: "✓", partial: "–", faulty: "!" };
const COMMANDS = {
  setup: ["begin", "end"],
  countdown: ["skip", "end"],
  waiting: ["pause", "skip", "hurt"],
  active: ["pause", "skip", "hurt"],
  paused: ["resume", "skip", "hurt", "end"],
  rest: ["skip", "hurt", "end"],
  hurt: ["skip", "end"],
};
const LONG_CUE = 44;
const CAPTION_S = 6;

class Screen {
  constructor(root, texts, inks) {
    this.root = root;
    this.texts = texts;
    this.find = (selector) => root.querySelector(selector);
    for (const [name, colour] of Object.entries(inks)) root.style.setProperty(`--${name}`, colour);
    this.find("video").setAttribute("aria-label", texts.label_video);
    this.find(".volume").setAttribute("aria-label", texts.label_volume);
    this.find(".caption").setAttribute("aria-label", texts.label_captions);
    this.find(".list h3").textContent = texts.setup_title;
    for (const button of root.querySelectorAll("[data-command]")) button.textContent = texts[`button_${button.dataset.command}`];
    this.showButtons(null);
  }

  // Writes a text only when it is another one, so that screen readers hear it once.
  write(selector, text) {
    const element = this.find(selector);
    if (element.textContent !== text) element.textContent = text;
  }

  showTools(muted, whole) {
    const set = (selector, icon, label) => {
      const button = this.find(selector);
      if (button.dataset.icon === icon) return;
      button.dataset.icon = icon;
      button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true">${ICONS[icon]}</svg>`;
      button.setAttribute("aria-label", label);
      button.title = label;
    };
    set(".mute", muted ? "silent" : "sound", this.texts[muted ? "button_unmute" : "button_mute"]);
    this.find(".mute").setAttribute("aria-pressed", String(muted));
    set(".full", whole ? "small" : "full", this.texts[whole ? "button_small" : "button_full"]);
  }

  showButtons(phase) {
    const shown = COMMANDS[phase] || [];
    for (const button of this.root.querySelectorAll(".bar [data-command]")) button.hidden = !shown.includes(button.dataset.command);
    const skip = this.find('[data-command="skip"]');
    skip.textContent = this.texts[phase === "hurt" ? "button_next" : "button_skip"];
  }

  showSession(session, good) {
    if (this.phase !== session.phase) this.showButtons(session.phase);
    this.phase = session.phase;
    this.root.dataset.phase = session.phase;
    this.root.dataset.step = session.step;
    this.root.dataset.held = session.held_s;
    this.root.dataset.reps = session.full_reps;
    this.write(".chip.side", session.side);
    this.write(".chip.set", session.set);
    this.write(".chip.stretch", session.stretch);
    this.write(".next", session.phase === "setup" ? "" : session.next);
    this.showCue(session);
    this.showSetup(session.setup);
    this.write(".count", session.phase === "countdown" ? String(Math.max(1, Math.ceil(session.left_s))) : "");
    this.showMeter(session, good);
  }

  showCue({ title, detail, tone }) {
    const cue = this.find(".cue");
    cue.dataset.tone = tone;
    cue.classList.toggle("long", title.length > LONG_CUE);
    this.write(".cue strong", title);
    this.write(".cue .detail", detail);
  }

  showSetup(items) {
    const key = JSON.stringify(items);
    this.find(".list").hidden = items.length === 0;
    if (key === this.setupKey) return;
    this.setupKey = key;
    this.find(".list ul").replaceChildren(
      ...items.map((item) => {
        const line = document.createElement("li");
        line.dataset.state = item.state;
        line.dataset.check = item.id;
        line.textContent = item.text;
        return line;
      }),
    );
  }

  showMeter(session, good) {
    const counted = ["waiting", "active", "paused", "rest"].includes(session.phase);
    const rest = session.phase === "rest";
    this.root.dataset.meter = String(counted);
    const meter = this.find(".meter");
    meter.hidden = !counted;
    this.showMarks(counted && !rest ? session.marks : []);
    if (!counted) return;
    const hold = session.kind === "hold";
    const share = hold ? session.held_s / session.target : session.full_reps / session.target;
    this.find(".fill").style.strokeDasharray = `${Math.min(100, share * 100)} 100`;
    meter.dataset.good = String(session.phase === "active" && (hold ? good : true));
    const amount = rest ? String(Math.ceil(session.left_s)) : hold ? String(Math.floor(session.held_s)) : String(session.full_reps);
    this.write(".amount b", amount);
    const unit = this.texts.label_of.replace("{total}", session.target);
    this.write(".amount small", rest ? "s" : hold ? unit : `/ ${session.target}`);
  }

  showMarks(marks) {
    const list = this.find(".marks");
    list.hidden = marks.length === 0;
    if (list.children.length === marks.length) return;
    list.replaceChildren(
      ...marks.map((kind) => {
        const mark = document.createElement("li");
        mark.dataset.kind = kind;
        mark.textContent = MARKS[kind];
        return mark;
      }),
    );
  }

  caption(text) {
    this.write(".caption", text);
    // What the large cue shows already need not cover the picture a second time; screen readers still read it.
    const cue = this.find(".cue strong").textContent;
    this.find(".caption").classList.toggle("same", Boolean(cue) && text.startsWith(cue));
    clearTimeout(this.captionTimer);
    this.captionTimer = setTimeout(() => this.write(".caption", ""), CAPTION_S * 1000);
  }

  notice(text) {
    this.write(".notice", text || "");
    this.find(".notice").hidden = !text;
  }

  // Covers the picture with a heading, a text and buttons ({label, act}); null takes the cover away.
  cover(content) {
    const cover = this.find(".cover");
    cover.hidden = !content;
    this.root.dataset.cover = content ? content.name : "";
    if (!content) return;
    this.write(".card h3", content.heading || "");
    this.write(".card p", content.text || "");
    this.write(".card small", content.small || "");
    const actions = (content.actions || []).map(({ label, act }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "main";
      button.textContent = label;
      button.addEventListener("click", act);
      return button;
    });
    if (content.busy) actions.push(Object.assign(document.createElement("div"), { className: "wait" }));
    this.find(".actions").replaceChildren(...actions);
  }
}
