/** A whole log held against the chain in a browser: a real log, and a chain that says what a test wants. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anchoredTopics, headCall } from "../../../../portal/src/verify/chain/abi.ts";
import {
  ChainRejected,
  ChainUnreachable,
  type Rpc,
} from "../../../../portal/src/verify/chain/rpc.ts";
import { type CheckOptions, checkLedger } from "../../../../portal/src/verify/ledger/check.ts";
import { leafTiles } from "../../../../portal/src/verify/ledger/tiles.ts";
import { hexEncode } from "../../../../portal/verify/index.ts";
import { orderOf, stored, type TestLedger, testLedger } from "../../../helpers/ledger.ts";

let ledger: TestLedger;
let anchors: { size: number; root: string; block: number }[];

beforeAll(async () => {
  ledger = await testLedger();
  const { subject } = (await ledger.ledger.ensureSubjects([null]))[0]!;
  anchors = [];
  for (const externalNumber of ["N-1", "N-2", "N-3"]) {
    await stored(ledger, orderOf(subject, { externalNumber }));
    const { size, root } = await ledger.anchor();
    anchors.push({ size, root: `0x${hexEncode(root)}`, block: 10 * (anchors.length + 1) });
  }
  await ledger.cosign();
});
afterAll(() => ledger.close());

const word = (n: number): string => n.toString(16).padStart(64, "0");
const quantity = (n: number): string => `0x${n.toString(16)}`;

/** A chain that nobody can rewrite. */
const PUBLIC = 1;

interface Said {
  readonly chainId?: number;
  readonly anchors?: typeof anchors;
  readonly lists?: boolean;
  readonly known?: boolean;
  /** Number of the newest final block. */
  readonly final?: number;
}

/** A node that knows of these anchors. */
function node({
  chainId,
  anchors: own = anchors,
  lists = true,
  known = true,
  final = 99,
}: Said = {}): Rpc {
  const { policy } = ledger;
  const header = (number: number) => ({
    ...{ number: quantity(number), hash: `0x${word(number)}`, timestamp: quantity(1_000 + number) },
  });
  return async (method, [first, at]) => {
    switch (method) {
      case "eth_chainId":
        return quantity(chainId ?? PUBLIC);
      case "eth_getBlockByNumber":
        return header(first === "finalized" ? final : 99);
      case "eth_getLogs": {
        if (!lists) throw new ChainRejected({ code: -32_005, message: "range too large" });
        const { address } = first as { address: string };
        return own.map(({ size, root, block }, i) => ({
          ...{
            address,
            topics: anchoredTopics(policy.ledgerId, size),
            blockNumber: quantity(block),
          },
          data: `0x${word(own[i - 1]?.size ?? 0)}${root.slice(2)}`,
        }));
      }
      case "eth_call": {
        const { data } = first as { data: string };
        expect([data, at]).toEqual([headCall(policy.ledgerId), "latest"]);
        const head = own.at(-1);
        return known && head ? `0x${word(head.size)}${head.root.slice(2)}` : "0x";
      }
      default:
        throw new Error(method);
    }
  };
}

const fetchOwn: CheckOptions["fetchOwn"] = async (path) => {
  const response = await ledger.app.request(path);
  return response.status === 404 ? null : new Uint8Array(await response.arrayBuffer());
};

async function told(change: Partial<CheckOptions> = {}) {
  const onProgress = (): void => {};
  const policy = { ...ledger.policy, chainId: PUBLIC };
  const options = { policy, rpc: node(), fetchOwn, onProgress, ...change };
  const { word: said, steps } = await checkLedger(options);
  return { said, steps: steps.map(({ name, state, code }) => `${name} ${state} ${code}`) };
}

const sound = [
  "chain pass asked",
  "signature pass signed",
  "auditors pass cosigned",
  "tree pass same",
];

describe("a log that is what was anchored", () => {
  it("holds at every size", async () => {
    expect(await told()).toEqual({
      said: "holds",
      steps: [...sound, "anchors pass all", "final pass whole"],
    });
  });

  it("holds at the newest where the node lists no earlier ones, and says what is not final yet", async () => {
    expect((await told({ rpc: node({ lists: false }) })).steps.slice(4)).toEqual([
      ...["anchors pass newest", "final unknown untold"],
    ]);
    expect((await told({ rpc: node({ final: 15 }) })).steps.at(-1)).toBe("final pass behind");
  });

  it("is final for nobody on a chain that its operator can rewrite", async () => {
    const chainId = 31_337;
    const policy = { ...ledger.policy, chainId };
    expect((await told({ policy, rpc: node({ chainId }) })).steps.at(-1)).toBe(
      "final unknown development",
    );
  });

  it("is not known to be it where nobody answers, or somebody of another chain", async () => {
    const silent: Rpc = async () => {
      throw new ChainUnreachable("refused");
    };
    expect(await told({ rpc: silent })).toEqual({
      said: "open",
      steps: ["chain unknown silent", ...sound.slice(1)],
    });
    expect((await told({ rpc: node({ chainId: 5 }) })).steps[0]).toBe("chain unknown other");
    const { said, steps } = await told({ rpc: node({ anchors: [] }) });
    expect([said, steps[0]]).toEqual(["broken", "chain fail unregistered"]);
  });
});

describe("a log that is something else", () => {
  it("shows by one hash that was changed, one tile that is kept back, and another signature", async () => {
    const [tile] = leafTiles(anchors.at(-1)!.size);
    const changed: typeof fetchOwn = async (path) => {
      const bytes = await fetchOwn(path);
      if (path === tile!.path) bytes![40]! ^= 1;
      return bytes;
    };
    expect((await told({ fetchOwn: changed })).steps.at(-1)).toBe("tree fail differs");
    const missing: typeof fetchOwn = async (path) => (path === tile!.path ? null : fetchOwn(path));
    expect(await told({ fetchOwn: missing })).toMatchObject({ said: "broken" });
    const unsigned: typeof fetchOwn = async (path) => {
      const bytes = (await fetchOwn(path))!;
      if (path !== "/checkpoint") return bytes;
      return new TextEncoder().encode(new TextDecoder().decode(bytes).replace(/^(.*\n)\d+/, "$11"));
    };
    const { said, steps } = await told({ fetchOwn: unsigned });
    expect([said, steps.at(-1)]).toEqual(["broken", "signature fail invalid"]);
  });

  it("shows by an earlier root that the chain has, and by entries that it knows and nobody serves", async () => {
    const [first, ...rest] = anchors;
    const other = [{ ...first!, root: `0x${"ab".repeat(32)}` }, ...rest];
    expect(await told({ rpc: node({ anchors: other }) })).toEqual({
      said: "broken",
      steps: [...sound, "anchors fail differs"],
    });
    const more = [...anchors, { size: 1_000, root: `0x${"cd".repeat(32)}`, block: 50 }];
    expect((await told({ rpc: node({ anchors: more }) })).steps.at(-1)).toBe("anchors fail ahead");
  });
});

it("names the tiles as the log serves them", () => {
  expect(leafTiles(256).map(({ path }) => path)).toEqual(["/tile/0/000"]);
  expect(leafTiles(256_001 + 255).at(-1)).toEqual({ path: "/tile/0/x001/000", width: 256 });
  expect(leafTiles(3)).toEqual([{ path: "/tile/0/000.p/3", width: 3 }]);
  expect(leafTiles(0)).toEqual([]);
});
