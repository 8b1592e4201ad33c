/* What the page says of where the typed cells are. */

import { FAILED, OFFLINE, OTHER_PERSON, SIGNED_OUT } from "./asking.js";

const TROUBLE = {
  [OFFLINE]: (where) => `已断网，${where}，联网后自动上传`,
  [SIGNED_OUT]: (where) => `登录已过期，${where}，重新登录后自动上传`,
  [OTHER_PERSON]: (where) => `已换人登录，${where}，您重新登录后再上传`,
  [FAILED]: (where) => `没有存到服务器，${where}，稍后自动再试`,
};

/* Where all that was typed is safe, and what was asked was not done. */
const UNDONE = {
  [OFFLINE]: "已断网，请联网后再试",
  [SIGNED_OUT]: "登录已过期，没有提交",
  [OTHER_PERSON]: "已换人登录，请刷新本页",
  [FAILED]: "服务器没有应答，请稍后再试",
};

/* `count` cells are not safe on the server; `isLocal` whether this machine has a copy of them. */
function whereWords(count, isLocal) {
  return isLocal ? `本机存有 ${count} 格` : `${count} 格未保存，请不要关闭本页`;
}

function waitingWords({ trouble, count, isLocal, conflicts }) {
  if (count && trouble) {
    return TROUBLE[trouble](whereWords(count, isLocal));
  }
  if (conflicts) {
    return `有 ${conflicts} 格有两个数，请选择以谁的为准`;
  }
  return count ? "正在保存…" : UNDONE[trouble] || "";
}

/* `refused` and `closed` are sentences of the server, `at` the time of day at which it kept the last cell. */
export function statusWords({ trouble, count, isLocal, at, conflicts = 0, closed = "", refused = "" }) {
  if (refused) {
    return count ? `${refused}（${whereWords(count, isLocal)}）` : refused;
  }
  return waitingWords({ trouble, count, isLocal, conflicts }) || closed || (at ? `已保存 ${at}` : "");
}

/* What stands beside what was typed: 服务器上为 99（林同事 16:58）. */
export function standsWords({ now, who, at, own }) {
  const hand = [own ? "您在另一个窗口" : who, at].filter(Boolean).join(" ");
  return `现为 ${now === "" ? "（空）" : now}${hand ? `（${hand}）` : ""}`;
}

export function leavingWords(count) {
  return `还有 ${count} 格没有上传到服务器。留在本机的，14 天内您在这台电脑上重新登录后可以接着填；公用电脑请删除。`;
}
