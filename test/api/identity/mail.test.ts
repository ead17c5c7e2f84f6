/** Mail: to a server that speaks SMTP, and into the mailbox of the demonstration. */
import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { readConfig } from "../../../api/core/config.ts";
import { createMailbox } from "../../../api/identity/mailbox.ts";
import { loadAssets } from "../../../api/identity/pages/html.ts";
import { mailboxHtml } from "../../../api/identity/pages/mailbox-html.ts";
import { smtpMailer } from "../../../api/identity/smtp.ts";
import { mailOf } from "../../../api/start/identity.ts";
import { askCode, refusalOf, testIdentity } from "./fixtures.ts";

let server: Server | undefined;
afterEach(() => server?.close());

/** A mail server that takes what it is given; `refusing`: not this address. */
async function smtpServer(refusing?: string): Promise<{ url: string; lines: string[] }> {
  const lines: string[] = [];
  const listening = createServer((socket) => {
    let data = false;
    let rest = "";
    socket.write("220 test ESMTP\r\n");
    socket.on("data", (chunk) => {
      rest += chunk.toString();
      const parts = rest.split("\r\n");
      rest = parts.pop() ?? "";
      for (const line of parts) {
        lines.push(line);
        if (data) {
          if (line !== ".") continue;
          data = false;
          socket.write("250 taken\r\n");
        } else if (line === "DATA") {
          data = true;
          socket.write("354 go on\r\n");
        } else if (line === "QUIT") socket.end("221 bye\r\n");
        else if (refusing !== undefined && line.includes(refusing) && line.startsWith("RCPT"))
          socket.write(`550 <${refusing}> is unknown here\r\n`);
        else socket.write("250 ok\r\n");
      }
    });
    socket.on("error", () => {});
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, "127.0.0.1", resolve));
  const { port } = listening.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}`, lines };
}

const FROM = "Counterfoil <ledger@example.com>";
const MAIL = { to: "a@example.com", subject: "您的验证码", text: "123456\n" };

describe("mail over SMTP", () => {
  it("reaches the server with sender, one recipient and text", async () => {
    const { url, lines } = await smtpServer();
    const mailer = smtpMailer(url, FROM);
    await mailer.send(MAIL);
    mailer.close();
    expect(lines.filter((line) => line.startsWith("RCPT"))).toEqual(["RCPT TO:<a@example.com>"]);
    expect(lines).toContain("MAIL FROM:<ledger@example.com>");
    expect(lines).toContain("123456");
  });

  it("that is refused is told to the operator without the address, and the next goes out", async () => {
    const { url, lines } = await smtpServer("gone@example.com");
    const test = testIdentity({ mailer: smtpMailer(url, FROM) });
    for (const email of ["gone@example.com", "here@example.com"])
      expect((await askCode(test.browser(), email)).status).toBe(200);
    await test.identity.settle();
    expect(test.bugs).toMatchObject([{ channel: "mail", code: "EENVELOPE" }]);
    expect(JSON.stringify(test.bugs)).not.toContain("gone@");
    expect(lines).toContain("RCPT TO:<here@example.com>");
    test.close();
  });

  it("fails when nobody answers there", async () => {
    const mailer = smtpMailer("smtp://127.0.0.1:1", FROM);
    await expect(mailer.send(MAIL)).rejects.toMatchObject({ code: "ESOCKET" });
    mailer.close();
  });
});

describe("the mailbox", () => {
  it("shows the newest first, fifty of them, as text", async () => {
    const mailbox = createMailbox();
    for (let i = 0; i < 60; i++) await mailbox.send({ ...MAIL, subject: `<b>${i}</b>` });
    expect(mailbox.mails().map(({ subject }) => subject)[0]).toBe("<b>59</b>");
    expect(mailbox.mails().length).toBe(50);
    for (const language of ["en", "zh"] as const) {
      const page = mailboxHtml(language, loadAssets(), mailbox.mails(), []);
      expect(page).toContain("&lt;b&gt;59&lt;/b&gt;");
      // The one script is that of all pages: light or dark.
      expect(page).not.toMatch(/<b>|<script(?! src="\/assets\/scheme\.js"><\/script>)/);
    }
  });

  it("is a page where nobody sends mail", async () => {
    const test = testIdentity();
    await askCode(test.browser(), "a@example.com");
    const code = await test.code("a@example.com");
    const { status, text } = await test.browser().send("GET", "/dev/mailbox");
    expect([status, text.includes(code)]).toEqual([200, true]);
    test.close();
  });
});

describe("without a mail server", () => {
  it("nobody gets a code, and is told so", async () => {
    const test = testIdentity({ mailer: null });
    const answer = await askCode(test.browser(), "a@example.com");
    expect(refusalOf(answer)).toBe("403 sign_in_refused no_mail");
    test.close();
  });

  it("the mailbox is there in the demonstration on this machine, and nowhere else", () => {
    const has = (settings: Record<string, string>) => mailOf(readConfig(settings)).mailbox !== null;
    const smtp = {
      COUNTERFOIL_SMTP_URL: "smtp://127.0.0.1:1",
      COUNTERFOIL_MAIL_FROM: "a@b.example",
    };
    expect(has({})).toBe(true);
    expect(has({ COUNTERFOIL_DEMO: "off" })).toBe(false);
    expect(has({ COUNTERFOIL_PUBLIC_URL: "https://ledger.example" })).toBe(false);
    expect(() => has({ COUNTERFOIL_HOST: "0.0.0.0" })).toThrow("invalid_setting");
    expect(has(smtp)).toBe(false);
    expect(mailOf(readConfig({ COUNTERFOIL_DEMO: "off" })).mailer).toBeNull();
  });
});
