/* What every page does, as far as no browser is needed. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { boxesOf, masterState } from "../static/js/page/selection.js";
import { lock, questionOf, unlock } from "../static/js/page/sending.js";
import { listen } from "../static/js/listening.js";

const asking = (question) => ({ getAttribute: () => question });

test("the question of the button comes before that of its form", () => {
  assert.equal(questionOf(asking("表单"), asking("按钮")), "按钮");
  assert.equal(questionOf(asking("表单"), asking(null)), "表单");
  assert.equal(questionOf(asking("表单"), null), "表单");
  assert.equal(questionOf(asking(null), asking(null)), null);
});

function button(type, disabled) {
  const classes = new Set();
  classes.contains = classes.has;
  classes.remove = classes.delete;
  return { type, disabled, classList: classes };
}

test("buttons go while a form is sent and come back, but not one that was away before", () => {
  const elements = [button("submit", false), button("submit", true), button("text", false)];
  const form = { elements, removeAttribute() {} };
  const away = () => elements.map((each) => each.disabled);
  lock(form);
  assert.deepEqual(away(), [true, true, false]);
  unlock(form);
  assert.deepEqual(away(), [false, true, false]);
});

function box(name, { disabled = false, all = false, type = "checkbox" } = {}) {
  return { name, disabled, type, hasAttribute: () => all };
}

test("boxes of a name are those that a user may tick, without the one in the head", () => {
  const others = [{ disabled: true }, { all: true }, { type: "radio" }].map((each) => box("row", each));
  const elements = [box("row"), box("other"), ...others];
  assert.deepEqual(boxesOf(elements, "row"), [elements[0]]);
});

test("the box in the head is ticked for all rows, half for some", () => {
  const states = [masterState(0, 0), masterState(0, 3), masterState(1, 3), masterState(3, 3)];
  assert.deepEqual(states.map((each) => [each.checked, each.indeterminate]), [
    [false, false],
    [false, false],
    [false, true],
    [true, false],
  ]);
});

test("what was bound is unbound by what binding returned", () => {
  const target = new EventTarget();
  let heard = 0;
  const unbind = listen([target, "press", () => { heard += 1; }], [target, "key", () => { heard += 10; }]);
  target.dispatchEvent(new Event("press"));
  target.dispatchEvent(new Event("key"));
  unbind();
  target.dispatchEvent(new Event("press"));
  target.dispatchEvent(new Event("key"));
  assert.equal(heard, 11);
});
