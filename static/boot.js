// Before WebAssembly: the chosen theme, so that nothing flashes, and a readable message
// where the page cannot start. A classic script, because it must also run from file://.
(function () {
  "use strict";
  var root = document.documentElement;
  var started = false;

  try {
    var theme = localStorage.getItem("double-hop-theme");
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
  } catch (_) {
    // Storage may be switched off; the system's theme is used then.
  }

  // `data-page` on the root says how far the page has come: ready or stopped.
  function stop(id, detail) {
    if (started) return;
    root.setAttribute("data-page", "stopped");
    var skeleton = document.querySelector("#app > .first");
    var notice = document.getElementById(id);
    if (skeleton) skeleton.hidden = true;
    if (notice) {
      notice.hidden = false;
      var place = notice.querySelector("[data-detail]");
      if (place && detail) place.textContent = detail;
    }
  }

  addEventListener("TrunkApplicationStarted", function () {
    started = true;
    root.setAttribute("data-page", "ready");
  });

  document.addEventListener("DOMContentLoaded", function () {
    if (location.protocol === "file:") stop("trouble-file");
    else if (typeof WebAssembly !== "object") stop("trouble-wasm");
  });

  // A file that did not arrive, or one that did not compile.
  function failed(event) {
    if (started || root.getAttribute("data-page")) return;
    var reason = event.reason || event.error || event.message;
    stop("trouble-start", reason ? String(reason) : "A file of the page did not arrive.");
  }
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
})();
