/* Where the person was on the sheet, kept while a page is saved and comes back. */

const KEY = "xushi-place";

/* The field to begin with: the first fault, else where one was, else the first cell that is still empty. A fault is what
   cannot be read, and after a refused sending what must be mended or explained too. */
export function beginning({ faults, kept, empty, all }) {
  return faults[0] || kept || empty[0] || all[0] || null;
}

export function keepPlace(field, isSending) {
  const name = field && field.name ? field.name : "";
  const place = { path: window.location.pathname, name, top: window.scrollY, isSending };
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(place));
  } catch {
    // A browser that keeps nothing begins at the top.
  }
}

/* The place that was kept for this page, once. */
export function takePlace() {
  try {
    const place = JSON.parse(window.sessionStorage.getItem(KEY) || "null");
    window.sessionStorage.removeItem(KEY);
    return place && place.path === window.location.pathname ? place : null;
  } catch {
    return null;
  }
}
