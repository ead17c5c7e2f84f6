/** A firm shows two auditors two logs. Neither can know; who holds what both have cosigned has the proof. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { logId } from "../../api/log/log-id.ts";
import { asTreeSize } from "../../portal/verify/brands.ts";
import { formatPolicy } from "../../portal/verify/policy.ts";
import { Firm, ORIGIN } from "../api/auditor/firm.ts";
import { type FirmServer, serveFirm } from "../api/auditor/serve.ts";
import { freePort } from "../helpers/chain.ts";
import { runHere } from "../scripts/helpers/cli.ts";
import { until } from "./process.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const TOKEN = "a-token-of-an-auditor-of-more-than-32-characters";

let folder: string;
const children = new Set<ChildProcess>();
const servers = new Set<FirmServer>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "counterfoil-two-"));
  await writeFile(join(folder, "token"), TOKEN, { mode: 0o600 });
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  for (const server of servers) await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Cosigned {
  readonly vkey: string;
  /** The file that an auditor hands to whoever asks. */
  readonly file: string;
}

/** Follows what the firm shows it until that is cosigned. */
async function audited(name: string, shown: Firm): Promise<Cosigned> {
  const server = await serveFirm(shown);
  servers.add(server);
  const port = await freePort();
  const policy = join(folder, "policy.json");
  await writeFile(policy, formatPolicy(shown.policy));
  const args = [
    ...["scripts/counterfoil.ts", "auditor", "--ledger", server.url, "--policy", policy],
    ...["--token-file", join(folder, "token"), "--directory", join(folder, name)],
    ...["--name", `auditor.example/${name}`, "--port", String(port), "--interval", "0"],
  ];
  const env = { PATH: process.env.PATH ?? "", HOME: folder, COUNTERFOIL_LANG: "en" };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: "ignore" });
  children.add(child);
  const ask = async (path: string): Promise<string | null> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`).catch(() => null);
    return answer?.status === 200 ? answer.text() : null;
  };
  const note = await until(
    () => ask(`/${logId(ORIGIN)}/checkpoint`),
    (found) => found !== null,
  );
  const file = join(folder, `${name}.checkpoint`);
  await writeFile(file, note as string);
  const vkey = /^auditor (.*)$/m.exec((await ask("/vkeys")) ?? "")?.[1] as string;
  return { vkey, file };
}

describe("two auditors with different views", () => {
  it("hold together what `compare` makes a proof of, which verifies offline and names them", {
    timeout: 180_000,
  }, async () => {
    const firm = new Firm();
    firm.batch(40, 5);
    const other = firm.fork();
    for (const side of [firm, other]) side.batch(20, 5);
    const [one, two] = [await audited("a", firm), await audited("b", other)];
    const keys = [one, two].map(({ vkey }) => ({
      ...{ role: "auditor" as const, vkey },
      fromSize: asTreeSize(0),
    }));
    const policy = join(folder, "pinned.json");
    await writeFile(policy, formatPolicy({ ...firm.policy, keys: [...firm.policy.keys, ...keys] }));
    const proof = join(folder, "proof.json");

    const compared = await runHere([
      ...["compare", one.file, two.file, "--policy", policy, "-o", proof],
    ]);
    expect(compared.code).toBe(30);
    const { out, code } = await runHere(["verify", proof, "--policy", policy]);
    expect(code).toBe(30);
    expect(out).toContain("DIVERGED");
    for (const name of ["auditor.example/a", "auditor.example/b"]) expect(out).toContain(name);
    expect(JSON.parse(await readFile(proof, "utf8"))).toMatchObject({
      format: "counterfoil/misbehaviour/v1",
    });

    // What one of them saw twice contradicts nothing.
    const same = await runHere(["compare", one.file, one.file, "--policy", policy]);
    expect(same.code).toBe(0);
  });
});
