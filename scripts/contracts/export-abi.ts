/**
 * Writes what the API needs of the contract, `api/anchor/abi/LedgerAnchor.json`, so that a server runs
 * without a compiler. With `--check` it compares instead and fails if the committed file is not what the
 * sources give, byte for byte.
 *
 * It compiles in memory and leaves Hardhat's cache alone, so it can run beside other Hardhat tasks.
 */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import hre from "hardhat";

const ROOT = resolve(import.meta.dirname, "../..");
const CONTRACT = "LedgerAnchor";

/** Where the committed artifact is. */
export const ARTIFACT_PATH = resolve(ROOT, `api/anchor/abi/${CONTRACT}.json`);

/** Compiles the contract from its sources and returns the text of the artifact file. */
export async function renderArtifact(): Promise<string> {
  const source = resolve(ROOT, `contracts/${CONTRACT}.sol`);
  const jobs = await hre.solidity.getCompilationJobs([source], { force: true, quiet: true });
  if (!("compilationJobsPerFile" in jobs)) throw new Error(jobs.formattedReason);
  const job = jobs.compilationJobsPerFile.get(source);
  if (job === undefined) throw new Error(`no compilation job for ${source}`);
  const { output, compiler } = await hre.solidity.runCompilationJob(job, { quiet: true });
  const failures = output.errors?.filter((error) => error.severity === "error") ?? [];
  if (failures.length > 0) throw new Error(failures.map((e) => e.formattedMessage).join("\n"));

  const sourceName = Object.keys(output.contracts ?? {}).find((name) =>
    name.endsWith(`contracts/${CONTRACT}.sol`),
  );
  const contract = output.contracts?.[sourceName ?? ""]?.[CONTRACT];
  if (contract?.evm?.bytecode === undefined) throw new Error(`${CONTRACT} was not compiled`);
  const { evmVersion, optimizer } = job.solcConfig.settings;
  const artifact = {
    contractName: CONTRACT,
    sourceName: `contracts/${CONTRACT}.sol`,
    compiler: { name: "solc", version: compiler.longVersion, settings: { evmVersion, optimizer } },
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
  };
  return `${JSON.stringify(artifact, null, 2)}\n`;
}

async function main(args: readonly string[]): Promise<number> {
  const check = args.includes("--check");
  if (args.some((argument) => argument !== "--check")) {
    process.stderr.write("usage: export-abi.ts [--check]\n");
    return 2;
  }
  const text = await renderArtifact();
  if (!check) {
    await writeFile(ARTIFACT_PATH, text);
    process.stdout.write(`wrote ${ARTIFACT_PATH}\n`);
    return 0;
  }
  const committed = await readFile(ARTIFACT_PATH, "utf8").catch(() => "");
  if (committed === text) return 0;
  process.stderr.write(
    `${ARTIFACT_PATH} is not what the contracts give: run export-abi.ts again\n`,
  );
  return 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
