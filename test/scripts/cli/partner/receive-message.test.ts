/** What the sample receiver takes for a message of the firm, and what it understands of it. */
import { createHmac } from "node:crypto";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { openInbox } from "../../../../scripts/cli/partner/receive-inbox.ts";
import {
  MESSAGE_ID,
  parseMessage,
  taskOf,
} from "../../../../scripts/cli/partner/receive-message.ts";
import { receiver } from "../../../../scripts/cli/partner/receive-server.ts";
import { checkSignature, readSecrets } from "../../../../scripts/cli/partner/receive-signature.ts";
import { readVectors } from "../../../helpers/vectors.ts";
import { temporaryFolder } from "../../helpers/items.ts";
import { messageOf, newId } from "./messages.ts";

const SECRET = Buffer.alloc(32, 7);
const OTHER = Buffer.alloc(32, 8);
const RECORD = "01900000-0000-7000-8000-000000000001";
const NOW = Date.parse("2026-11-27T12:00:00.000Z");

function headersOf(id: string, body: string, { at = NOW, secrets = [SECRET] } = {}) {
  const timestamp = String(Math.floor(at / 1000));
  const sign = (secret: Buffer) =>
    `v1,${createHmac("sha256", secret).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  return {
    ...{ "webhook-id": id, "webhook-timestamp": timestamp },
    "webhook-signature": secrets.map(sign).join(" "),
  };
}

describe("signatures", () => {
  const signed = (id: string, body: string, options = {}) => {
    const headers = headersOf(id, body, options);
    return {
      ...{ id, body: Buffer.from(body), timestamp: headers["webhook-timestamp"] },
      signature: headers["webhook-signature"],
    };
  };

  it("hold by any secret that is known, and by no other", () => {
    const id = newId();
    const check = (one: object, secrets = [SECRET]) =>
      checkSignature({ ...signed(id, "{}"), ...one }, secrets, NOW);
    expect(check({})).toBeNull();
    expect(check(signed(id, "{}", { secrets: [OTHER, SECRET] }))).toBeNull();
    expect(check({}, [OTHER, SECRET])).toBeNull();
    expect(check({}, [OTHER])).toBe("bad_signature");
    expect(check({ body: Buffer.from("{} ") })).toBe("bad_signature");
    expect(check({ id: newId() })).toBe("bad_signature");
    const { signature } = signed(id, "{}");
    for (const other of ["", "v1,", signature.replace("v1", "v2"), signature.slice(3)])
      expect(check({ signature: other }), other).toBe("bad_signature");
  });

  it("hold for five minutes, by clocks that differ by no more", () => {
    const id = newId();
    for (const [seconds, wanted] of [
      ...([
        [0, null],
        [300, null],
        [301, "too_old"],
        [-300, null],
        [-301, "too_old"],
      ] as const),
    ])
      expect(checkSignature(signed(id, "{}"), [SECRET], NOW + seconds * 1000)).toBe(wanted);
    const timestamp = "12e8";
    expect(checkSignature({ ...signed(id, "{}"), timestamp }, [SECRET], NOW)).toBe("bad_timestamp");
  });

  it("are made with secrets in their one spelling", () => {
    const text = `whsec_${SECRET.toString("base64")}\n`;
    expect(readSecrets(text)).toEqual([SECRET]);
    expect(readSecrets(`${text}whsec_${OTHER.toString("base64")}`)).toEqual([SECRET, OTHER]);
    for (const bad of ["", "whsec_", "secret", text.replace("=", ""), `${text}x`, "whsec_AAAA"])
      expect(readSecrets(bad), bad).toBeNull();
  });
});

describe("messages", () => {
  const subject = "s".repeat(43);
  it.each([
    ["consent.withdrawn", { subject }, "delete-person"],
    ["consent.expired", { subject }, "delete-person"],
    ["consent.ended", { subject }, "delete-person"],
    ["person.erased", { subject, purpose: null }, "delete-person"],
    ["person.restricted", { subject }, "hold-person"],
    ["restriction.lifted", { subject }, "pull-person"],
    ["agreement.ended", { purpose: null }, "delete-all"],
    ["webhook.test", {}, "nothing"],
    ["record.corrected", { subject, record: RECORD, recordVersion: 2 }, "pull-again"],
    ["record.corrected", { subject }, undefined],
    ["consent.withdrawn", {}, undefined],
    ["consent.withdrawn", { subject, agreement: null }, undefined],
    ["webhook.test", { agreement: null, version: null }, "nothing"],
    ["something.new", { subject }, undefined],
  ])("%s asks for what it says", (type, data, what) => {
    expect(taskOf(parseMessage(messageOf(type, data))!)?.what).toBe(what);
  });

  it.each(readVectors<{ id: string; body: string }>("messages"))(
    "%s is understood",
    (_, { id, body }) => {
      expect(id).toMatch(MESSAGE_ID);
      expect(taskOf(parseMessage(body)!)).not.toBeNull();
    },
  );

  it("of another form are none; members that are not known are passed over", () => {
    for (const text of [
      "",
      "[]",
      "{}",
      messageOf("x"),
      messageOf("consent.ended", { subject: "../x" }),
      messageOf("record.corrected", { subject, record: `../${RECORD}`, recordVersion: 2 }),
      messageOf("record.corrected", { subject, record: `${RECORD}/..`, recordVersion: 2 }),
    ])
      expect(parseMessage(text), text).toBeNull();
    expect(parseMessage(messageOf("consent.ended", { subject, more: 1 }))).not.toBeNull();
  });
});

describe("the address", () => {
  async function served() {
    const inbox = await openInbox(await temporaryFolder());
    const told: string[] = [];
    const rung: number[] = [];
    const server = receiver({
      ...{ inbox, secrets: [SECRET], now: () => NOW, onMessage: () => rung.push(1) },
      ...{ onRefused: (why) => told.push(why), onFault: (error) => told.push(String(error)) },
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => {
      server.close();
      server.closeAllConnections();
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const post = async (body: string, headers: Record<string, string>) =>
      (await fetch(url, { method: "POST", body, headers })).status;
    return { inbox, told, rung, url, post };
  }

  it("takes each message once, and writes it down first", async () => {
    const { inbox, rung, post, url } = await served();
    const [id, body] = [newId(), messageOf("webhook.test")];
    expect(await post(body, headersOf(id, body))).toBe(204);
    expect(await inbox.open()).toMatchObject([{ id, body, receivedAt: NOW, applied: false }]);
    expect(await post(body, headersOf(id, body))).toBe(204);
    expect([await inbox.open(), rung]).toMatchObject([[{ id }], [1]]);
    expect((await fetch(url)).status).toBe(405);
  });

  it("takes nothing else", async () => {
    const { inbox, told, post } = await served();
    const [id, body] = [newId(), messageOf("webhook.test")];
    expect(await post(body, {})).toBe(401);
    expect(await post(body, headersOf(id, body, { secrets: [OTHER] }))).toBe(401);
    expect(await post(body, headersOf(id, body, { at: NOW - 301_000 }))).toBe(401);
    expect(await post("{}", headersOf(id, "{}"))).toBe(400);
    expect(await post(body, headersOf("../../x", body))).toBe(400);
    expect(told).toEqual([
      ...["bad_timestamp", "bad_signature", "too_old", "not_a_message", "not_a_message"],
    ]);
    expect(await inbox.open()).toEqual([]);
  });
});
