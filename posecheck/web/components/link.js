// The socket to the server: one token a connection, at most two pictures under way, reconnects by itself.

const MOST_IN_FLIGHT = 2;
const ANSWER_S = 4;
const CLOSED = { badMessage: 4400, refused: 4401, signedOut: 4403, moved: 4409, withdrawn: 4410, full: 4429, failed: 4500 };

class Link {
  constructor(path, handlers) {
    this.path = path;
    this.handlers = handlers;
    this.tokens = [];
    this.sentAt = new Map();
    this.number = 0;
    this.attempt = 0;
    this.wanted = false;
    this.ready = false;
  }

  // A token from the page; used for the next connection, or at once when the last one was refused.
  offer(token) {
    if (!token || token === this.offered) return;
    this.offered = token;
    this.tokens = [token];
    if (this.wanted && !this.socket) this.later(0);
  }

  open() {
    this.wanted = true;
    if (!this.socket) this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    const token = this.tokens.pop();
    if (!this.wanted || this.socket) return;
    if (!token) {
      this.handlers.onNoToken();
      return;
    }
    const address = new URL(this.path, window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.socket = socket;
    let opened = false;
    socket.onopen = () => {
      opened = true;
      socket.send(JSON.stringify({ token }));
    };
    socket.onmessage = (event) => this.receive(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      // A server that never answered has not used up the token.
      if (!opened) this.tokens.push(token);
      this.drop(event.code, event.reason);
    };
  }

  receive(message) {
    if (message.n !== undefined) this.settle(message);
    if (message.t === "welcome") this.tokens.push(message.token);
    if (message.t === "ready") {
      this.ready = true;
      this.attempt = 0;
    }
    this.handlers.onMessage(message);
  }

  settle(message) {
    const sent = this.sentAt.get(message.n);
    this.sentAt.delete(message.n);
    if (sent !== undefined && message.t === "frame") message.roundTrip = performance.now() - sent;
  }

  drop(code, reason) {
    this.socket = null;
    this.ready = false;
    this.sentAt.clear();
    if (!this.wanted) return;
    if (code === CLOSED.refused) {
      this.tokens = [];
      this.handlers.onRefused();
      this.later(3000);
      return;
    }
    if (Object.values(CLOSED).includes(code)) {
      this.wanted = false;
      this.handlers.onClosed(code, reason);
      return;
    }
    this.handlers.onLost();
    this.later(Math.min(4000, 400 * 2 ** this.attempt));
    this.attempt += 1;
  }

  later(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), delay);
  }

  get free() {
    const now = performance.now();
    for (const [number, at] of this.sentAt) if (now - at > ANSWER_S * 1000) this.sentAt.delete(number);
    return this.ready && this.sentAt.size < MOST_IN_FLIGHT;
  }

  reserve() {
    this.number = (this.number + 1) % 2 ** 31;
    this.sentAt.set(this.number, performance.now());
    return this.number;
  }

  sendPicture(number, takenAt, jpeg) {
    if (!this.ready || !jpeg) {
      this.sentAt.delete(number);
      return;
    }
    const header = new DataView(new ArrayBuffer(12));
    header.setFloat64(0, takenAt, true);
    header.setUint32(8, number, true);
    this.socket.send(new Blob([header.buffer, jpeg]));
  }

  command(command) {
    if (this.ready) this.socket.send(JSON.stringify({ command }));
    return this.ready;
  }

  close() {
    this.wanted = false;
    this.ready = false;
    clearTimeout(this.timer);
    const socket = this.socket;
    this.socket = null;
    socket?.close(1000);
  }
}
