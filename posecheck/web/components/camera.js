// The camera: getting it, what can go wrong with it, and a JPEG of each new picture.

const LONGEST_SIDE = 640;
const QUALITY = 0.7;
const PROBLEMS = {
  NotFoundError: "no_camera",
  OverconstrainedError: "no_camera",
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotReadableError: "busy",
  AbortError: "busy",
};

class Camera {
  constructor(video) {
    this.video = video;
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d", { alpha: false, desynchronized: true });
  }

  get running() {
    return Boolean(this.stream);
  }

  // Returns the name of the problem, "" when the camera runs.
  async start(onEnded) {
    if (!window.isSecureContext) return "insecure";
    if (!navigator.mediaDevices?.getUserMedia) return "unsupported";
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 60 }, facingMode: "user" },
      });
    } catch (error) {
      return PROBLEMS[error.name] || "busy";
    }
    this.stream.getVideoTracks()[0].addEventListener("ended", onEnded);
    this.video.srcObject = this.stream;
    try {
      await this.video.play();
    } catch (error) {
      return "busy";
    }
    return "";
  }

  // Calls back for each new picture until stopped.
  watch(onPicture) {
    const next = (now) => {
      if (!this.stream) return;
      onPicture(now);
      this.wait(next);
    };
    this.wait(next);
  }

  wait(next) {
    if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback(next);
    else setTimeout(() => next(performance.now()), 33);
  }

  takeJpeg() {
    const { videoWidth: width, videoHeight: height } = this.video;
    if (!width || !height) return Promise.resolve(null);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
    const size = [Math.round(width * scale), Math.round(height * scale)];
    if (this.canvas.width !== size[0] || this.canvas.height !== size[1]) [this.canvas.width, this.canvas.height] = size;
    this.context.drawImage(this.video, 0, 0, ...size);
    return new Promise((resolve) => this.canvas.toBlob(resolve, "image/jpeg", QUALITY));
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = null;
    this.video.srcObject = null;
  }
}
