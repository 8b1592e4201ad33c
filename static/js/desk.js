/* The desk on which entries are judged: a key presses what names it, ready reasons fill their box, and words that were
   typed and not sent are asked about before the page goes. */

import { bindKeys } from "./page/keys.js";
import { bindUnsent } from "./page/unsent.js";

const bound = [bindKeys(), bindUnsent()];

export function unbind() {
  bound.forEach((each) => each());
}
