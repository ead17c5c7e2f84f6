import type { asks as en } from "../en/verify-asks.ts";
import type { Words } from "../words.ts";

export const asks = {
  offerTitle: "改为信任这份策略？",
  offerSays: "收到一份 {{origin}} 的信任策略。它决定以谁的密钥为准，不应由给您文件的人来选定。",
  offerPin: "在您确认之前，仍使用您固定的策略。",
  offerDiffers: "与当前所用的策略相比，不同之处：{{what}}。",
  offerKeep: "保持现在的信任",
  offerUse: "使用这份策略",
  linkAsks: "此链接要从本服务器获取一份文件",
  linkAsksSays:
    "将以您的名义读取；如果内容涉及某个人，本次查看会被记录，当事人可以看到。请确认链接来源可靠后再获取。",
  aloneKeeps:
    "本文件不保存任何数据，因为磁盘上的其他文件可能改动它：请把信任策略与它放在一起，每次拖入即可。",
} satisfies Words<typeof en>;
