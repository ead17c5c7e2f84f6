import { zh } from "../../portal/verify/messages.zh.ts";
import type { SharedTexts } from "./catalogue.ts";

export const sharedZh: SharedTexts = {
  words: {
    ...zh.words,
    VERIFIED:
      "该记录确实在账本中，内容与所示一致；它是按这些条款提供的，提供时所需的同意均有效，并已由链固定。",
  },
  given: "提供情况",
  kind: "种类",
  subject: "标识符",
  agreement: "协议",
  purpose: "用途",
  consents: "同意",
  consent: (since, until) =>
    until === null ? `自 ${since} 起有效` : `自 ${since} 至 ${until} 有效`,
  caveats: [
    "未证明：所记录的内容属实。",
    "未证明：该记录没有比这更新的版本。",
    "仅凭签发方所言：在同意的证据所依据的检查点与签发之间所记录的内容，以及该同意涵盖用途的现行表述。",
    "未证明：此人没有以其他标识符撤回同意。",
  ],
  needs: "检验所共享的记录，需要信任策略和您所签署的条款：--policy FILE --terms FILE。",
};
