import { createRequire } from "node:module";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatIgnitionEthers from "@nomicfoundation/hardhat-ignition-ethers";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import { configVariable, defineConfig } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { CompilerOutputError } from "hardhat/types/solidity";

const require = createRequire(import.meta.url);

/** solc says where an error is; Hardhat's type leaves it out. */
type LocatedError = CompilerOutputError & { sourceLocation?: { file: string } };

/** A test may be larger than what a chain takes as code (5574) or to deploy it (3860); nothing else may. */
const isLargeTest = ({ errorCode, sourceLocation }: LocatedError): boolean =>
  (errorCode === "5574" || errorCode === "3860") &&
  (sourceLocation?.file.startsWith("project/test/") ?? false);

/**
 * Lets no compiler warning pass. It has to happen here and not where the build system reports errors:
 * there the artifacts are written already, and the next build would find them in the cache and be silent.
 */
const warningsAreErrors: HardhatPlugin = {
  id: "counterfoil-warnings-are-errors",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        invokeSolc: async (context, compiler, input, config, next) => {
          const output = await next(context, compiler, input, config);
          const errors = output.errors?.map((error) =>
            error.severity === "warning" && !isLargeTest(error)
              ? { ...error, type: "Error", severity: "error" as const }
              : error,
          );
          return errors === undefined ? output : { ...output, errors };
        },
      }),
    }),
  },
};

/**
 * The compiler comes from the npm package `solc`: with a `path` Hardhat downloads none. Cancun is the
 * oldest EVM that the code needs nothing beyond, so that it deploys on chains that lag behind.
 * Without the IR pipeline, which makes anchoring dearer here.
 */
const compiler = {
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 1_000_000 },
  },
};

/**
 * Bytecode ends with a hash over the compiler's settings, in which stand the packages of all that is compiled together. So what
 * uses a package is compiled apart from what uses none: Hardhat puts together what has the same settings, the same object that is.
 * (Its own `isolated` fails on files without a contract, such as those in `types`.)
 */
const compiledApart = { ...compiler };

export default defineConfig({
  plugins: [hardhatEthers, hardhatIgnitionEthers, hardhatVerify, warningsAreErrors],
  // The profile `production`, which Ignition deploys, has to make the very bytecode that is committed.
  solidity: {
    profiles: {
      default: compiler,
      production: {
        isolated: false,
        compilers: [compiler],
        overrides: { "contracts/SharingTerms.sol": compiledApart },
      },
    },
  },
  paths: {
    sources: "./contracts",
    tests: { solidity: "./test/contracts" },
    artifacts: "./.cache/hardhat/artifacts",
    cache: "./.cache/hardhat/cache",
  },
  networks: {
    // Pinned, because the gas snapshot depends on it.
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
    // Where Ignition deploys to: `hardhat ignition deploy … --network target`; read only then.
    target: {
      type: "http",
      url: configVariable("COUNTERFOIL_RPC_URL"),
      accounts: [configVariable("DEPLOYER_KEY")],
    },
  },
  test: {
    solidity: {
      // Fixed, so that a failure comes again. Look for new ones with another seed now and then.
      fuzz: {
        seed: "0x636f756e746572666f696c",
        runs: 256,
        failurePersistDir: "./.cache/hardhat/fuzz",
      },
      invariant: {
        runs: 32,
        depth: 64,
        failOnRevert: true,
        failurePersistDir: "./.cache/hardhat/invariant",
      },
      fsPermissions: { readDirectory: ["./test/vectors"] },
    },
  },
});
