import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../api/core/errors.ts";
import { systemRandom } from "../../../api/core/random.ts";
import { generateNoteSigner, loadNoteSigner } from "../../../api/log/keys.ts";
import { parseNote, parseVkey, verifyNote } from "../../../portal/verify/note.ts";

/** The example of Go's golang.org/x/mod/sumdb/note documentation. */
const GO = {
  key: "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz",
  vkey: "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
  text:
    "If you think cryptography is the answer to your problem,\n" +
    "then you don't know what your problem is.\n",
  line: "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n",
};

const code = (load: () => unknown): string => {
  try {
    load();
    return "loaded";
  } catch (error) {
    return isRefusal(error, "invalid_setting") ? error.details.problem : String(error);
  }
};

describe("loadNoteSigner", () => {
  it("signs what Go signs", () => {
    const signer = loadNoteSigner(GO.key);
    expect(signer.name).toBe("PeterNeumann");
    expect(signer.vkey).toBe(GO.vkey);
    expect(signer.publicKey).toEqual(parseVkey(GO.vkey).publicKey);
    expect(signer.sign(GO.text)).toBe(`${GO.text}\n${GO.line}`);
  });

  it("signs the same text the same way, always", () => {
    const signer = loadNoteSigner(GO.key);
    expect(signer.sign("a\n")).toBe(loadNoteSigner(GO.key).sign("a\n"));
    expect(signer.sign("a\n")).not.toBe(signer.sign("b\n"));
  });

  it("signs text beyond ASCII", () => {
    const note = loadNoteSigner(GO.key).sign("Grüße 账本\n");
    expect(verifyNote(note, [parseVkey(GO.vkey)]).text).toBe("Grüße 账本\n");
  });

  const wrong: [string, string][] = [
    ["nothing", ""],
    ["a public key", GO.vkey],
    ["no prefix", GO.key.slice("PRIVATE+KEY+".length)],
    ["other case", GO.key.toLowerCase()],
    ["a blank behind", `${GO.key} `],
    ["a newline behind", `${GO.key}\n`],
    ["a key id of another name", GO.key.replace("PeterNeumann", "PeterNeuman")],
    ["a wrong key id", GO.key.replace("c74f20a3", "c74f20a4")],
    ["a key id in capitals", GO.key.replace("c74f20a3", "C74F20A3")],
    ["no name", GO.key.replace("PeterNeumann", "")],
    ["a name with a blank", GO.key.replace("PeterNeumann", "Peter Neumann")],
    ["a seed cut short", GO.key.slice(0, -4)],
    ["a seed too long", `${GO.key}AAAA`],
    ["another algorithm", GO.key.replace("+AYEK", "+BIEK")],
    ["another seed", GO.key.replace("+AYEK", "+AYEL")],
    ["base64url", GO.key.replace("IDr+Y7", "IDr-Y7")],
  ];

  it.each(wrong)("refuses %s", (_, encoded) => {
    expect(code(() => loadNoteSigner(encoded))).toBe("bad_key");
  });

  it("names the setting and nothing of the key when it refuses", () => {
    const secret = GO.key.slice(-44);
    try {
      loadNoteSigner(`${GO.key}=`, "COUNTERFOIL_LOG_KEY");
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ details: { setting: "COUNTERFOIL_LOG_KEY" } });
      const told = JSON.stringify([String(error), (error as Error).stack, error]);
      expect(told).not.toContain(secret.slice(4, 20));
    }
  });

  it("shows nothing of the key when it is printed", () => {
    const signer = loadNoteSigner(GO.key);
    const seed = Buffer.from(GO.key.slice(-44), "base64").subarray(1).toString("hex");
    expect(JSON.stringify(signer)).not.toContain(seed.slice(0, 8));
    expect(Object.keys(signer).sort()).toEqual(["name", "publicKey", "sign", "vkey"]);
  });

  it.each(["no newline", "", "a control \u0001 character\n"])("does not sign %j", (text) => {
    expect(() => loadNoteSigner(GO.key).sign(text)).toThrow();
  });
});

describe("generateNoteSigner", () => {
  it("makes a key that loads, signs and verifies", () => {
    const encoded = generateNoteSigner("ledger.example/log", systemRandom());
    const signer = loadNoteSigner(encoded);
    expect(signer.name).toBe("ledger.example/log");
    const note = signer.sign("text\n");
    expect(parseNote(note).signatures).toHaveLength(1);
    expect(verifyNote(note, [parseVkey(signer.vkey)]).verified).toHaveLength(1);
  });

  it("takes all of its randomness from the source it is given", () => {
    const seed = Buffer.from(GO.key.slice(-44), "base64").subarray(1);
    expect(generateNoteSigner("PeterNeumann", { bytes: () => Buffer.from(seed) })).toBe(GO.key);
  });

  it("makes another key each time", () => {
    const random = systemRandom();
    expect(generateNoteSigner("a", random)).not.toBe(generateNoteSigner("a", random));
  });

  it.each(["", "a b", "a+b", "a\nb"])("refuses the name %j", (name) => {
    expect(() => generateNoteSigner(name, systemRandom())).toThrow();
  });
});
