/* What every page may use: confirmation, one sending only, select-all, selects that submit, messages and menus that
   close. Pages work without this file; it listens on the document, so fragments swapped in by htmx need no listener. */

import { bindLeaving } from "./keeping/leaving.js";
import { bindChrome } from "./page/chrome.js";
import { bindCopying } from "./page/copying.js";
import { bindInserting } from "./page/inserting.js";
import { bindNumbering } from "./page/numbering.js";
import { bindSelection } from "./page/selection.js";
import { bindSending } from "./page/sending.js";

/* A module runs once however often a page names it: so the page listens once, until this is called. */
const bound = [bindSending(), bindSelection(), bindChrome(), bindCopying(), bindInserting(), bindNumbering(), bindLeaving()];

export function unbind() {
  bound.forEach((each) => each());
}
