import assert from "node:assert/strict";
import test from "node:test";

import { pathOf, photosAmong, pieces } from "../static/js/photos/pieces.js";

const file = (name, size = 1) => ({ name, size });
const names = (found) => found.map((piece) => piece.map((each) => each.name));

test("only photos of a folder are sent", () => {
  const files = [file("基坑.JPG"), file("Thumbs.db"), file("._基坑.jpg"), file("现场.mp4"), file("主体.png")];
  assert.deepEqual(names([photosAmong(files)]), [["基坑.JPG", "主体.png"]]);
});

test("a file says where it lay in its folder, or its name alone", () => {
  assert.equal(pathOf({ name: "1.jpg", webkitRelativePath: "6月/引水工程/1.jpg" }), "6月/引水工程/1.jpg");
  assert.equal(pathOf({ name: "1.jpg", webkitRelativePath: "" }), "1.jpg");
});

test("a folder goes in pieces, few files in each, and a large one alone", () => {
  const files = [file("1"), file("2"), file("3"), file("4", 9), file("5"), file("6")];
  assert.deepEqual(names(pieces(files, 2, 5)), [["1", "2"], ["3"], ["4"], ["5", "6"]]);
});
