// Before WebAssembly, and after it: the chosen theme, so that nothing flashes, and a readable message where the page
// cannot start or stopped. A classic script, because it must also run from file://.
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
    if (state === "stopped") return;
    reach("stopped");
    function show() {
      var skeleton = document.querySelector("#app > .first");
      var notice = document.getElementById(id);
      if (skeleton) skeleton.hidden = true;
      // An open dialog would keep everything else from being used.
      document.querySelectorAll("dialog[open]").forEach(function (dialog) { dialog.close(); });
      if (detail) notice.querySelector("[data-detail]").textContent = detail;
      notice.hidden = false;
    }
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", show);
    else show();
  }

  // A file that did not arrive or did not compile; a panic of the page's (src/ui/crash.rs), which comes as an error
  // event too; an error in WebAssembly or in a script.
  function failed(event) {
    if (state === "stopped") return;
    var reason = event.error || event.reason;
    var broke = state === "ready" || reason instanceof WebAssembly.RuntimeError || (reason && reason.name === "Panic");
    if (!broke) stop("trouble-start", String(reason || event.message || "A file of the page did not arrive."));
    // The browser refuses this or that, as the clipboard, by a DOMException, and notes that a size changed again
    // without any error: nothing is broken then.
    else if (reason && !(reason instanceof DOMException)) stop("trouble-crash", describe(reason));
  }

  function describe(reason) {
    var text = String(reason);
    var stack = String(reason.stack || "");
    // Some browsers begin the stack with the text, some leave it out.
    return stack.indexOf(text) === 0 ? stack : lines([text, stack]);
  }

  // Trunk's minifier doubles the backslash of an escape, so the line feed comes by its number.
  function lines(parts) {
    return parts.join(String.fromCharCode(10));
  }

  function pressed(event) {
    var button = event.target;
    if (!(button instanceof Element) || !button.closest("#trouble-crash")) return;
    if (button.hasAttribute("data-reload")) location.reload();
    if (button.hasAttribute("data-copy")) copy(button);
  }

  function copy(button) {
    var detail = document.querySelector("#trouble-crash [data-detail]");
    // For who copies by hand, where there is no clipboard.
    getSelection().selectAllChildren(detail);
    if (!navigator.clipboard) return;
    var text = lines([detail.textContent, location.href, navigator.userAgent]);
    navigator.clipboard.writeText(text).then(
      function () { button.textContent = "Copied"; },
      function () {}
    );
  }

  if (location.protocol === "file:") stop("trouble-file");
  else if (typeof WebAssembly !== "object") stop("trouble-wasm");
  addEventListener("error", failed, true);
  addEventListener("unhandledrejection", failed);
  addEventListener("click", pressed);
  addEventListener("TrunkApplicationStarted", function () {
    if (!state) reach("ready");
  });
})();
