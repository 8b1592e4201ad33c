/* Amounts as clerks write them, in whole yuan (BigInt): the forms that measures/money.py reads, and no others. What is not
   surely understood here is left to the server, which says how to mend it. */

export const WAN = 10000n;

const UNITS = { 元: 1n, 万: WAN, 万元: WAN, 亿: 100000000n, 亿元: 100000000n };
const FULL_WIDTH = "０１２３４５６７８９，．－＋−\u3000\u00a0";
const HALF_WIDTH = "0123456789,.-+-  ";
const INVISIBLE = /\u200b|\u200c|\u200d|\ufeff/g;
const AMOUNT = /^(约?) *([-+]?)([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))? *(亿元|亿|万元|万|元)?$/;
const BLANK = /^(|[-‐‑‒–—―─]{1,3}|[/\\／＼]|无|暂无)$/;
const BEYOND_BELIEF = 10n ** 14n;
const LONGEST = 40;

function tidy(text) {
  const seen = text.replace(INVISIBLE, "");
  return [...seen].map((sign) => HALF_WIDTH[FULL_WIDTH.indexOf(sign)] || sign).join("").trim();
}

/* Whether the text says “no value”: it is empty, a dash, a slash or 无. It never means zero. */
export function isBlank(text) {
  return BLANK.test(tidy(text));
}

function partsOf(text) {
  const written = tidy(text);
  return written.length <= LONGEST ? AMOUNT.exec(written) : null;
}

/* The yuan of a text that counts in 万元 where it names no unit; null where it is blank, is no amount, or has parts of a
   yuan. */
export function yuanOf(text) {
  const parts = partsOf(text);
  if (!parts) {
    return null;
  }
  const [, , sign, whole, decimals = "", unit] = parts;
  const digits = BigInt(whole.replace(/,/g, "") + decimals) * (unit ? UNITS[unit] : WAN);
  const divisor = 10n ** BigInt(decimals.length);
  const yuan = digits / divisor;
  if (yuan >= BEYOND_BELIEF || digits % divisor) {
    return null;
  }
  return sign === "-" ? -yuan : yuan;
}

/* Whether the text is an amount that is said to be near the true one: 约603万元. */
export function isAbout(text) {
  const parts = partsOf(text);
  return Boolean(parts && parts[1]);
}

/* A quotient as a whole number, halves away from zero. The divisor is positive. */
export function halfUp(dividend, divisor) {
  const size = dividend < 0n ? -dividend : dividend;
  const rounded = (2n * size + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

export function grouped(whole) {
  return whole.replace(/\B(?=(\d{3})+$)/g, ",");
}

/* Yuan in 万元, exact: 5,248.5. It reads back unchanged. */
export function inWan(yuan) {
  const size = yuan < 0n ? -yuan : yuan;
  const rest = size % WAN;
  const decimals = rest ? `.${String(rest).padStart(4, "0")}`.replace(/0+$/, "") : "";
  return `${yuan < 0n ? "-" : ""}${grouped(String(size / WAN))}${decimals}`;
}

/* What an amount's box shows after it is left: 5248 is 5,248. A text that names a unit, or is no amount, stays as typed. */
export function tidied(text) {
  const yuan = yuanOf(text);
  return yuan === null || /[元万亿约]/.test(text) ? text : inWan(yuan);
}

/* Whether two texts say the same amount, or are the same. */
export function isSameAmount(one, other) {
  const [a, b] = [yuanOf(one), yuanOf(other)];
  return a === null || b === null ? one === other : a === b;
}
