import type { Messages } from "./message-catalog.ts";

/** 因个人行使权利而拒绝的请求。 */
export const rightsRefusals: Pick<Messages["refusals"], "subject_erased"> = {
  subject_erased: {
    title: "已删除",
    detail:
      "此人的数据已删除或正在删除；依法仍须保留的部分不在此处提供。未写入任何内容。此人再次成为客户时，请登记为新的数据主体：POST /v1/subjects。",
  },
};
