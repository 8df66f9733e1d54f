// Before WebAssembly: the chosen theme, so that nothing flashes, and a readable message
// where the page cannot start. A classic script, because it must also run from file://.
(function () {
  "use strict";
  var root = document.documentElement;
  // How far the page has come, also as `data-page` on the root: "", "ready" or "stopped".
  var state = "";

  try {
    var theme = localStorage.getItem("double-hop-theme");
    if (theme === "light" || theme === "dark") root.setAttribute("data-theme", theme);
  } catch (_) {
    // Storage may be switched off; the system's theme is used then.
  }

  function reach(next) {
    state = next;
    root.setAttribute("data-page", next);
  }

  // The first reason is the one to tell: others follow from it.
  function stop(id, detail) {
    if (state) return;
    reach("stopped");
    function show() {
      var skeleton = document.querySelector("#app > .first");
      var notice = document.getElementById(id);
      if (skeleton) skeleton.hidden = true;
      if (detail) notice.querySelector("[data-detail]").textContent = detail;
      notice.hidden = false;
    }
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
    else show();
  }

  // A file that did not arrive, or one that did not compile.
  function failed(event) {
    var reason = event.reason || event.error || event.message;
    stop("trouble-start", reason ? String(reason) : "A file of the page did not arrive.");
  }

  if (location.protocol === "file:") stop("trouble-file");
  else if (typeof WebAssembly !== "object") stop("trouble-wasm");
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
  addEventListener("TrunkApplicationStarted", function () {
    if (!state) reach("ready");
  });
})();
