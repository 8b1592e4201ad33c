/* A folder in pieces: which of its files are photos, and how many go in one request. */

const PHOTO = /\.(jpe?g|png|webp)$/i;
const AT_ONCE = 5;
const MOST_BYTES = 30 * 1024 * 1024;

/* Where a file lay in its folder, its name alone where it was chosen by itself. */
export function pathOf(file) {
  return file.webkitRelativePath || file.name;
}

export function photosAmong(files) {
  return [...files].filter((file) => PHOTO.test(file.name) && !file.name.startsWith("."));
}

/* Few enough for a request, and not too large together; one that is larger goes alone. */
export function pieces(files, atOnce = AT_ONCE, mostBytes = MOST_BYTES) {
  const found = [];
  let bytes = 0;
  files.forEach((file) => {
    const last = found[found.length - 1];
    if (!last || last.length >= atOnce || bytes + file.size > mostBytes) {
      found.push([file]);
      bytes = file.size;
    } else {
      last.push(file);
      bytes += file.size;
    }
  });
  return found;
}
