// A page that is opened from the disk may start no worker, and the search of the site runs in one.
// So where the site has no server, a hidden frame does the worker's job.
(() => {
  if (location.protocol !== "file:") return;

  // Inside the frame: what a worker has and a frame has not.
  const send = function (data) {
    parent.postMessage(data, "*");
  };
  const load = async function (...urls) {
    for (const url of urls) {
      await new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = url;
        script.onload = done;
        script.onerror = failed;
        document.body.appendChild(script);
      });
    }
  };

  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.appendChild(this.frame);
      this.listen = (event) => {
        if (event.source !== this.frame.contentWindow) return;
        this.dispatchEvent(new MessageEvent("message", { data: event.data }));
        if (this.onmessage) this.onmessage(event);
      };
      addEventListener("message", this.listen);
      const end = "<" + "/script>";
      const inner = this.frame.contentWindow;
      inner.document.open();
      inner.document.write(
        `<body><script>postMessage = ${send}; importScripts = ${load};${end}<script src="${url}">${end}</body>`,
      );
      inner.document.close();
      this.ready = new Promise((done) => {
        inner.addEventListener("load", done);
      });
    }

    postMessage(data) {
      this.ready.then(() => {
        const event = new MessageEvent("message", { data: structuredClone(data) });
        this.frame.contentWindow.dispatchEvent(event);
      });
    }

    terminate() {
      removeEventListener("message", this.listen);
      this.frame.remove();
    }
  };
})();
