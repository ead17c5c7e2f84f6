/** Step 2: the fields and their disclosures. */
import { base64UrlEncode } from "../../../portal/verify/bytes.ts";
import type { EvidenceJson, Recipe } from "../build.ts";
import { consistent, flip, tampered, type VectorCase } from "../case.ts";
import {
  digestText,
  disclose,
  type Field,
  orderFields,
  rawDisclosure,
  saltText,
} from "../record.ts";

const swap = <T>(list: T[], i: number, j: number): void => {
  [list[i], list[j]] = [list[j] as T, list[i] as T];
};

/** Another spelling of one field's disclosure; its digest is that of the spelling. */
function spelled(name: string, spell: (ordinary: string, field: Field) => string): Recipe {
  return {
    disclose: (field) => (field[0] === name ? spell(disclose(field), field) : disclose(field)),
  };
}

const at = (file: EvidenceJson, name: string): number => file.record.names.indexOf(name);

function setField(file: EvidenceJson, name: string, disclosure: string): void {
  file.record.fields[at(file, name)] = { disclosure };
}

export function fieldCases(): VectorCase[] {
  return [
    tampered(
      "missing-field",
      "content/field_count",
      ["The last field is left out.", "遗漏最后一个字段。"],
      (file) => {
        file.record.fields.pop();
      },
    ),
    tampered(
      "extra-field",
      "content/field_count",
      ["A field without a name is added.", "增加了一个没有名称的字段。"],
      (file) => {
        file.record.fields.push({ digest: digestText("surplus") });
      },
    ),
    tampered(
      "extra-field-with-name",
      "content/schema_mismatch",
      ["A field is added together with a name.", "连同名称一起增加了一个字段。"],
      (file) => {
        file.record.names.push("zzz");
        file.record.fields.push({ digest: digestText("surplus") });
      },
    ),
    tampered(
      "field-and-name-left-out",
      "content/schema_mismatch",
      [
        "A withheld field is left out together with its name.",
        "连同名称一起遗漏了一个未披露的字段。",
      ],
      (file) => {
        const i = at(file, "billTo");
        file.record.names.splice(i, 1);
        file.record.fields.splice(i, 1);
      },
    ),
    tampered(
      "name-renamed",
      "content/schema_mismatch",
      ["A withheld field is given another name.", "未披露的字段被改名。"],
      (file) => {
        file.record.names[at(file, "shipTo")] = "shipFrom";
      },
    ),
    tampered(
      "swapped-disclosures",
      "content/disclosure_misplaced",
      ["Two disclosures have changed places.", "两个披露项互换了位置。"],
      (file) => {
        swap(file.record.fields, at(file, "currency"), at(file, "channel"));
      },
    ),
    tampered(
      "swapped-digests",
      "content/record_root_mismatch",
      ["Two withheld digests have changed places.", "两个未披露的摘要互换了位置。"],
      (file) => {
        swap(file.record.fields, at(file, "billTo"), at(file, "shipTo"));
      },
    ),
    tampered(
      "changed-value",
      "content/record_root_mismatch",
      ["The total is ten times what it was.", "总额变为原来的十倍。"],
      (file) => {
        setField(file, "total", disclose(["total", { amount: "2500.00", currency: "CNY" }]));
      },
    ),
    tampered(
      "changed-salt",
      "content/record_root_mismatch",
      ["Same value, another salt.", "值相同，盐不同。"],
      (file) => {
        setField(file, "channel", rawDisclosure([saltText("another"), "channel", "web"]));
      },
    ),
    tampered(
      "flipped-bit-in-digest",
      "content/record_root_mismatch",
      ["One bit of a withheld digest is flipped.", "未披露摘要中有一个比特被翻转。"],
      (file) => {
        const field = file.record.fields[at(file, "note")] as { digest: string };
        file.record.fields[at(file, "note")] = { digest: flip(field.digest, 17, 3) };
      },
    ),
    tampered(
      "digest-for-disclosure",
      "content/kind_withheld",
      ["The kind is withheld behind its true digest.", "类型以其真实摘要隐藏。"],
      (file) => {
        const field = file.record.fields[at(file, "@kind")] as { disclosure: string };
        file.record.fields[at(file, "@kind")] = { digest: digestText(field.disclosure) };
      },
    ),
    consistent(
      "disclosure-padded",
      "content/bad_base64url",
      ["A disclosure with padding.", "披露项带有填充。"],
      spelled("channel", (text) => `${text}=`),
    ),
    consistent(
      "disclosure-with-loose-bits",
      "content/bad_base64url",
      ["Bits behind the last byte of a disclosure are set.", "披露项末字节之后的比特非零。"],
      spelled("channel", (_, [name, value]) => {
        const text = rawDisclosure([saltText(name), name, `${value}s`]);
        const loose = text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
        return loose;
      }),
    ),
    consistent(
      "disclosure-with-blank",
      "content/not_canonical",
      ["A blank within the JSON of a disclosure.", "披露项的 JSON 中含有空格。"],
      spelled("channel", (_, [name, value]) =>
        base64UrlEncode(new TextEncoder().encode(`["${saltText(name)}", "${name}","${value}"]`)),
      ),
    ),
    consistent(
      "disclosure-of-two",
      "content/disclosure_form",
      ["A disclosure without a value.", "披露项没有值。"],
      spelled("carrier", (_, [name]) => rawDisclosure([saltText(name), name])),
    ),
    consistent(
      "disclosure-of-four",
      "content/disclosure_form",
      ["A disclosure with one element too many.", "披露项多出一个元素。"],
      spelled("carrier", (_, [name]) => rawDisclosure([saltText(name), name, null, null])),
    ),
    consistent(
      "disclosure-without-name",
      "content/disclosure_form",
      ["A disclosure whose name is a number.", "披露项的名称是数字。"],
      spelled("carrier", (_, [name]) => rawDisclosure([saltText(name), 7, null])),
    ),
    consistent(
      "short-salt",
      "content/salt_form",
      ["A salt of 15 bytes.", "盐只有 15 字节。"],
      spelled("carrier", (_, [name]) => rawDisclosure([saltText(name).slice(0, 20), name, null])),
    ),
    consistent(
      "salt-with-loose-bits",
      "content/bad_base64url",
      ["Bits behind the salt's last byte are set.", "盐的末字节之后的比特非零。"],
      spelled("carrier", (_, [name]) => rawDisclosure([`${"A".repeat(21)}B`, name, null])),
    ),
    consistent(
      "value-with-fraction",
      "content/bad_number",
      ["A number that is no integer.", "数字不是整数。"],
      { fields: orderFields({ total: 250.5 }) },
    ),
    consistent(
      "value-beyond-safe-integers",
      "content/bad_number",
      ["A number of 2^53.", "数字为 2^53。"],
      { fields: orderFields({ total: [9_007_199_254_740_992] }) },
    ),
    consistent(
      "value-with-lone-surrogate",
      "content/bad_string",
      ["A text that ends in half a character pair.", "文本以不成对的代理字符结尾。"],
      spelled("channel", (_, [name]) =>
        base64UrlEncode(new TextEncoder().encode(`["${saltText(name)}","${name}","\\ud83c"]`)),
      ),
    ),
    consistent(
      "value-nested-too-deep",
      "content/too_deep",
      ["A value that makes a disclosure 33 levels deep.", "某个值使披露项达到 33 层。"],
      spelled("channel", (_, [name]) =>
        base64UrlEncode(
          new TextEncoder().encode(
            `["${saltText(name)}","${name}",${"[".repeat(32)}${"]".repeat(32)}]`,
          ),
        ),
      ),
    ),
  ];
}
