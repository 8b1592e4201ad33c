/* Before the sheet is sent, what is sent is said once. */

import { confirmed, make } from "./dialog.js";
import { boxOf, figuresOf, rowsOf } from "./rows.js";
import { paceOf } from "./showing.js";
import { summaryWords, sumsOf } from "./sums.js";

function takes(row) {
  const box = boxOf(row, "month_amount");
  return Boolean(box && box.name);
}

function names(rows) {
  return rows.map((row) => row.getAttribute("data-name")).join("、");
}

/* What of the sheet goes, what stays, and what must be mended first. */
export function sendingOf(table) {
  const rows = rowsOf(table);
  const open = rows.filter(takes).map((row) => ({ row, figures: figuresOf(row) }));
  return {
    sent: open.filter(({ figures }) => figures.isFilled),
    left: open.filter(({ figures }) => !figures.isFilled && figures.owes).map(({ row }) => row),
    asked: rows.filter((row) => row.querySelector("[data-asked], [aria-invalid=true]")),
    sums: sumsOf(rows.map(figuresOf)),
  };
}

/* Asks; resolves to whether the sheet is to be sent. */
export function agreed(table) {
  const { sent, left, asked, sums } = sendingOf(table);
  if (!sent.length) {
    return confirmed("没有可报送的项目", [make("p", {}, "还没有填任何项目。")], "");
  }
  const parts = [make("p", { className: "dialog-sum" }, summaryWords(sent.map(({ figures }) => figures), sums, paceOf(table)))];
  if (left.length) {
    parts.push(make("p", { className: "muted" }, `还没有填、这次不报送的 ${left.length} 项：${names(left)}`));
  }
  if (asked.length) {
    parts.push(make("p", { className: "cell-warning" }, `有 ${asked.length} 项待改正或说明：${names(asked)}`));
  }
  return confirmed(`报送${table.dataset.bureau}`, parts, "确认报送");
}
