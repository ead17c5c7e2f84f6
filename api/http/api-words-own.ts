/** The API page's texts in Chinese of what people do for themselves, by their English. */
export const ownInChinese: Readonly<Record<string, string>> = {
  "Those of them that they are not themselves, but stand for": "其中并非本人、而由其代为行事的",
  "What a person who is signed in can choose: the text in force, and the state":
    "已登录的本人可作的选择：现行文本，以及当前状态",
  "For the person, and for who stands for them. Where nobody is asked any more (notAsked), what was agreed to can be withdrawn all the same.":
    "供本人及其监护人使用。即使已不再征求同意（notAsked），先前的同意仍可撤回。",
  "Of the text, BCP 47: the nearest that there is; that of Accept-Language when left out":
    "文本的语言（BCP 47）：取最接近的一种；省略时按 Accept-Language",
  "No such purpose": "没有此目的",
  "Record what a person who is signed in chooses": "记录已登录的本人所作的选择",
  "A yes names the text that was shown, and is taken while that is in force. A no is always taken, and ends what is in force. The same Idempotency-Key again records nothing.":
    "同意须写明所展示的文本，并且只在该文本现行有效期间接受。拒绝总会被接受，并终止现行的同意。再次使用同一 Idempotency-Key 不会重复记录。",
  "All that is recorded about somebody, newest first: all versions, and all events":
    "关于某人的全部记录，最新在前：所有版本和所有事件",
  "Kinds, joined by commas; all when left out.": "记录类型，以逗号连接；省略时为全部。",
  "Who has read what of somebody, and why, newest first; and how often in all":
    "谁读取了某人的哪些数据、出于什么原因，最新在前；以及总次数",
  "A page of records of access": "一页访问记录",
  "The names of the readers' organizations, by their ids.": "读取者所属组织的名称，按其标识列出。",
};
