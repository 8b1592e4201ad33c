/* What a row and the sheet come to, as one types. Amounts are whole yuan (BigInt) or null where they are not known; the
   rules are those of investment/grid/sums.py and measures/rates.py. */

import { grouped, halfUp, inWan } from "./amounts.js";

const NO_VALUE = "—";

/* The year to date that stands in grey: the last total, the month and the correction, where the first two are known. */
export function greyTotal({ lastTotal, month, correction }) {
  return lastTotal === null || month === null ? null : lastTotal + month + (correction || 0n);
}

/* The year to date of a row as it would be sent; one that says nothing yet stands with its last known total. */
export function totalOf(row) {
  if (row.total !== null) {
    return row.total;
  }
  const before = row.before || 0n;
  return row.month === null ? before : before + row.month + (row.correction || 0n);
}

/* The month's own money, worked out of the totals where only those are known. */
export function monthOf(row) {
  if (row.month !== null) {
    return row.month;
  }
  return row.total === null || row.lastTotal === null ? null : row.total - row.lastTotal - (row.correction || 0n);
}

export function sumOf(amounts) {
  const known = amounts.filter((amount) => amount !== null);
  return known.length ? known.reduce((sum, amount) => sum + amount, 0n) : null;
}

/* The last line of the sheet, of the rows that owe a report; a package whose parts do counts with its plan alone. */
export function sumsOf(rows) {
  const owing = rows.filter((row) => row.owes);
  return {
    planned: sumOf(rows.map((row) => row.countedPlan)) || 0n,
    month: sumOf(owing.map(monthOf)),
    total: sumOf(owing.map(totalOf)) || 0n,
    filled: owing.filter((row) => row.isFilled).length,
    owing: owing.length,
  };
}

function decimal(dividend, divisor, digits) {
  const scaled = String(halfUp(dividend * 10n ** BigInt(digits), divisor)).padStart(digits + 1, "0");
  const whole = scaled.slice(0, scaled.length - digits);
  return digits ? `${grouped(whole)}.${scaled.slice(-digits)}` : grouped(whole);
}

function size(number) {
  return number < 0n ? -number : number;
}

/* How far, in 百分点: never 0.0 where there is something. Given in hundredths of a whole as dividend and divisor. */
function distance(dividend, divisor) {
  for (const digits of [1, 2]) {
    const told = decimal(size(dividend) * 100n, divisor, digits).replace(/,/g, "");
    if (/[1-9]/.test(told) || !dividend) {
      return told;
    }
  }
  return "不足0.01";
}

function doneWords(total, planned, digits) {
  const rate = decimal(size(total) * 100n, planned, digits).replace(/\.?0+$/, "");
  return `完成${total < 0n ? "-" : ""}${rate}%`;
}

/* 完成69%，超序时10.7个百分点. The pace is a fraction, [7n, 12n], or null where there is not one for all. */
export function paceWords({ total, planned }, pace) {
  if (!planned) {
    return `完成${NO_VALUE}`;
  }
  if (!pace) {
    return doneWords(total, planned, 1);
  }
  const [elapsed, whole] = pace;
  const lead = total * whole - elapsed * planned;
  const divisor = planned * whole;
  const isNear = lead && size(lead) * 1000n < divisor;
  const done = doneWords(total, planned, isNear ? 2 : 1);
  if (!lead) {
    return `${done}，与序时持平`;
  }
  return `${done}，${lead > 0n ? "超" : "欠"}序时${distance(lead, divisor)}个百分点`;
}

/* What is about to be sent: 报送 7 项，本月合计 10,227 万元，完成69%，超序时10.7个百分点. */
export function summaryWords(sent, sums, pace) {
  const month = sumOf(sent.map(monthOf));
  const money = month === null ? "" : `，本月合计 ${inWan(month)} 万元`;
  return `报送 ${sent.length} 项${money}，${paceWords(sums, pace)}`;
}
