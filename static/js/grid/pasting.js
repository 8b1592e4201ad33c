/* Brings a block to the table: shows what lands where, and puts it in when the person says so. */

import { inWan, isAbout, isSameAmount, tidied, yuanOf } from "./amounts.js";
import { cellOf } from "./cells.js";
import { landing } from "./landing.js";
import { confirmed, make } from "./dialog.js";
import { AMOUNTS, boxOf, columnNameOf, figuresOf, rowOf, rowsOf } from "./rows.js";
import { WORDS } from "./titles.js";
import { canPut, readFor } from "./values.js";

const BY = {
  name: "按项目名称对应",
  code: "按项目代码对应",
  number: "按序号对应",
  order: "粘贴的内容里没有项目名称，按顺序对应，请逐行核对",
};

function projectOf(row, place) {
  const { plan, before } = figuresOf(row);
  return {
    row,
    name: row.getAttribute("data-name") || "",
    code: row.getAttribute("data-code") || "",
    number: row.getAttribute("data-number") || String(place + 1),
    plan,
    before,
    takes: Boolean(boxOf(row, "month_amount") && boxOf(row, "month_amount").name),
  };
}

/* The names of the boxes from the given one to the end of its row. */
function boxesFrom(field) {
  const cells = [...cellOf(field).parentNode.cells];
  const names = cells.slice(cells.indexOf(cellOf(field))).map((cell) => cell.getAttribute("data-column"));
  return field.closest(".drawer-field") ? [columnNameOf(field)] : names.filter((name) => name);
}

export function planFor(table, field, block) {
  const projects = rowsOf(table).map(projectOf);
  const first = projects.findIndex(({ row }) => row === rowOf(field));
  return landing(block, projects, first, boxesFrom(field));
}

/* What a plan puts where, as [field, value] pairs; and the texts that a box does not take, by name. */
export function puttings(plan) {
  const pairs = [];
  const refused = [];
  plan.lines.forEach(({ project, values, isEstimate }) => {
    Object.entries(values).forEach(([name, text]) => {
      const box = boxOf(project.row, name);
      if (box && canPut(box, text)) {
        pairs.push([box, shownAs(box, text)]);
      } else {
        refused.push({ name: `${project.name}　${WORDS[name]}　${text}`, why: "不能识别" });
      }
    });
    const tick = project.row.querySelector("input[type=checkbox][data-original]");
    if (isEstimate && tick) {
      pairs.push([tick, "on"]);
    }
  });
  return { pairs, refused };
}

/* An amount as its box shows it afterwards: 约5300 is 5,300, and the tick of 预计数 says the rest. */
function shownAs(box, text) {
  const value = readFor(box, text);
  if (!AMOUNTS.includes(columnNameOf(box))) {
    return value;
  }
  return isAbout(value) ? inWan(yuanOf(value)) : tidied(value);
}

function change(box, text) {
  const now = shownAs(box, text);
  const isSame = AMOUNTS.includes(columnNameOf(box)) ? isSameAmount(box.value, now) : box.value === now;
  const cell = make("td", AMOUNTS.includes(columnNameOf(box)) ? { className: "num" } : {});
  if (box.value && !isSame) {
    cell.append(make("del", {}, box.value), " ");
  }
  cell.append(make(isSame ? "span" : "strong", {}, now));
  return cell;
}

function lineOf({ project, values, isEstimate }, names) {
  const cells = names.map((name) => {
    const box = name in values ? boxOf(project.row, name) : null;
    return box && canPut(box, values[name]) ? change(box, values[name]) : make("td");
  });
  const line = make("tr", {}, make("th", { scope: "row" }, project.name), ...cells);
  if (isEstimate) {
    line.firstChild.append(make("small", { className: "sub" }, "约数，勾选预计数"));
  }
  return line;
}

function tableOf(plan) {
  const names = Object.keys(WORDS).filter((name) => plan.lines.some(({ values }) => name in values));
  const titles = names.map((name) => make("th", AMOUNTS.includes(name) ? { className: "num" } : {}, WORDS[name]));
  const head = make("tr", {}, make("th", {}, "项目"), ...titles);
  const body = make("tbody", {}, ...plan.lines.map((line) => lineOf(line, names)));
  return make("div", { className: "dialog-body" }, make("table", { className: "table table-dense" }, make("thead", {}, head), body));
}

function listOf(plan, refused) {
  const lost = [...plan.homeless, ...refused].map(({ name, why }) => make("li", {}, `${name}：${why}`));
  return lost.length ? [make("p", { className: "cell-warning" }, `${lost.length} 处没有位置，不会填入：`), make("ul", { className: "dialog-list" }, ...lost)] : [];
}

/* Shows the plan; resolves to the pairs to be put in, or null where the person thinks better of it. */
export async function previewed(plan) {
  const { pairs, refused } = puttings(plan);
  const by = make("p", { className: plan.by === "order" ? "cell-warning" : "muted" }, BY[plan.by]);
  if (plan.dropped) {
    by.append(`；表头、合计 ${plan.dropped} 行略去`);
  }
  const parts = [by, ...listOf(plan, refused), ...(plan.lines.length ? [tableOf(plan)] : [])];
  const button = pairs.length ? `填入 ${plan.lines.length} 个项目` : "";
  return (await confirmed("粘贴预览", parts, button)) ? pairs : null;
}

export function pastedWords(filled) {
  return `已粘贴 ${filled} 格；Ctrl+Z 撤销`;
}
