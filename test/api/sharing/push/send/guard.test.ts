import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../../../api/core/errors.ts";
import { NO_PRIVATE_HOSTS, parsePrivateHosts } from "../../../../../api/core/private-hosts.ts";
import { acceptUrl, reachable } from "../../../../../api/sharing/push/send/guard.ts";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  "partner.example": ["8.8.8.8", "2606:4700::1111"],
  "inside.example": ["10.0.0.7"],
  "both.example": ["10.0.0.7", "8.8.8.8"],
  localhost: ["127.0.0.1", "::1"],
  "crm.internal": ["10.0.0.8"],
  "xn--bcher-kva.example": ["8.8.4.4"],
};
const asked: string[] = [];
const resolve = async (host: string): Promise<readonly string[]> => {
  asked.push(host);
  const found = NAMES[host];
  if (found === undefined) throw Object.assign(new Error("secret.example"), { code: "ENOTFOUND" });
  return found;
};
const allowed = NO_PRIVATE_HOSTS;

async function verdict(text: string, hosts = allowed): Promise<string> {
  try {
    return await acceptUrl(text, { allowed: hosts, resolve });
  } catch (error) {
    if (!isRefusal(error, "webhook_refused")) throw error;
    const { problem, range } = error.details;
    return range === undefined ? problem : `${problem} ${range}`;
  }
}

describe("the address of a webhook", () => {
  it.each([
    ["https://partner.example/hook?token=1", "https://partner.example/hook?token=1"],
    ["https://partner.example:8443", "https://partner.example:8443/"],
    ["https://PARTNER.example.", "https://partner.example./"],
    ["https://bücher.example/", "https://xn--bcher-kva.example/"],
    ["https://8.8.8.8/", "https://8.8.8.8/"],
    ["https://[2606:4700::1111]/", "https://[2606:4700::1111]/"],
    ["https://both.example/", "https://both.example/"],
  ])("is taken: %s", async (text, spelled) => {
    expect(await verdict(text)).toBe(spelled);
  });

  it.each([
    ["", "not_a_url"],
    ["partner.example", "not_a_url"],
    ["https://", "not_a_url"],
    ["https://a b/", "not_a_url"],
    [`https://partner.example/${"x".repeat(2_000)}`, "not_a_url"],
    ["http://partner.example/", "not_https"],
    ["http://8.8.8.8/", "not_https"],
    ["ftp://partner.example/", "not_https"],
    ["file:///etc/passwd", "not_https"],
    ["javascript:alert(1)", "not_https"],
    ["https://user:word@partner.example/", "credentials"],
    ["https://user@partner.example/", "credentials"],
    ["https://:@partner.example/", "credentials"],
    ["https://@partner.example/", "credentials"],
    ["https://partner.example/#x", "fragment"],
    ["https://partner.example/#", "fragment"],
    ["https://inside.example/", "nowhere"],
    ["https://localhost/", "nowhere"],
    ["https://localhost./", "nowhere"],
    ["https://nobody.example/", "nowhere"],
  ])("is refused: %s", async (text, problem) => {
    expect(await verdict(text)).toBe(problem);
  });

  it.each([
    ...["127.0.0.1", "127.0.0.1.", "127.1", "0x7f.1", "0x7f000001", "2130706433", "0177.0.0.1"],
    ...["017700000001", "127.0.0x0.1", "%31%32%37.0.0.1", "１２７.0.0.1", "127。0。0。1"],
    ...["[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]"],
    ...["[64:ff9b::127.0.0.1]", "[2002:7f00:1::]"],
  ])("is this machine's, however it is spelled: %s", async (host) => {
    asked.length = 0;
    expect(await verdict(`https://${host}/`)).toBe("not_public loopback");
    expect(asked).toEqual([]);
  });

  it.each([
    ["https://169.254.169.254/latest/meta-data/", "link_local"],
    ["https://10.1/", "private"],
    ["https://0/", "unspecified"],
    ["https://100.64.1.1/", "shared"],
    ["https://[fd00::1]/", "private"],
    ["https://[2001:0:7f00:1::1]/", "reserved"],
    ["https://255.255.255.255/", "reserved"],
    ["https://192.0.2.1/", "documentation"],
    ["https://[ff02::1]/", "multicast"],
  ])("names why its address is not public: %s", async (text, range) => {
    expect(await verdict(text)).toBe(`not_public ${range}`);
  });

  it("has no zone", async () => {
    expect(await verdict("https://[fe80::1%25eth0]/")).toBe("not_a_url");
    expect(await verdict("https://[fe80::1%eth0]/")).toBe("not_a_url");
  });

  it("says the same of a name that there is not and of one that leads inside", async () => {
    expect(await verdict("https://inside.example/")).toBe(await verdict("https://none.example/"));
    expect(await verdict("http://inside.example/")).toBe(await verdict("http://none.example/"));
  });
});

describe("what the operator allows", () => {
  const hosts = parsePrivateHosts("crm.internal, 10.0.0.7, 127.0.0.0/8")!;

  it.each([
    "http://crm.internal:8080/hook",
    "https://crm.internal/",
    "http://127.0.0.1:9/",
    "https://inside.example/",
    "http://inside.example/",
  ])("is taken, also in clear: %s", async (text) => {
    expect(await verdict(text, hosts)).toBe(text);
  });

  it.each([
    ["http://10.0.0.9/", "not_public private"],
    ["https://[::1]/", "not_public loopback"],
    ["http://partner.example/", "not_https"],
    ["https://user@crm.internal/", "credentials"],
  ])("is that alone: %s", async (text, problem) => {
    expect(await verdict(text, hosts)).toBe(problem);
  });

  it("is looked at for each address that a name leads to", async () => {
    const to = (text: string, listed = allowed) =>
      reachable(new URL(text), { allowed: listed, resolve });
    expect(await to("https://both.example/")).toEqual(["8.8.8.8"]);
    expect(await to("https://both.example/", hosts)).toEqual(["10.0.0.7", "8.8.8.8"]);
    expect(await to("http://both.example/", hosts)).toEqual(["10.0.0.7"]);
    expect(await to("https://nobody.example/")).toEqual([]);
  });
});
