/* The list above the buttons of a sheet: cells of which there are two texts, each with a choice. What comes back is
   offered beside what stands, and never put over it. */

const OFFER = "data-offer";

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

function button(text, choice) {
  return element("button", text, { type: "button", class: "button button-small", "data-choose": choice });
}

function tickWords(text, isTick) {
  return isTick ? (text === "on" ? "是" : "否") : text || "（空）";
}

/* One line; `offer` is {name, label, mine, stands, canFill, isTick}. */
function lineOf(offer) {
  const line = element("li", "", { [OFFER]: offer.name });
  line.append(
    element("a", offer.label, { href: `#${offer.name}`, "data-goes": offer.name }),
    element("span", `：${offer.stands}；您填的是 `),
    element("strong", tickWords(offer.mine, offer.isTick))
  );
  if (offer.canFill) {
    line.append(button("用我填的", "mine"));
  }
  line.append(button(offer.canFill ? "用现在的" : "不再保留", "theirs"));
  return line;
}

export class Offers {
  /* `choose(name, choice)` is called for each choice that is made. */
  constructor(place, choose) {
    this.place = place;
    this.choose = choose;
    place.addEventListener("click", (event) => this.onClick(event));
  }

  names() {
    return [...this.place.querySelectorAll(`[${OFFER}]`)].map((line) => line.getAttribute(OFFER));
  }

  /* The first choice that is still to be made, or null. */
  open() {
    return this.place.querySelector('[data-choose="mine"]');
  }

  show(offer) {
    this.take(offer.name);
    if (!this.list) {
      this.list = element("ul", "");
      this.all = element("p", "", { class: "button-row" });
      this.all.append(button("全部用我填的", "all mine"), button("全部用现在的", "all theirs"));
      this.place.append(element("p", "以下各格有两个数，请选择以谁的为准：", { class: "notice-title" }), this.list, this.all);
    }
    this.list.append(lineOf(offer));
    this.settle();
  }

  take(name) {
    this.place.querySelectorAll(`[${OFFER}="${name}"]`).forEach((line) => line.remove());
    this.settle();
  }

  settle() {
    const count = this.names().length;
    this.place.hidden = count === 0;
    if (this.all) {
      this.all.hidden = count < 2;
    }
  }

  onClick(event) {
    const link = event.target.closest("[data-goes]");
    const pressed = event.target.closest("[data-choose]");
    if (link) {
      event.preventDefault();
      const field = document.querySelector(`[name="${link.getAttribute("data-goes")}"]`);
      if (field) {
        field.focus();
      }
    } else if (pressed) {
      const [first, second] = pressed.getAttribute("data-choose").split(" ");
      const names = second ? this.names() : [pressed.closest(`[${OFFER}]`).getAttribute(OFFER)];
      names.forEach((name) => this.choose(name, second || first));
    }
  }
}
