/** README.txt of a pack: how to check what lies beside it, in both languages. */
import { fill } from "../../core/language.ts";
import { packWords } from "./words.ts";

const EN = `EVIDENCE PACK of {origin}
Recorded from {from} until {until}

evidence/     one file for each proof; each verifies by itself
notices/      texts of notices as they were shown, named by their SHA-256 (base64url)
index.csv     one line for each of them, with the verdict of the day it was made; a text that
              a program for tables would take for a formula begins with an apostrophe
policy.json   chain, contract, ledger and keys of this ledger, as it states them itself
summary.pdf   to be read and printed

HOW TO CHECK IT
{check}

WHAT IT DOES NOT PROVE
{notProven}
`;

const ZH = `{origin} 的证据包
记录时间：{from} 起，{until} 止

evidence/     每个证明一个文件，均可单独验证
notices/      当时展示的告知书原文，以其 SHA-256（base64url）命名
index.csv     每项一行，附生成当日的验证结论；可能被表格软件当作公式的文字前加有单引号
policy.json   本账本自述的链、合约、账本与密钥
summary.pdf   供阅读与打印的摘要

如何核验
{check}

不能证明的内容
{notProven}
`;

export function readme(about: { origin: string; from: string; until: string }): Buffer {
  const said = (template: string, language: "en" | "zh"): string => {
    const { check, notProven } = packWords[language];
    const steps = check.map((text, at) => `${at + 1}. ${text}`).join("\n");
    const points = notProven.points.map((text) => `- ${text}`).join("\n");
    return fill(template, { ...about, check: steps, notProven: points });
  };
  const line = "-".repeat(72);
  // With a mark at its beginning: the oldest editors would otherwise spoil the Chinese.
  return Buffer.from(`\ufeff${said(EN, "en")}\n${line}\n\n${said(ZH, "zh")}`, "utf8");
}
