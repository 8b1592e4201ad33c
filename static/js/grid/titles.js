/* Which column a title names. The rules are those of the import: a rate is no amount, a plan is not what was done, the total
   of another month or year is not this one's. */

const TITLES = [
  ["ignore", /率|%|％|占比|责任|单位|电话|联系人|备注|状态/],
  ["number", /^(序号|编号|号)$/],
  ["code", /代码/],
  ["plan", /计划|目标/],
  ["before", /上月|上期|截至上|上年|去年|前月|总投资/],
  ["name", /^(项目|工程|建设项目|重点项目)(名称)?$|项目名称|工程名称/],
  ["year_to_date", /累计|1[-—–~至]\d+月/],
  ["correction", /补报|冲减/],
  ["month_amount", /本月|当月|^\d+月(份)?(完成|投资)/],
  ["progress", /形象进度|工程进度|进展|进度/],
  ["zero_reason", /零投资|未投资/],
  ["explanation", /情况说明|^说明$/],
  ["suggestion", /建议/],
  ["problem", /问题|困难/],
  ["actual_start", /开工(日期|时间)/],
  ["estimate", /预计数/],
];

export const WORDS = {
  month_amount: "本月完成",
  year_to_date: "本年累计",
  correction: "补报或冲减",
  progress: "形象进度",
  problem: "存在问题",
  zero_reason: "零投资原因",
  explanation: "情况说明",
  suggestion: "建议",
  actual_start: "开工日期",
};

/* The name of the column, “ignore” for one that the sheet has no box for, or null for a text that is no title. */
export function titleOf(text) {
  const title = text.replace(/[\s　]/g, "").replace(/[（(][^（()）]*[)）]/g, "");
  if (!title || title.length > 16 || /^[-\d.,]+$/.test(title)) {
    return null;
  }
  const found = TITLES.find(([, pattern]) => pattern.test(title));
  return found ? found[0] : null;
}

/* Whether a row of the block is its head: two titles at least, and every cell a title or empty. */
export function isHead(cells) {
  const said = cells.filter((cell) => cell.trim());
  const known = said.filter((cell) => titleOf(cell));
  return known.length >= 2 && known.length * 2 > said.length && said.every((cell) => !/^[-\d.,，．]+$/.test(cell.trim()));
}
