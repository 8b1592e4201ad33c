/* Binds listeners, each given as [target, type, listener], and returns what takes all of them off again.
   (An AbortSignal does the same from Chromium 90 on; the oldest browser in the offices is 86.) */
export function listen(...listeners) {
  listeners.forEach(([target, type, listener]) => target.addEventListener(type, listener));
  return () => listeners.forEach(([target, type, listener]) => target.removeEventListener(type, listener));
}

/* The element at or above the target of an event that the selector names, or null. */
export function closest(target, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}
