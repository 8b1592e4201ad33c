/* What every page may use: confirmation, one sending only, selects that submit, select-all, messages that close.
   Pages work without this file; it listens on the document, so fragments swapped in by htmx need no second start. */
(function () {
  "use strict";

  var LOCK_MS = 10000; // A download leaves the page where it is, so its button must come back.

  function closest(target, selector) {
    return target instanceof Element ? target.closest(selector) : null;
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    var submitter = event.submitter;
    if (form.hasAttribute("data-sending")) {
      event.preventDefault();
      return;
    }
    var question = (submitter && submitter.getAttribute("data-confirm")) || form.getAttribute("data-confirm");
    if (question && !window.confirm(question)) {
      event.preventDefault();
    }
  });

  // On window, after every other listener has had the chance to call the sending off.
  window.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") {
      return;
    }
    form.setAttribute("data-sending", "");
    // Disabled after the form data is gathered, so the pressed button's own value is still sent.
    window.setTimeout(function () { lock(form, true); }, 0);
    window.setTimeout(function () { lock(form, false); }, LOCK_MS);
  });

  function lock(form, sending) {
    if (!sending) {
      form.removeAttribute("data-sending");
    }
    Array.prototype.forEach.call(form.elements, function (element) {
      if (element.type !== "submit") {
        return;
      }
      if (sending && !element.disabled) {
        element.disabled = true;
        element.classList.add("is-sending");
      } else if (!sending && element.classList.contains("is-sending")) {
        element.disabled = false;
        element.classList.remove("is-sending");
      }
    });
  }

  // Coming back by the browser's button restores the page as it was left: buttons locked.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      document.querySelectorAll("form[data-sending]").forEach(function (form) { lock(form, false); });
    }
  });

  document.addEventListener("change", function (event) {
    var target = event.target;
    if (target.matches("[data-autosubmit]") && target.form) {
      target.form.requestSubmit();
    } else if (target.matches("[data-select-all]")) {
      boxes(target.form, target.getAttribute("data-select-all")).forEach(function (box) { box.checked = target.checked; });
      showSelection(target.form, target.getAttribute("data-select-all"));
    } else if (target.type === "checkbox" && target.form) {
      showSelection(target.form, target.name);
    }
  });

  function boxes(form, name) {
    return Array.prototype.filter.call(form.elements, function (element) {
      return element.type === "checkbox" && element.name === name && !element.disabled && !element.hasAttribute("data-select-all");
    });
  }

  function showSelection(form, name) {
    if (!form || !name) {
      return;
    }
    var all = boxes(form, name);
    var chosen = all.filter(function (box) { return box.checked; }).length;
    form.querySelectorAll('[data-select-all="' + name + '"]').forEach(function (master) {
      master.checked = chosen > 0 && chosen === all.length;
      master.indeterminate = chosen > 0 && chosen < all.length;
    });
    form.querySelectorAll('[data-select-count="' + name + '"]').forEach(function (place) {
      place.textContent = "已选 " + chosen + " 项";
    });
    all.forEach(function (box) {
      var row = box.closest("tr");
      if (row) {
        row.classList.toggle("is-selected", box.checked);
      }
    });
  }

  document.addEventListener("click", function (event) {
    var close = closest(event.target, ".message-close");
    if (close) {
      close.closest(".message").remove();
      return;
    }
    if (closest(event.target, "[data-print]")) {
      window.print();
    }
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    });
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      return;
    }
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // Buttons that only this file can serve are in the page hidden.
  document.querySelectorAll("[data-needs-script]").forEach(function (element) { element.hidden = false; });
  document.querySelectorAll("[data-select-all]").forEach(function (master) {
    showSelection(master.form, master.getAttribute("data-select-all"));
  });
})();
