/* Sends dropped files to the address of a row's line, and puts what comes back in the line's place. */

const NO_ANSWER = "没有上传：服务器没有回应，请稍后再拖一次，或点左边的链接上传";

/* What is answered to anything else (a page to sign in, a page of an error) is no line. */
export function lineIn(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content.querySelector("[data-evidence]");
}

/* The line stands in the row's drawer, which is opened so that what comes of it is seen. */
function say(line, words) {
  const drawer = line.closest("details");
  if (drawer) {
    drawer.open = true;
  }
  line.querySelector("[data-evidence-status]").textContent = words;
}

export async function sendDropped(line, files) {
  if (line.hasAttribute("data-sending")) {
    return;
  }
  line.setAttribute("data-sending", "");
  say(line, `正在上传 ${files.length} 份…`);
  const body = new FormData();
  [...files].forEach((file) => body.append("files", file));
  body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  try {
    const headers = { "HX-Request": "true" };
    const answer = await fetch(line.getAttribute("data-evidence"), { method: "POST", body, headers });
    const next = answer.redirected ? null : lineIn(await answer.text());
    if (next) {
      line.replaceWith(next);
      return;
    }
  } catch {
    // No network: told below.
  }
  line.removeAttribute("data-sending");
  say(line, NO_ANSWER);
}
