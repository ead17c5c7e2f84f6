/**
 * Writes what the API needs of the contracts, `api/anchor/abi/*.json`, so that a server runs without a
 * compiler. With `--check` it compares instead and fails if a committed file is not what the sources
 * give, byte for byte.
 *
 * It compiles in memory and leaves Hardhat's cache alone, so it can run beside other Hardhat tasks.
 */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import hre from "hardhat";

const ROOT = resolve(import.meta.dirname, "../..");

/** The contracts that are deployed. */
export const CONTRACTS = ["LedgerAnchor", "SharingTerms"] as const;

type ContractName = (typeof CONTRACTS)[number];

/** Where the committed artifact of a contract is. */
export function artifactPath(name: ContractName): string {
  return resolve(ROOT, `api/anchor/abi/${name}.json`);
}

/** Compiles a contract from its sources and returns the text of the artifact file. */
export async function renderArtifact(name: ContractName): Promise<string> {
  const source = resolve(ROOT, `contracts/${name}.sol`);
  const jobs = await hre.solidity.getCompilationJobs([source], { force: true, quiet: true });
  if (!("compilationJobsPerFile" in jobs)) throw new Error(jobs.formattedReason);
  const job = jobs.compilationJobsPerFile.get(source);
  if (job === undefined) throw new Error(`no compilation job for ${source}`);
  const { output, compiler } = await hre.solidity.runCompilationJob(job, { quiet: true });
  const failures = output.errors?.filter((error) => error.severity === "error") ?? [];
  if (failures.length > 0) throw new Error(failures.map((e) => e.formattedMessage).join("\n"));

  const sourceName = Object.keys(output.contracts ?? {}).find((each) =>
    each.endsWith(`contracts/${name}.sol`),
  );
  const contract = output.contracts?.[sourceName ?? ""]?.[name];
  if (contract?.evm?.bytecode === undefined) throw new Error(`${name} was not compiled`);
  const deployed = contract.evm.deployedBytecode;
  if (deployed === undefined) throw new Error(`${name} has no code to be run`);
  const { evmVersion, optimizer } = job.solcConfig.settings;
  const artifact = {
    contractName: name,
    sourceName: `contracts/${name}.sol`,
    compiler: { name: "solc", version: compiler.longVersion, settings: { evmVersion, optimizer } },
    abi: contract.abi,
    bytecode: `0x${contract.evm.bytecode.object}`,
    // What a node has of it: where it holds what its constructor found, there are zeros here. Only of use where somebody may name another contract.
    ...(name === "SharingTerms" && {
      deployedBytecode: `0x${deployed.object}`,
      immutables: immutablesOf(deployed.immutableReferences ?? {}),
    }),
  };
  return `${JSON.stringify(artifact, null, 2)}\n`;
}

/** For each immutable where its 32 bytes stand in the code, ascending by the first. The compiler's names of them change with the sources. */
function immutablesOf(references: Record<string, { start: number; length: number }[]>) {
  const each = Object.values(references).map((places) => {
    if (places.some(({ length }) => length !== 32)) throw new Error("an immutable is no word");
    return places.map(({ start }) => start).sort((a, b) => a - b);
  });
  return each.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

async function main(args: readonly string[]): Promise<number> {
  const check = args.includes("--check");
  if (args.some((argument) => argument !== "--check")) {
    process.stderr.write("usage: export-abi.ts [--check]\n");
    return 2;
  }
  let differing = 0;
  for (const name of CONTRACTS) {
    const path = artifactPath(name);
    const text = await renderArtifact(name);
    if (!check) {
      await writeFile(path, text);
      process.stdout.write(`wrote ${path}\n`);
      continue;
    }
    if ((await readFile(path, "utf8").catch(() => "")) === text) continue;
    process.stderr.write(`${path} is not what the contracts give: run export-abi.ts again\n`);
    differing++;
  }
  return differing === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
