/* Numbers as a chart prints them. They come rounded; only separators and zeros are added. */

/* 1234.5 as 1,234.5, with a true minus. */
export function grouped(value) {
  const [whole, ...fraction] = String(value).replace("-", "−").split(".");
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ","), ...fraction].join(".");
}

function fractionOf(value) {
  return String(value).split(".")[1] || "";
}

function isMissing(value) {
  return value === null || value === undefined;
}

/* 1234.5 as 1,234.50 where two decimals are asked for, and — where there is no number. */
export function printed(value, decimals) {
  if (isMissing(value)) {
    return "—";
  }
  const fraction = fractionOf(value).padEnd(decimals, "0");
  return grouped(String(value).split(".")[0]) + (fraction && `.${fraction}`);
}

/* The most decimals that one of the numbers has. */
export function decimalsOf(data) {
  return Math.max(0, ...data.filter((value) => !isMissing(value)).map((value) => fractionOf(value).length));
}

/* The room in pixels that right-aligned digits of 12 px need. */
export function widest(numbers) {
  return 7 * Math.max(...numbers.map((each) => each.length));
}
