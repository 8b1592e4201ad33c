/* The keys of the desk, and the words that are asked about before a page goes. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { joined, keyOf } from "../static/js/page/keys.js";
import { left } from "../static/js/page/unsent.js";

const press = (key, held = {}) => ({ key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...held });

test("a letter or a digit is a key of the page, in whatever case", () => {
  assert.deepEqual([keyOf(press("j"), false), keyOf(press("A"), false), keyOf(press("3"), false)], ["j", "a", "3"]);
});

test("what is typed into a box, held with Ctrl or composed is none", () => {
  assert.equal(keyOf(press("j"), true), "");
  assert.equal(keyOf(press("r", { ctrlKey: true }), false), "");
  assert.equal(keyOf(press("a", { isComposing: true }), false), "");
  assert.equal(keyOf(press("a", { repeat: true }), false), "");
  assert.equal(keyOf(press("Enter"), false), "");
});

test("a ready reason is added to what stands there, once", () => {
  assert.equal(joined("", "请核对"), "请核对");
  assert.equal(joined("请核对", "请核对"), "请核对");
  assert.equal(joined("请核对；", "附依据"), "请核对；附依据");
  assert.equal(joined("请核对；附依据", "附依据"), "请核对；附依据");
});

test("what is typed and not on its way is left behind, the blanks are not", () => {
  const form = {};
  const box = (value, of) => ({ value, form: of });
  assert.equal(left([box(" ", form), box("", null)], null).length, 0);
  assert.equal(left([box("6月数不对", form)], null).length, 1);
  assert.equal(left([box("6月数不对", form)], form).length, 0);
  assert.equal(left([box("6月数不对", {})], form).length, 1);
});
