/* Where a block from Excel lands: which of its rows is which project, which of its columns is which box. Nothing is put in
   here; the plan is shown to the person first. */

import { isAbout, isBlank, yuanOf } from "./amounts.js";
import { isHead, titleOf, WORDS } from "./titles.js";

const AMOUNTS = new Set(["month_amount", "year_to_date", "correction"]);
const TOTAL = /^[（(]?[一二三四五六七八九十]?[)）、]?(合计|总计|小计|共计|其中|本页)/;
const KEYS = ["name", "code", "number"];

function squeezed(text) {
  return text.replace(/[\s　]/g, "").replace(/（/g, "(").replace(/）/g, ")").toLowerCase();
}

function said(cells) {
  return cells.filter((cell) => cell.trim());
}

/* The project that a text names by its key, or null: as it stands, or as a part of one name alone. */
function projectBy(key, text, projects) {
  const wanted = squeezed(text);
  if (!wanted) {
    return null;
  }
  const same = projects.filter((project) => squeezed(project[key]) === wanted);
  if (same.length || key !== "name" || wanted.length < 4) {
    return same.length === 1 ? same[0] : null;
  }
  const near = projects.filter(({ name }) => squeezed(name).includes(wanted) || wanted.includes(squeezed(name)));
  return near.length === 1 ? near[0] : null;
}

function columnCells(rows, at) {
  return rows.map((cells) => (cells[at] || "").trim());
}

/* A column most of whose texts name a project, where no head says which one does. */
function looksLike(key, rows, at, projects) {
  const texts = columnCells(rows, at).filter((text) => text && !TOTAL.test(text));
  const found = texts.filter((text) => projectBy(key, text, projects));
  return found.length > 0 && found.length * 2 >= texts.length;
}

/* A column that repeats what the sheet already says of the projects: their plan, or their last total. */
function repeats(given, rows, at, byRow) {
  const told = rows.map((cells, place) => [yuanOf(cells[at] || ""), byRow[place]]);
  const known = told.filter(([yuan, project]) => yuan !== null && project && project[given] !== null);
  return known.length > 0 && known.every(([yuan, project]) => yuan === project[given]);
}

/* The names of the block's columns without a head: keys where they are seen, the boxes in their order from the one that was
   pasted into. */
function columnsBySight(rows, width, projects, start) {
  const names = Array(width).fill(null);
  for (let at = 0; at < width && !names.includes("name"); at += 1) {
    names[at] = ["name", "code"].find((key) => looksLike(key, rows, at, projects)) || null;
  }
  const keyAt = names.findIndex((name) => name === "name" || name === "code");
  if (keyAt < 0) {
    return names.map((_, at) => start[at] || null);
  }
  const byRow = rows.map((cells) => projectBy(names[keyAt], cells[keyAt] || "", projects));
  const boxes = [...start];
  return names.map((name, at) => {
    if (name || at < keyAt) {
      return name;
    }
    const given = ["plan", "before"].find((each) => repeats(each, rows, at, byRow));
    return given || boxes.shift() || null;
  });
}

function keyOf(columns, rows, projects) {
  return KEYS.find((key) => {
    const at = columns.indexOf(key);
    return at >= 0 && rows.some((cells) => projectBy(key, cells[at] || "", projects));
  });
}

/* A text on one line: a break is a semicolon, where no other mark ends what stands before it. */
export function oneLine(text) {
  return text
    .trim()
    .replace(/\s*\n\s*/g, "\n")
    .replace(/([，。；：、！？,.;:!?])\n/g, "$1")
    .replace(/\n/g, "；");
}

/* The values of a row by the names of their boxes. Blank cells leave what stands; 约 makes an estimate of the row. */
function valuesOf(cells, columns) {
  const values = {};
  let isEstimate = false;
  columns.forEach((name, at) => {
    const text = (cells[at] || "").trim();
    if (!(name in WORDS) || isBlank(text)) {
      return;
    }
    values[name] = oneLine(text);
    isEstimate = isEstimate || (AMOUNTS.has(name) && isAbout(text));
  });
  const tick = columns.indexOf("estimate");
  return { values, isEstimate: isEstimate || (tick >= 0 && /^(是|√|✓|1)$/.test((cells[tick] || "").trim())) };
}

function hasValues({ values }) {
  return Object.keys(values).length > 0;
}

function nameIn(cells, columns) {
  const key = KEYS.find((each) => columns.includes(each));
  return (cells[columns.indexOf(key)] || "").trim() || said(cells)[0] || "";
}

function byKey(key, rows, columns, projects) {
  const at = columns.indexOf(key);
  const plan = { lines: [], homeless: [] };
  const taken = new Set();
  rows.forEach((cells) => {
    const project = projectBy(key, cells[at] || "", projects);
    const given = valuesOf(cells, columns);
    if (project && !taken.has(project) && project.takes) {
      taken.add(project);
      plan.lines.push({ project, ...given });
    } else if (hasValues(given)) {
      const why = project ? (project.takes ? "重复" : "不能填写") : "表中没有";
      plan.homeless.push({ name: nameIn(cells, columns), why });
    }
  });
  return plan;
}

function byOrder(rows, columns, projects, first) {
  const plan = { lines: [], homeless: [] };
  rows.forEach((cells, place) => {
    const project = projects[first + place];
    const given = valuesOf(cells, columns);
    if (project && project.takes) {
      plan.lines.push({ project, ...given });
    } else if (hasValues(given)) {
      plan.homeless.push({ name: `第 ${place + 1} 行（${said(cells).join("，")}）`, why: project ? "不能填写" : "超出表格" });
    }
  });
  return plan;
}

/* What becomes of a block. ``projects`` are the rows of the sheet in their order: {name, code, number, plan, before, takes};
   ``first`` is the place of the one that was pasted into, ``start`` the names of the boxes from the one that was pasted into.
   The answer: {by, columns, lines, homeless, dropped}, each line {project, values, isEstimate}. */
export function landing(block, projects, first, start) {
  const width = Math.max(...block.map((cells) => cells.length));
  const heads = block.findIndex(isHead);
  const body = heads < 0 || heads > 3 ? block : block.slice(heads + 1);
  const kept = body.filter((cells) => !said(cells).some((cell) => TOTAL.test(squeezed(cell))) && !isHead(cells));
  const columns = heads < 0 || heads > 3
    ? columnsBySight(kept, width, projects, start)
    : Array.from({ length: width }, (_, at) => titleOf(block[heads][at] || ""));
  const key = keyOf(columns, kept, projects);
  const plan = key ? byKey(key, kept, columns, projects) : byOrder(kept, columns, projects, first);
  return { by: key || "order", columns, dropped: block.length - kept.length, ...plan, lines: plan.lines.filter(hasValues) };
}
