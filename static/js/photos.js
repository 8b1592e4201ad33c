/* Sends a folder of photos in pieces, says how far it is, and shows the page anew, where they wait to be assigned. Without
   this file the form itself sends what one request may hold. */

import { pathOf, photosAmong, pieces } from "./photos/pieces.js";

const NO_ANSWER = "服务器没有回应，已收到的照片在下面；请稍后把其余的再传一次，重复的不会再存。";

function say(form, words) {
  form.querySelector("[data-photos-told]").textContent = words;
}

async function sendPiece(form, files) {
  const body = new FormData();
  form.querySelectorAll("input[type=hidden]").forEach((each) => body.append(each.name, each.value));
  files.forEach((file) => {
    body.append("files", file);
    body.append("path", pathOf(file));
  });
  const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  const words = await answer.text();
  if (answer.redirected || !(answer.headers.get("Content-Type") || "").startsWith("text/plain")) {
    throw new Error("no answer of ours");
  }
  return answer.ok ? "" : words;
}

/* One piece after another: a server that decodes photos takes one at a time. */
async function sendAll(form, files) {
  const left = [];
  const waiting = pieces(files);
  let sent = 0;
  async function next() {
    const piece = waiting.shift();
    if (!piece) {
      return left;
    }
    say(form, `正在上传 ${sent} / ${files.length} 张…`);
    const told = await sendPiece(form, piece);
    if (told) {
      left.push(told);
    }
    sent += piece.length;
    return next();
  }
  return next();
}

async function onSubmit(event) {
  const form = event.target;
  const boxes = form.querySelector("[data-photos]");
  if (!boxes) {
    return;
  }
  const files = [];
  boxes.querySelectorAll("input[type=file]").forEach((box) => files.push(...photosAmong(box.files)));
  if (!files.length) {
    event.preventDefault();
    event.stopImmediatePropagation();
    say(form, "请先选择照片（JPG、PNG、WebP）");
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.hasAttribute("data-sending")) {
    return;
  }
  form.setAttribute("data-sending", "");
  try {
    const left = await sendAll(form, files);
    if (!left.length) {
      window.location.reload();
      return;
    }
    say(form, `${left.join("；")}。刷新页面归集已收到的照片。`);
  } catch {
    say(form, NO_ANSWER);
  }
  form.removeAttribute("data-sending");
}

/* A module runs once however often a page names it: so the page listens once, until this is called. It hears before the
   page's own script does, which locks a form that is sent. */
document.addEventListener("submit", onSubmit, true);

export function unbind() {
  document.removeEventListener("submit", onSubmit, true);
}
