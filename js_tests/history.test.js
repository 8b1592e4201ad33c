/* Several steps can be taken back, also after more was typed. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { History } from "../static/js/grid/history.js";

test("steps are taken back one by one, the last first, and done again", () => {
  const history = new History();
  history.add([["a", "", "1"], ["b", "", "2"]]);
  history.add([["a", "1", "3"]]);
  assert.deepEqual(history.undo(), [["a", "1"]]);
  assert.deepEqual(history.undo(), [["a", ""], ["b", ""]]);
  assert.equal(history.undo(), null);
  assert.deepEqual(history.redo(), [["a", "1"], ["b", "2"]]);
});

test("what changes nothing is no step, and a new step forgets what was taken back", () => {
  const history = new History();
  history.add([["a", "1", "1"]]);
  assert.equal(history.undo(), null);
  history.add([["a", "1", "2"], ["b", "5", "5"]]);
  assert.deepEqual(history.undo(), [["a", "1"]]);
  history.add([["b", "5", "6"]]);
  assert.equal(history.redo(), null);
});
