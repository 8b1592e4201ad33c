/* What would be lost without a word: changes that are not saved, and an objection that is not sent. */

import { FIELD } from "./cells.js";

export const OBJECTS = "您写了异议，保存不会提交它。要提出异议请点“取消”，再点“提出异议”。";
export const LOSES = "表中有没有保存的修改，现在办理会丢掉这些修改。要先保存请点“取消”。";

export function changedCells(table) {
  return [...table.querySelectorAll(".is-changed")];
}

/* Buttons that do something else (撤回, 确认) carry nothing of the table; 提出异议 carries its own words. */
export function losesBy(table, button) {
  return changedCells(table).some((cell) => {
    const field = cell.querySelector(FIELD);
    return !(field && field.name && field.name === button.getAttribute("data-sends"));
  });
}

/* Saving sends the figures alone: an objection that is written has a button of its own. */
export function hasObjection(table) {
  return [...table.querySelectorAll("[name^='objection-']")].some((field) => field.value.trim() !== "");
}

const UNSAVED = { unit: "未存草稿", bureau: "尚未代填" };

/* Where the page keeps what is typed (static/js/keeping/), its own line says how far that is; `hand` is whose sheet it
   keeps, nothing where it keeps none. */
export function changedWords(count, hand) {
  if (hand) {
    return count ? `已改 ${count} 格，${UNSAVED[hand]}` : "";
  }
  return count ? `已改 ${count} 格，尚未保存` : "没有未保存的修改";
}
