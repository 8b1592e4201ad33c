import assert from "node:assert/strict";
import test from "node:test";

import { insertInto } from "../static/js/page/inserting.js";

test("words stand where the caret stood, in place of what was selected", () => {
  const done = [];
  const box = {
    selectionStart: 2,
    selectionEnd: 4,
    setRangeText: (...given) => done.push(given),
    focus: () => done.push("focus"),
  };
  insertInto(box, "{县级.全部.完成率}");
  assert.deepEqual(done, [["{县级.全部.完成率}", 2, 4, "end"], "focus"]);
});
