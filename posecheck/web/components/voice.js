// Speech and tones. Both need one click on the page first; `wake` is called in it.

const TONES = {
  in: [[660, 0, 0.12], [880, 0.1, 0.16]],
  out: [[520, 0, 0.14], [390, 0.12, 0.2]],
  tick: [[700, 0, 0.08]],
  rep: [[880, 0, 0.1]],
  partial: [[440, 0, 0.14]],
  done: [[660, 0, 0.14], [830, 0.13, 0.14], [990, 0.26, 0.3]],
};
const STORE = "posecheck-voice";

class Voice {
  constructor(language, onCaption) {
    this.language = language;
    this.onCaption = onCaption;
    this.volume = 0.9;
    this.muted = false;
    try {
      Object.assign(this, JSON.parse(localStorage.getItem(STORE) || "{}"));
    } catch (error) {
      // A browser that keeps nothing starts with the usual volume.
    }
  }

  set(values) {
    Object.assign(this, values);
    if (this.muted) window.speechSynthesis?.cancel();
    try {
      localStorage.setItem(STORE, JSON.stringify({ volume: this.volume, muted: this.muted }));
    } catch (error) {
      // Not kept, then.
    }
  }

  wake() {
    const Context = window.AudioContext || window.webkitAudioContext;
    if (Context && !this.audio) this.audio = new Context();
    this.audio?.resume?.();
    window.speechSynthesis?.getVoices?.();
  }

  play(events) {
    for (const event of events || []) {
      if (event.tone) this.sound(event.tone);
      if (event.text) this.say(event.text, event.urgent);
    }
  }

  say(text, urgent) {
    this.onCaption(text);
    const speech = window.speechSynthesis;
    if (this.muted || !speech || !window.SpeechSynthesisUtterance) return;
    // A count is said at once; a correction waits behind one sentence at most.
    if (/^\d+$/.test(text)) speech.cancel();
    else if (!urgent && speech.pending) return;
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = this.language;
    utterance.volume = this.volume;
    const voices = speech.getVoices?.() || [];
    // Voices that are not on this machine would send the words away.
    const voice = voices.find((each) => each.localService && each.lang.startsWith(this.language.slice(0, 2)));
    if (!voice && voices.length) return;
    if (voice) utterance.voice = voice;
    speech.speak(utterance);
  }

  sound(name) {
    if (this.muted || !this.audio || !TONES[name]) return;
    for (const [frequency, delay, length] of TONES[name]) {
      const start = this.audio.currentTime + delay;
      const oscillator = this.audio.createOscillator();
      const gain = this.audio.createGain();
      oscillator.frequency.value = frequency;
      gain.gain.setValueAtTime(0.0001, start);
      gain.gain.exponentialRampToValueAtTime(Math.max(0.0002, 0.22 * this.volume), start + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, start + length);
      oscillator.connect(gain).connect(this.audio.destination);
      oscillator.start(start);
      oscillator.stop(start + length + 0.02);
    }
  }

  stop() {
    window.speechSynthesis?.cancel();
    this.audio?.close?.();
    this.audio = null;
  }
}
