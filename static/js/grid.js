/* The entry grid: a table of real inputs that the arrow keys walk and that takes a block pasted from Excel.
   Values stay as typed, full-width digits too; the server reads them. Rows without a field in the pasted column
   (group heads, totals) are passed over, cells that cannot be typed in swallow their value, and what found no place is said. */
(function () {
  "use strict";

  var FIELD = "input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, select";
  var TICK = "input[type=checkbox][data-original]";  // 预计数, in the head of a row: kept with it, but no cell of the block
  var BLANK = /^([-—–]{1,3}|\/|无)$/;  // what people write into a cell that says nothing
  var OBJECTS = "您写了异议，保存不会提交它。要提出异议请点“取消”，再点“提出异议”。";
  var LOSES = "表中有没有保存的修改，现在办理会丢掉这些修改。要先保存请点“取消”。";
  var leaving = false;

  function fieldOf(cell) {
    return cell ? cell.querySelector(FIELD) : null;
  }

  function canType(field) {
    return Boolean(field) && !field.readOnly && !field.disabled;
  }

  /* The cell of a row that stands in the given column, counting colspans. */
  function cellAt(row, column) {
    var at = 0;
    for (var i = 0; i < row.cells.length; i += 1) {
      if (at === column) {
        return row.cells[i];
      }
      at += row.cells[i].colSpan;
      if (at > column) {
        return null;
      }
    }
    return null;
  }

  function columnOf(cell) {
    var at = 0;
    for (var before = cell.previousElementSibling; before; before = before.previousElementSibling) {
      at += before.colSpan;
    }
    return at;
  }

  /* Rows of the table's bodies that have a field in the column, from the given row onward. */
  function rowsFrom(table, row, column) {
    var rows = Array.prototype.slice.call(table.querySelectorAll("tbody > tr"));
    return rows.slice(rows.indexOf(row)).filter(function (each) {
      return !each.hidden && fieldOf(cellAt(each, column));
    });
  }

  /* Excel's clipboard text: tabs between cells, newlines between rows, quotes around a cell that holds either. */
  function parseBlock(text) {
    var rows = [[]];
    var value = "";
    var quoted = false;
    var started = false;
    text = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (var i = 0; i < text.length; i += 1) {
      var letter = text[i];
      if (quoted) {
        if (letter === '"' && text[i + 1] === '"') {
          value += '"';
          i += 1;
        } else if (letter === '"') {
          quoted = false;
        } else {
          value += letter;
        }
      } else if (letter === '"' && !started) {
        quoted = true;
        started = true;
      } else if (letter === "\t" || letter === "\n") {
        rows[rows.length - 1].push(value);
        value = "";
        started = false;
        if (letter === "\n") {
          rows.push([]);
        }
      } else {
        value += letter;
        started = true;
      }
    }
    rows[rows.length - 1].push(value);
    return rows;
  }

  function valueOf(field) {
    return field.matches(TICK) ? (field.checked ? "on" : "") : field.value;
  }

  function originalOf(field) {
    if (field.hasAttribute("data-original")) {
      return field.getAttribute("data-original");
    }
    if (field.tagName !== "SELECT") {
      return field.defaultValue;
    }
    var chosen = Array.prototype.filter.call(field.options, function (option) { return option.defaultSelected; })[0] || field.options[0];
    return chosen ? chosen.value : "";
  }

  /* A single cell that Excel has put in quotes, because it holds a line break or a tab; else null. */
  function quotedCell(text, block) {
    var isOne = block.length === 1 && block[0].length === 1;
    return isOne && /^"[^]*[\t\n][^]*"\s*$/.test(text) ? block[0][0] : null;
  }

  /* Puts text into a field; false when a select has no such choice. */
  function put(field, text) {
    var value = text.trim();
    if (field.tagName === "SELECT") {
      if (BLANK.test(value)) {
        value = "";
      }
      var match = Array.prototype.filter.call(field.options, function (option) {
        return option.value === value || option.text.trim() === value;
      })[0];
      if (!match) {
        return false;
      }
      value = match.value;
    } else if (field.tagName === "INPUT") {
      value = value.replace(/\s*\n\s*/g, " ");
    }
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  function start(table) {
    var form = table.closest("form");
    var status = form && form.querySelector("[data-grid-status]");
    var lastPaste = null;

    function changed() {
      return table.querySelectorAll(".is-changed").length;
    }

    function say(text) {
      if (status) {
        status.textContent = text;
        status.classList.toggle("is-dirty", changed() > 0);
      }
    }

    function mark(field) {
      var cell = field.closest("td, th");
      cell.classList.toggle("is-changed", valueOf(field) !== originalOf(field));
      var count = changed();
      say(count ? "已改 " + count + " 格，尚未保存" : "没有未保存的修改");
    }

    function fit(field) {
      if (field.tagName === "TEXTAREA") {
        field.style.height = "auto";
        field.style.height = field.scrollHeight + "px";
      }
    }

    function move(field, step) {
      var cell = field.closest("td, th");
      var column = columnOf(cell);
      var rows = rowsFrom(table, table.querySelector("tbody > tr"), column).filter(function (row) {
        return !fieldOf(cellAt(row, column)).disabled;
      });
      var next = rows[rows.indexOf(cell.parentNode) + step];
      if (next) {
        var target = fieldOf(cellAt(next, column));
        target.focus();
        if (target.select) {
          target.select();
        }
      }
    }

    /* Whether an up or down key still has lines to walk inside a text of several lines. */
    function walksInside(field, step) {
      if (field.tagName !== "TEXTAREA") {
        return false;
      }
      var beyond = step < 0 ? field.value.slice(0, field.selectionStart) : field.value.slice(field.selectionEnd);
      return beyond.indexOf("\n") !== -1;
    }

    table.addEventListener("keydown", function (event) {
      var field = event.target;
      // While pinyin is being composed, Enter and the arrows belong to the input method.
      if (event.isComposing || event.keyCode === 229 || !field.matches(FIELD)) {
        return;
      }
      if (event.key === "z" && (event.ctrlKey || event.metaKey) && lastPaste) {
        event.preventDefault();
        lastPaste.forEach(function (kept) { put(kept.field, kept.value); fit(kept.field); });
        lastPaste = null;
        say("已撤销粘贴");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      if (event.key === "Enter") {
        event.preventDefault();
        move(field, event.shiftKey ? -1 : 1);
      } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && field.tagName !== "SELECT" && !event.shiftKey) {
        var step = event.key === "ArrowDown" ? 1 : -1;
        if (!walksInside(field, step)) {
          event.preventDefault();
          move(field, step);
        }
      }
    });

    table.addEventListener("input", function (event) {
      if (event.target.matches(FIELD + ", " + TICK)) {
        mark(event.target);
        fit(event.target);
        if (event.isTrusted) {
          lastPaste = null;
        }
      }
    });
    table.addEventListener("change", function (event) {
      if (event.target.matches(FIELD)) {
        mark(event.target);
      }
    });

    table.addEventListener("paste", function (event) {
      var field = event.target;
      var text = (event.clipboardData || window.clipboardData).getData("text");
      var block = parseBlock(text);
      if (!field.matches(FIELD)) {
        return;
      }
      var single = quotedCell(text, block);
      if (single !== null && canType(field) && field.setRangeText) {
        event.preventDefault();
        field.setRangeText(single, field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        return;
      }
      if (block.length === 1 && block[0].length === 1) {
        return;
      }
      event.preventDefault();
      var cell = field.closest("td, th");
      var column = columnOf(cell);
      var rows = rowsFrom(table, cell.parentNode, column);
      var kept = [];
      var homeless = 0;
      block.forEach(function (values, down) {
        values.forEach(function (value, right) {
          var target = rows[down] ? fieldOf(cellAt(rows[down], column + right)) : null;
          var before = target ? target.value : "";
          if (canType(target) && put(target, value)) {
            kept.push({ field: target, value: before });
            fit(target);
          } else if (value.trim() !== "") {
            homeless += 1;
          }
        });
      });
      lastPaste = kept;
      say("已粘贴 " + kept.length + " 格" + (homeless ? "，另有 " + homeless + " 格不能填入（只读或超出表格）" : "") + "；Ctrl+Z 撤销，尚未保存");
    });

    document.addEventListener("keydown", function (event) {
      if (event.key === "s" && (event.ctrlKey || event.metaKey) && form && document.body.contains(form)) {
        event.preventDefault();
        form.requestSubmit();
      }
    });

    /* Buttons that do something else (撤回, 确认) carry nothing of the table; 提出异议 carries its own words. */
    function losesBy(button) {
      return Array.prototype.some.call(table.querySelectorAll(".is-changed"), function (cell) {
        var field = fieldOf(cell);
        return !(field && field.name && field.name === button.getAttribute("data-sends"));
      });
    }

    if (form) {
      form.addEventListener("click", function (event) {
        var button = event.target.closest("button[formaction]");
        if (button && losesBy(button) && !window.confirm(LOSES)) {
          event.preventDefault();
        }
      });
    }

    /* Saving sends the figures alone: an objection that is written has a button of its own. */
    function hasObjection() {
      return Array.prototype.some.call(table.querySelectorAll("[name^='objection-']"), function (field) {
        return field.value.trim() !== "";
      });
    }

    if (form) {
      form.addEventListener("submit", function (event) {
        var saves = !(event.submitter && event.submitter.hasAttribute("formaction"));
        if (saves && hasObjection() && !window.confirm(OBJECTS)) {
          event.preventDefault();
        }
      });
    }

    window.addEventListener("submit", function (event) {
      if (event.target === form && !event.defaultPrevented) {
        leaving = true;
      }
    });

    table.querySelectorAll("textarea").forEach(fit);
    table.querySelectorAll(FIELD + ", " + TICK).forEach(function (field) {
      // After a refused save the page comes back holding what was typed; data-original tells what is stored.
      if (field.hasAttribute("data-original") && canType(field)) {
        mark(field);
      }
    });
  }

  window.addEventListener("beforeunload", function (event) {
    if (!leaving && document.querySelector("table[data-grid] .is-changed")) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
  window.addEventListener("pageshow", function () { leaving = false; });

  document.querySelectorAll("table[data-grid]").forEach(start);
})();
