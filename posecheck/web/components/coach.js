// The coach on the page: joins camera, socket, drawing, voice and screen. One instance for each mounted element.

const SLOW_RATE = 12;
const SLOW_AFTER_S = 6;
const FAREWELL_S = 3.5;
const LOCK = "posecheck-camera";
const COMMAND_KEYS = { s: "skip", h: "hurt" };

class Coach {
  constructor(parent, data, triggers) {
    this.root = parent.querySelector(".coach");
    this.data = data;
    this.triggers = triggers;
    this.screen = new Screen(this.root, data.texts, data.inks);
    this.drawing = new Drawing(this.root.querySelector(".overlay"), data.inks);
    this.camera = new Camera(this.root.querySelector("video"));
    this.voice = new Voice(data.speech, (text) => this.screen.caption(text));
    this.link = new Link(data.path, {
      onMessage: (message) => this.receive(message),
      onLost: () => this.screen.notice(this.texts.reconnecting),
      onRefused: () => this.triggers("renew", Date.now()),
      onNoToken: () => this.triggers("renew", Date.now()),
      onClosed: (code, reason) => this.closed(code, reason),
    });
    this.link.offer(data.token);
    this.answers = [];
    this.cleanups = [];
    this.listen();
    this.screen.showTools(this.voice.muted, false);
    this.root.querySelector(".volume").value = this.voice.volume;
    this.welcome();
  }

  get texts() {
    return this.data.texts;
  }

  update(data) {
    this.data = data;
    this.link.offer(data.token);
  }

  on(target, name, handler) {
    target.addEventListener(name, handler);
    this.cleanups.push(() => target.removeEventListener(name, handler));
  }

  listen() {
    for (const button of this.root.querySelectorAll(".bar [data-command]")) this.on(button, "click", () => this.command(button.dataset.command));
    this.on(this.root.querySelector(".mute"), "click", () => this.toggleMute());
    this.on(this.root.querySelector(".volume"), "input", (event) => this.voice.set({ volume: Number(event.target.value) }));
    this.on(this.root.querySelector(".full"), "click", () => this.toggleWhole());
    this.on(document, "keydown", (event) => this.pressKey(event));
    this.on(document, "visibilitychange", () => this.changeVisibility());
    this.on(document, "fullscreenchange", () => this.setWhole(Boolean(document.fullscreenElement)));
    this.on(this.root.querySelector("video"), "loadedmetadata", () => this.fit());
    const observer = new ResizeObserver(() => this.fit());
    observer.observe(this.root.querySelector(".stage"));
    this.cleanups.push(() => observer.disconnect());
  }

  fit() {
    this.drawing.fit(this.root.querySelector(".stage"), this.camera.video);
    if (this.frame) this.drawing.draw(this.frame);
  }

  welcome() {
    this.screen.cover({
      name: "start",
      heading: this.data.title,
      text: this.texts.start_hint,
      small: `${this.texts.start_gestures}\n${this.texts.start_keys}`,
      actions: [{ label: this.texts.button_camera, act: () => this.start() }],
    });
  }

  async start(steal = false) {
    this.voice.wake();
    this.screen.cover({ name: "connecting", heading: this.texts.connecting, busy: true });
    if (!(await this.takeLock(steal))) {
      this.problem("other_tab", this.texts.button_here, () => this.start(true));
      return;
    }
    const problem = this.camera.running ? "" : await this.camera.start(() => this.lose("lost"));
    if (this.gone) {
      this.camera.stop();
      return;
    }
    if (problem) {
      this.lose(problem);
      return;
    }
    this.keepAwake();
    this.root.scrollIntoView({ block: "start" });
    this.link.open();
    this.camera.watch((takenAt) => this.send(takenAt));
  }

  // Only one tab may coach: the lock is held as long as the camera runs.
  takeLock(steal) {
    if (this.release || !navigator.locks) return Promise.resolve(true);
    return new Promise((resolve) => {
      const hold = (lock) => {
        if (!lock) return resolve(false);
        resolve(true);
        return new Promise((release) => {
          this.release = release;
        });
      };
      navigator.locks.request(LOCK, steal ? { steal: true } : { ifAvailable: true }, hold).catch(() => this.lose("moved"));
    });
  }

  async send(takenAt) {
    if (!this.link.free || document.hidden) return;
    const number = this.link.reserve();
    this.link.sendPicture(number, takenAt, await this.camera.takeJpeg());
  }

  receive(message) {
    if (message.t === "failed") this.failure = message.message;
    if (message.t === "ready") {
      this.screen.notice("");
      if (!this.frame) this.screen.cover(null);
    }
    if (message.session) this.show(message);
    if (message.t === "frame") this.measure(message);
  }

  show(message) {
    if (message.frame) {
      this.frame = message.frame;
      this.drawing.draw(message.frame);
    }
    const wasOver = this.phase === "finished";
    this.phase = message.session.phase;
    this.screen.showSession(message.session, Boolean(this.frame?.good));
    this.unsaved = message.session.unsaved || "";
    this.tellTroubles();
    this.voice.play(message.events);
    if (this.phase === "finished" && !wasOver) this.farewell(message.session);
  }

  measure(message) {
    const now = performance.now();
    this.answers.push(now);
    while (this.answers[0] < now - 3000) this.answers.shift();
    if (message.roundTrip) this.root.dataset.roundTrip = message.roundTrip.toFixed(1);
    const rate = this.answers.length / 3;
    this.root.dataset.rate = rate.toFixed(1);
    this.fastAt ??= now;
    if (rate >= SLOW_RATE || now - this.answers[0] < 2500) this.fastAt = now;
    this.slow = now - this.fastAt > SLOW_AFTER_S * 1000;
    if (this.slow) this.slowRate = Math.round(rate);
  }

  // One notice at a time: what is lost matters more than what is slow.
  tellTroubles() {
    const slow = this.slow ? this.texts.slow_machine.replace("{rate}", this.slowRate) : "";
    this.screen.notice(this.unsaved || slow);
  }

  command(command) {
    this.link.command(command);
    this.root.focus({ preventScroll: true });
  }

  toggleMute() {
    this.voice.set({ muted: !this.voice.muted });
    this.screen.showTools(this.voice.muted, this.root.classList.contains("whole"));
  }

  async toggleWhole() {
    if (this.root.classList.contains("whole")) {
      if (document.fullscreenElement) await document.exitFullscreen();
      else this.setWhole(false);
      return;
    }
    try {
      await this.root.requestFullscreen();
    } catch (error) {
      // Phones that give full screen to videos only: fill the window instead.
    }
    this.setWhole(true);
  }

  setWhole(whole) {
    this.root.classList.toggle("whole", whole);
    this.screen.showTools(this.voice.muted, whole);
    requestAnimationFrame(() => this.fit());
  }

  pressKey(event) {
    const target = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey || !this.camera.running) return;
    if (target.matches?.("input, textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    if (key === " " && target.matches?.("button, a, summary")) return;
    if (key === " ") this.command(this.phase === "paused" ? "resume" : "pause");
    else if (COMMAND_KEYS[key]) this.command(COMMAND_KEYS[key]);
    else if (key === "f") this.toggleWhole();
    else if (key === "m") this.toggleMute();
    else return;
    event.preventDefault();
  }

  changeVisibility() {
    if (document.hidden) this.link.command("hide");
    else if (this.camera.running) this.keepAwake();
  }

  async keepAwake() {
    try {
      this.wakeLock = await navigator.wakeLock?.request("screen");
    } catch (error) {
      // The screen may go dark then; everything else works.
    }
  }

  farewell(session) {
    this.stopPractice();
    this.screen.cover({ name: "finished", heading: session.title });
    this.farewellTimer = setTimeout(() => this.triggers("finished", Date.now()), FAREWELL_S * 1000);
  }

  closed(code, reason) {
    const name = {
      [CLOSED.moved]: "moved",
      [CLOSED.full]: "full",
      [CLOSED.failed]: "server",
      [CLOSED.signedOut]: "signed_out",
      [CLOSED.withdrawn]: "withdrawn",
    }[code] || "refused";
    if (name === "signed_out" || name === "withdrawn") this.expel(name);
    else this.lose(name, this.failure || reason);
  }

  // Nothing here helps any more: the page itself has to be asked for anew, which leads to the door.
  expel(name) {
    this.expelled = true;
    this.stopPractice();
    this.problem(name, this.texts.button_reload, () => window.location.reload());
  }

  lose(name, message = "") {
    if (this.gone || this.expelled || this.phase === "finished") return;
    this.stopPractice();
    this.problem(name, this.texts[name === "moved" ? "button_here" : "button_retry"], () => this.start(name === "moved"), message);
  }

  problem(name, label, act, message = "") {
    this.screen.showButtons(null);
    this.screen.cover({
      name,
      heading: this.texts[`problem_${name}`],
      text: this.texts[`problem_${name}_help`].replace("{message}", message),
      actions: [{ label, act }],
    });
  }

  stopPractice() {
    this.link.close();
    this.camera.stop();
    this.frame = null;
    this.drawing.clear();
    this.screen.notice("");
    this.wakeLock?.release?.().catch(() => {});
    this.release?.();
    this.release = null;
    if (!this.link.tokens.length && !this.expelled) this.triggers("renew", Date.now());
  }

  destroy() {
    this.gone = true;
    clearTimeout(this.farewellTimer);
    this.link.tokens.push("");
    this.stopPractice();
    this.voice.stop();
    this.cleanups.forEach((cleanup) => cleanup());
  }
}

// Streamlit calls this again for every run of the script; the coach stays the same.
const coaches = (window.posecheckCoaches ??= new WeakMap());

export default function mount({ parentElement, data, setTriggerValue }) {
  const before = coaches.get(parentElement);
  if (before) {
    clearTimeout(before.ending);
    before.triggers = setTriggerValue;
    before.update(data);
    return () => end(parentElement, before);
  }
  const coach = new Coach(parentElement, data, setTriggerValue);
  coaches.set(parentElement, coach);
  return () => end(parentElement, coach);
}

// A clean-up that is followed at once by another call was a mere update.
function end(parentElement, coach) {
  coach.ending = setTimeout(() => {
    if (coaches.get(parentElement) !== coach) return;
    coaches.delete(parentElement);
    coach.destroy();
  }, 300);
}
