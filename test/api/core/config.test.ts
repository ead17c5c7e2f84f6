import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { isLoopback, readConfig } from "../../../api/core/config.ts";
import { isRefusal, type RefusalDetails } from "../../../api/core/errors.ts";
import { describeRefusal } from "../../../api/core/problem.ts";

type Details = RefusalDetails["invalid_setting"];

function refused(environment: Record<string, string>): Details & { sentences: string[] } {
  try {
    readConfig(environment);
  } catch (error) {
    if (!isRefusal(error, "invalid_setting")) throw error;
    const sentences = (["en", "zh"] as const).map(
      (language) => describeRefusal(error, language).detail,
    );
    return { ...error.details, sentences };
  }
  throw new Error("was accepted");
}

const ADDRESS = `0x${"aB".repeat(20)}`;
const REMOTE = {
  COUNTERFOIL_RPC_URL: "https://rpc.example:8443/key",
  COUNTERFOIL_CONTRACT: ADDRESS,
  COUNTERFOIL_ANCHORER_KEY_FILE: "anchorer.key",
};

describe("settings", () => {
  it("work without any", () => {
    expect(readConfig({})).toEqual({
      host: "127.0.0.1",
      port: 3000,
      dataDirectory: resolve("data"),
      keysDirectory: resolve("keys"),
      copyDirectory: resolve("data-copy"),
      origin: "localhost/counterfoil",
      publicUrl: null,
      explorerUrl: null,
      trustedProxies: null,
      requestsPerAddress: 6_000,
      sms: null,
      requestsPerAccount: 120_000,
      chain: { mode: "embedded", port: 8545 },
      sharingContract: null,
      countThreshold: 20,
      webhookPrivate: null,
      rights: { timeZone: "UTC", jurisdiction: "EU", deadlines: new Map(), holidays: [] },
      mail: null,
      oidc: null,
      rootKeyDays: 30,
      demo: true,
      auditorsFile: null,
      demoAuditor: true,
      demoAuditorDirectory: resolve("data-auditor"),
      batchMilliseconds: 5_000,
      batchEntries: 10_000,
      heartbeatMilliseconds: 3_600_000,
      anchorMilliseconds: 10_000,
      logLevel: "warn",
    });
  });

  it("take the address at which people reach it, without a slash at the end", () => {
    const read = (COUNTERFOIL_PUBLIC_URL: string) =>
      readConfig({ COUNTERFOIL_PUBLIC_URL }).publicUrl;
    expect(read("https://Ledger.example/")).toBe("https://ledger.example");
    expect(read("https://ledger.example:8443/a/b/")).toBe("https://ledger.example:8443/a/b");
  });

  it("take a mail server and a sender, both or neither, and repeat neither", () => {
    const read = (COUNTERFOIL_SMTP_URL: string, COUNTERFOIL_MAIL_FROM: string) => ({
      COUNTERFOIL_SMTP_URL,
      COUNTERFOIL_MAIL_FROM,
    });
    const url = "smtps://someone:S3cret@mail.example:465";
    for (const from of ["ledger@example.com", "Counterfoil <ledger@example.com>"])
      expect(readConfig(read(url, from)).mail).toEqual({ smtpUrl: url, from });
    const wrong: [string, string, string][] = [
      [url, "", "COUNTERFOIL_MAIL_FROM mail_by_halves"],
      [url, "nobody", "COUNTERFOIL_MAIL_FROM mail_by_halves"],
      [url, "a@example.com, b@example.com", "COUNTERFOIL_MAIL_FROM mail_by_halves"],
      [url, "a@example.com\r\nBcc: b@example.com", "COUNTERFOIL_MAIL_FROM mail_by_halves"],
      ["", "a@example.com", "COUNTERFOIL_SMTP_URL mail_by_halves"],
      ["https://S3cret@mail.example", "a@example.com", "COUNTERFOIL_SMTP_URL not_a_url"],
      ["S3cret", "a@example.com", "COUNTERFOIL_SMTP_URL not_a_url"],
    ];
    for (const [smtp, from, expected] of wrong) {
      const { setting, problem, sentences } = refused(read(smtp, from));
      expect(`${setting} ${problem}`).toBe(expected);
      expect(sentences.join()).not.toContain("S3cret");
    }
  });

  it("take a gateway of text messages whole or not at all, and by TLS beyond this machine", () => {
    const read = (url: string, file = "secret") => ({
      COUNTERFOIL_SMS_URL: url,
      COUNTERFOIL_SMS_SECRET_FILE: file,
    });
    expect(readConfig({}).sms).toBeNull();
    for (const url of ["https://sms.example/send", "http://127.0.0.1:8080"])
      expect(readConfig(read(url)).sms).toEqual({ url, secretFile: resolve("secret") });
    const wrong: [Record<string, string>, string][] = [
      [read("http://sms.example"), "SMS_URL not_a_url"],
      [read("sms.example"), "SMS_URL not_a_url"],
      [read(""), "SMS_URL sms_incomplete"],
      [read("https://sms.example", ""), "SMS_SECRET_FILE sms_incomplete"],
    ];
    for (const [settings, expected] of wrong) {
      const { setting, problem } = refused(settings);
      expect(`${setting} ${problem}`).toBe(`COUNTERFOIL_${expected}`);
    }
  });

  it("take an OpenID provider whole or not at all, and by TLS beyond this machine", () => {
    const read = (issuer: string, id = "ledger", file = "secret") => ({
      COUNTERFOIL_OIDC_ISSUER: issuer,
      COUNTERFOIL_OIDC_CLIENT_ID: id,
      COUNTERFOIL_OIDC_CLIENT_SECRET_FILE: file,
    });
    for (const issuer of ["https://login.example/realm", "http://127.0.0.1:8080"])
      expect(readConfig(read(issuer)).oidc).toEqual({
        ...{ issuer, clientId: "ledger", clientSecretFile: resolve("secret") },
      });
    const wrong: [Record<string, string>, string][] = [
      [read("http://login.example"), "OIDC_ISSUER not_a_url"],
      [read("login.example"), "OIDC_ISSUER not_a_url"],
      [read(""), "OIDC_ISSUER not_a_url"],
      [read("https://login.example", ""), "OIDC_CLIENT_ID oidc_incomplete"],
      [read("https://login.example", "a", ""), "OIDC_CLIENT_SECRET_FILE oidc_incomplete"],
    ];
    for (const [settings, expected] of wrong) {
      const { setting, problem } = refused(settings);
      expect(`${setting} ${problem}`).toBe(`COUNTERFOIL_${expected}`);
    }
  });

  it("place the second copy beside the data, elsewhere, or nowhere", () => {
    const copy = (COUNTERFOIL_COPY: string, more: Record<string, string> = {}) =>
      readConfig({ COUNTERFOIL_COPY, ...more }).copyDirectory;
    expect(copy("", { COUNTERFOIL_DATA: "/var/ledger" })).toBe("/var/ledger-copy");
    expect(copy("/mnt/other")).toBe("/mnt/other");
    expect([copy("off"), copy("OFF")]).toEqual([null, null]);
  });

  it.each(["data", "data/copy", "keys", "keys/copy", "data-auditor", "data-auditor/x", ".", "/"])(
    "refuse a second copy that shares a directory with what it is to outlive: %s",
    (path) => {
      const { setting, problem } = refused({ COUNTERFOIL_COPY: path });
      expect([setting, problem]).toEqual(["COUNTERFOIL_COPY", "copy_not_apart"]);
    },
  );

  it("name auditors by a file, and run one for show on the embedded chain alone", () => {
    expect(readConfig({ COUNTERFOIL_AUDITORS: "auditors" }).auditorsFile).toBe(resolve("auditors"));
    const off = readConfig({ COUNTERFOIL_DEMO_AUDITOR: "off", COUNTERFOIL_DATA: "/srv/a" });
    expect(off).toMatchObject({ demoAuditor: false, demoAuditorDirectory: "/srv/a-auditor" });
    expect(off.demo).toBe(true);
    expect(readConfig(REMOTE).demoAuditor).toBe(false);
    expect(() => readConfig({ ...REMOTE, COUNTERFOIL_DEMO_AUDITOR: "on" })).toThrow(
      "invalid_setting",
    );
  });

  it("leave to the command line what is its own", () => {
    const its = { COUNTERFOIL_URL: "http://127.0.0.1:1", COUNTERFOIL_TOKEN_FILE: "/nowhere" };
    expect(readConfig(its)).toEqual(readConfig({}));
  });

  it("read how long a quiet ledger waits", () => {
    const config = readConfig({ COUNTERFOIL_HEARTBEAT_SECONDS: "86400" });
    expect(config.heartbeatMilliseconds).toBe(86_400_000);
    for (const wrong of ["9", "86401", "0", "1h"])
      expect(refused({ COUNTERFOIL_HEARTBEAT_SECONDS: wrong }).problem).toBe("not_a_number");
  });

  it("that are empty are as if unset", () => {
    const names = ["HOST", "DATA", "RPC_URL", "DEMO", "LOG_LEVEL", "BATCH_SECONDS", "LANG"];
    const empty = Object.fromEntries(names.map((name) => [`COUNTERFOIL_${name}`, ""]));
    expect(readConfig({ ...empty, PORT: "" })).toEqual(readConfig({}));
  });

  it("of a chain of one's own: fifteen minutes, no demonstration, a canonical address", () => {
    const config = readConfig(REMOTE);
    expect(config.chain).toEqual({
      mode: "remote",
      rpcUrl: REMOTE.COUNTERFOIL_RPC_URL,
      contract: ADDRESS.toLowerCase(),
      anchorerKeyFile: resolve("anchorer.key"),
    });
    expect(config).toMatchObject({ demo: false, anchorMilliseconds: 900_000 });
    expect(readConfig({ ...REMOTE, COUNTERFOIL_DEMO: "off" }).demo).toBe(false);
  });

  it("are taken as they are given", () => {
    const config = readConfig({
      PORT: "0",
      PATH: "/bin",
      COUNTERFOIL_HOST: "::1",
      COUNTERFOIL_DATA: "/var/lib/a",
      COUNTERFOIL_KEYS: "/var/lib/b",
      COUNTERFOIL_ORIGIN: "ledger.example.com:8080/Main-1/x_y~z",
      COUNTERFOIL_CHAIN_PORT: "1",
      COUNTERFOIL_DEMO: "OFF",
      COUNTERFOIL_BATCH_SECONDS: "3600",
      COUNTERFOIL_BATCH_ENTRIES: "1",
      COUNTERFOIL_ANCHOR_SECONDS: "86400",
      COUNTERFOIL_LOG_LEVEL: "silent",
      COUNTERFOIL_LANG: "zh_CN.UTF-8",
      COUNTERFOIL_URL: "http://somewhere",
    });
    expect(config).toMatchObject({
      port: 0,
      host: "::1",
      dataDirectory: "/var/lib/a",
      keysDirectory: "/var/lib/b",
      origin: "ledger.example.com:8080/Main-1/x_y~z",
      chain: { mode: "embedded", port: 1 },
      demo: false,
      batchMilliseconds: 3_600_000,
      batchEntries: 1,
      anchorMilliseconds: 86_400_000,
      logLevel: "silent",
    });
  });

  it.each(["1", "true", "ON", "Yes"])("say yes as %s", (word) => {
    expect(readConfig({ COUNTERFOIL_DEMO: word }).demo).toBe(true);
    // Nothing of the demonstration goes on a chain that somebody pays for.
    expect(() => readConfig({ ...REMOTE, COUNTERFOIL_DEMO: word })).toThrow("invalid_setting");
  });
});

describe("a wrong setting is refused and named:", () => {
  const wrong: [string, string, Details["problem"]][] = [
    ["PORT", "-1", "not_a_port"],
    ["PORT", "65536", "not_a_port"],
    ["PORT", "3000 ", "not_a_port"],
    ["PORT", "0x10", "not_a_port"],
    ["PORT", "http", "not_a_port"],
    ["COUNTERFOIL_CHAIN_PORT", "0", "not_a_port"],
    ["COUNTERFOIL_CHAIN_PORT", "70000", "not_a_port"],
    ["COUNTERFOIL_DEMO", "maybe", "not_boolean"],
    ["COUNTERFOIL_DEMO_AUDITOR", "perhaps", "not_boolean"],
    ["COUNTERFOIL_BATCH_SECONDS", "0", "not_a_number"],
    ["COUNTERFOIL_BATCH_SECONDS", "3601", "not_a_number"],
    ["COUNTERFOIL_BATCH_SECONDS", "1.5", "not_a_number"],
    ["COUNTERFOIL_BATCH_ENTRIES", "1e3", "not_a_number"],
    ["COUNTERFOIL_BATCH_ENTRIES", "1000001", "not_a_number"],
    ["COUNTERFOIL_ANCHOR_SECONDS", "86401", "not_a_number"],
    ["COUNTERFOIL_ANCHOR_SECONDS", "often", "not_a_number"],
    ["COUNTERFOIL_ROOT_KEY_DAYS", "0", "not_a_number"],
    ["COUNTERFOIL_ROOT_KEY_DAYS", "31", "not_a_number"],
    ["COUNTERFOIL_LOG_LEVEL", "loud", "not_in_list"],
    ["COUNTERFOIL_LANG", "fr", "not_in_list"],
    ["COUNTERFOIL_ORIGIN", "https://ledger.example.com", "bad_origin"],
    ["COUNTERFOIL_ORIGIN", "ledger example", "bad_origin"],
    ["COUNTERFOIL_ORIGIN", "ledger+example", "bad_origin"],
    ["COUNTERFOIL_ORIGIN", "ledger.example/", "bad_origin"],
    ["COUNTERFOIL_ORIGIN", "账本", "bad_origin"],
    ["COUNTERFOIL_ORIGIN", "a".repeat(201), "bad_origin"],
    ["COUNTERFOIL_ORIGIN", "a\nb", "bad_origin"],
    ["COUNTERFOIL_RPC_URL", "https://rpc.example", "needs_contract_and_key"],
    ["COUNTERFOIL_CONTRACT", ADDRESS, "only_with_rpc"],
    ["COUNTERFOIL_ANCHORER_KEY_FILE", "key", "only_with_rpc"],
    ["COUNTERFOIL_HOST", "0.0.0.0", "not_loopback_with_demo"],
    ["COUNTERFOIL_HOST", "::", "not_loopback_with_demo"],
    ["COUNTERFOIL_HOST", "192.168.1.2", "not_loopback_with_demo"],
    ["COUNTERFOIL_HOST", "127.example.com", "not_loopback_with_demo"],
    ["COUNTERFOIL_KEYS", "data", "keys_inside_data"],
    ["COUNTERFOIL_KEYS", "data/keys", "keys_inside_data"],
    ["COUNTERFOIL_KEYS", "data/..keys", "keys_inside_data"],
    ["COUNTERFOIL_KEYS", "data-auditor", "keys_inside_data"],
    ["COUNTERFOIL_KEYS", "keys/../data/x", "keys_inside_data"],
    ["COUNTERFOIL_DATA", "/", "keys_inside_data"],
    ["COUNTERFOIL_PROT", "3000", "unknown_setting"],
    ["COUNTERFOIL_", "x", "unknown_setting"],
    ["COUNTERFOIL_port", "1", "unknown_setting"],
    ["COUNTERFOIL_AUDITOR_TOKEN_FILE", "token", "unknown_setting"],
  ];

  it.each(wrong)("%s=%s", (name, value, problem) => {
    const found = refused({ [name]: value });
    expect(found.problem).toBe(problem);
    // Where two settings contradict each other either may be named.
    expect(found.setting).toBe(name === "COUNTERFOIL_DATA" ? "COUNTERFOIL_KEYS" : name);
    for (const sentence of found.sentences) {
      expect(sentence).toContain(found.setting);
      expect(sentence).not.toMatch(/[{}]/);
      expect(sentence).not.toContain("undefined");
    }
  });

  it.each([
    ["COUNTERFOIL_RPC_URL", "not a url", "not_a_url"],
    ["COUNTERFOIL_RPC_URL", "ws://rpc.example", "not_a_url"],
    ["COUNTERFOIL_RPC_URL", "file:///etc/passwd", "not_a_url"],
    ["COUNTERFOIL_PUBLIC_URL", "ledger.example", "not_a_url"],
    ["COUNTERFOIL_PUBLIC_URL", "https://user:secret@ledger.example", "not_a_url"],
    ["COUNTERFOIL_PUBLIC_URL", "https://ledger.example/?a", "not_a_url"],
    ["COUNTERFOIL_EXPLORER_URL", "https://explorer.example/tx/", "not_a_url"],
    ["COUNTERFOIL_TRUSTED_PROXIES", "proxy.example", "not_networks"],
    ["COUNTERFOIL_TRUSTED_PROXIES", "127.0.0.1,", "not_networks"],
    ["COUNTERFOIL_TRUSTED_PROXIES", "0.0.0.0/0", "not_networks"],
    ["COUNTERFOIL_WEBHOOK_PRIVATE", "https://crm.internal", "not_hosts"],
    ["COUNTERFOIL_WEBHOOK_PRIVATE", "crm.internal,", "not_hosts"],
    ["COUNTERFOIL_WEBHOOK_PRIVATE", "0.0.0.0/0", "not_hosts"],
    ["COUNTERFOIL_TIME_ZONE", "Middle/Earth", "not_in_list"],
    ["COUNTERFOIL_JURISDICTION", "Europe", "not_in_list"],
    ["COUNTERFOIL_DEADLINES", "EU=0M", "not_in_list"],
    ["COUNTERFOIL_DEADLINES", "EU=1M EU=2M", "not_in_list"],
    ["COUNTERFOIL_DEADLINES", "EU=1Y", "not_in_list"],
    ["COUNTERFOIL_HOLIDAYS", "2026-02-30", "not_in_list"],
    ["COUNTERFOIL_CONTRACT", "0x12", "not_an_address"],
    ["COUNTERFOIL_SHARING_CONTRACT", "0x12", "not_an_address"],
    ["COUNTERFOIL_CONTRACT", "ab".repeat(20), "not_an_address"],
    ["COUNTERFOIL_CONTRACT", `${ADDRESS}00`, "not_an_address"],
    ["COUNTERFOIL_CONTRACT", "", "needs_contract_and_key"],
    ["COUNTERFOIL_ANCHORER_KEY_FILE", "", "needs_contract_and_key"],
  ])("of a chain of one's own: %s=%s", (name, value, problem) => {
    const found = refused({ ...REMOTE, [name]: value });
    expect(found.problem).toBe(problem);
    expect(found.setting).toBe(value === "" ? "COUNTERFOIL_RPC_URL" : name);
    for (const sentence of found.sentences)
      expect(sentence.replace("{tx}", "")).not.toMatch(/[{}]/);
  });

  it("never repeats a wrong value, which may be a secret in the wrong place", () => {
    const names = [
      "PORT",
      ...["HOST", "DEMO", "BATCH_ENTRIES", "LOG_LEVEL", "CONTRACT", "RPC_URL"],
    ];
    for (const name of names) {
      const full = name === "PORT" ? name : `COUNTERFOIL_${name}`;
      const { sentences } = refused({ [full]: "S3cret-Value!" });
      expect(sentences.join()).not.toMatch(/s3cret/i);
    }
  });
});

describe("listening beyond this machine", () => {
  it("is allowed where there is no demonstration", () => {
    const config = readConfig({ COUNTERFOIL_HOST: "0.0.0.0", COUNTERFOIL_DEMO: "off" });
    expect(config).toMatchObject({ host: "0.0.0.0", demo: false });
  });

  it.each([
    ["localhost", true],
    ["::1", true],
    ["127.0.0.1", true],
    ["127.255.255.254", true],
    ["127.1", false],
    ["128.0.0.1", false],
    ["0.0.0.0", false],
    ["::", false],
    ["localhost.example.com", false],
    ["127.0.0.1.nip.io", false],
    ["", false],
  ])("%s: only this machine reaches it: %s", (host, loopback) => {
    expect(isLoopback(host)).toBe(loopback);
  });

  it("may keep keys beside the data, or where their names begin alike", () => {
    const place = { COUNTERFOIL_DATA: "/srv/data", COUNTERFOIL_KEYS: "/srv/data-keys" };
    expect(readConfig(place).keysDirectory).toBe("/srv/data-keys");
  });
});
