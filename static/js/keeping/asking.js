/* Asks an address that answers in JSON. Nothing is taken for success but an answer of the server's own: a redirect, a
   page in its place, an error, a cut wire all leave the cells as they are. */

export const KEPT = "kept";
export const OFFLINE = "offline";
export const SIGNED_OUT = "signed out";
export const OTHER_PERSON = "other person";
export const REFUSED = "refused";
export const FAILED = "failed";

const JSON_TYPE = "application/json";

async function jsonOf(response) {
  const type = response.headers.get("Content-Type") || "";
  if (response.type === "opaqueredirect" || response.redirected || !type.startsWith(JSON_TYPE)) {
    return null;
  }
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/* What an answer means: {is, answer}. */
export function meaningOf(status, answer) {
  if (answer && Array.isArray(answer.kept) && [200, 400, 409].includes(status)) {
    return { is: KEPT, answer };
  }
  if (answer && status === 401) {
    return { is: answer.error === "person" ? OTHER_PERSON : SIGNED_OUT, answer };
  }
  if (answer && answer.message && [400, 404, 409].includes(status)) {
    return { is: REFUSED, answer };
  }
  return { is: FAILED, answer };
}

/* Sends to addresses with the form's token; where it has grown stale, with a fresh one, once. */
export class Asker {
  constructor(fetch, token) {
    this.fetch = fetch;
    this.token = token;
  }

  async once(address, body, more) {
    const response = await this.fetch(address, {
      method: "POST",
      headers: { "Content-Type": JSON_TYPE, Accept: JSON_TYPE, "X-CSRFToken": this.token },
      body: JSON.stringify(body),
      credentials: "same-origin",
      redirect: "manual",
      ...more,
    });
    return [response.status, await jsonOf(response)];
  }

  /* Signing in gives a new token, and an old tab must not be refused for ever. */
  async renew(address) {
    const response = await this.fetch(address, {
      headers: { Accept: JSON_TYPE },
      credentials: "same-origin",
      redirect: "manual",
      cache: "no-store",
    });
    const answer = await jsonOf(response);
    if (answer && answer.token) {
      this.token = answer.token;
    }
    return [response.status, answer];
  }

  /* `tokens` is the address that gives a token. */
  async ask(address, tokens, body, more = {}) {
    try {
      let [status, answer] = await this.once(address, body, more);
      if (status === 403) {
        const [renewed, said] = await this.renew(tokens);
        if (renewed !== 200) {
          return meaningOf(renewed, said);
        }
        [status, answer] = await this.once(address, body, more);
      }
      return meaningOf(status, answer);
    } catch {
      return { is: OFFLINE, answer: null };
    }
  }
}
