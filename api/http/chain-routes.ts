/**
 * What the chain says of an anchor, as this server's own node tells it: for who checks evidence and takes the firm's word for the chain. A verifier with a node of its own does not need it.
 * It is asked about this ledger's own anchors alone, and only so often, so nobody can use up the node behind it, or use it for anything else.
 */
import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AnchorAnswer, AskChain } from "../../portal/verify/chain.ts";
import type { Policy } from "../../portal/verify/policy.ts";
import { RpcRejected, RpcUnreachable } from "../anchor/rpc.ts";
import { Refusal } from "../core/errors.ts";
import type { Store } from "../store/store.ts";

export interface ChainRouteContext {
  readonly policy: Pick<Policy, "chainId" | "contract" | "ledgerId">;
  /** Of other anchors than those that it has the node is not asked. */
  readonly store: Pick<Store, "anchorFrom">;
  /** Left out: this server has no node to ask. */
  readonly ask: AskChain | undefined;
  /** Milliseconds of a clock that only goes forward. */
  readonly stopwatch: () => number;
}

/** So many questions are with the node at a time; each is some seven calls. */
const MOST_AT_ONCE = 8;
/** Whoever asks the same within this time gets the same answer: a chain has no new final block that soon. */
const FRESH_MS = 2_000;
/** What is final stays as it is, but for how far the chain has come since. */
const FINAL_FRESH_MS = 600_000;
const MOST_KEPT = 256;
/** So many questions go to the node within a minute, whoever asks. */
const BUDGET = { most: 120, ms: 60_000 } as const;

const count = z
  .string()
  .regex(/^(0|[1-9][0-9]{0,15})$/)
  .transform(Number)
  .refine(Number.isSafeInteger);
const number = z.int().min(0);
const root = z.string().nullable();

const chainAnswer = z.object({
  chainId: number,
  contract: z.string(),
  ledgerId: z.string(),
  registered: z.boolean(),
  latest: z.object({ number }),
  finalized: z.object({ number }).nullable(),
  rootAtLatest: root,
  rootAtFinalized: root,
  event: z
    .object({
      ...{ blockNumber: number, blockHash: z.string(), blockTime: number },
      ...{ transaction: z.string(), size: number, previousSize: number, root: z.string() },
    })
    .or(z.literal("unavailable"))
    .nullable(),
});
export type ChainAnswer = z.infer<typeof chainAnswer>;

const route = createRoute({
  method: "get",
  path: "/.well-known/counterfoil/anchors/{size}",
  tags: ["public"],
  summary: "What the chain says of an anchor, by this server's node",
  description:
    "For who takes the firm's word for the chain; a verifier with a node of its own does not need it. About this ledger alone.",
  request: {
    params: z.object({ size: z.string().meta({ example: "1234" }) }),
    query: z.object({
      block: z
        .string()
        .optional()
        .meta({ description: "The block said to hold the anchor's event; left out: any" }),
    }),
  },
  responses: {
    200: {
      description: "What a verifier asks of a chain (docs/FORMAT.md §12)",
      content: { "application/json": { schema: chainAnswer } },
    },
    404: { description: "This ledger has no such anchor" },
    503: { description: "The chain does not answer, or too many ask at a time" },
  },
});

/** @throws Refusal `chain_unavailable` */
async function told(answer: Promise<AnchorAnswer>): Promise<AnchorAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof RpcUnreachable || error instanceof RpcRejected) {
      throw new Refusal("chain_unavailable", {});
    }
    throw error;
  }
}

/** The anchor stands in a final block, and its event was found there. */
const isFinal = ({ finalized, rootAtFinalized, event }: AnchorAnswer): boolean =>
  finalized !== null &&
  rootAtFinalized !== null &&
  !/^0x0*$/.test(rootAtFinalized) &&
  event !== null &&
  event !== "unavailable" &&
  event.blockNumber <= finalized.number;

interface Kept {
  /** Until then it is good; endless while the node has not answered. */
  until: number;
  readonly answer: Promise<AnchorAnswer>;
}

/** One question at a time goes to the node for all who ask the same, and its answer is good for a moment; a final one longer. */
function sharing({ policy, ask, stopwatch }: ChainRouteContext) {
  const { chainId, contract, ledgerId } = policy;
  const kept = new Map<string, Kept>();
  let running = 0;
  let minute = { ends: 0, asked: 0 };

  /** @throws Refusal `busy` */
  function spend(): void {
    if (running >= MOST_AT_ONCE) throw new Refusal("busy", {});
    const now = stopwatch();
    if (now >= minute.ends) minute = { ends: now + BUDGET.ms, asked: 0 };
    if (minute.asked >= BUDGET.most) throw new Refusal("busy", {});
    minute.asked += 1;
    running += 1;
  }

  /** What is on its way is few, and still shared. */
  function forgetOldest(): void {
    for (const [key, { until }] of kept) {
      if (until === Number.POSITIVE_INFINITY) continue;
      kept.delete(key);
      return;
    }
  }

  return async (size: number, block: number | null): Promise<AnchorAnswer> => {
    if (ask === undefined) throw new Refusal("chain_unavailable", {});
    const key = `${size} ${block}`;
    const known = kept.get(key);
    if (known !== undefined && stopwatch() < known.until) return known.answer;
    spend();
    const answer = told(ask({ chainId, contract, ledgerId, size, block })).finally(() => {
      running -= 1;
    });
    kept.delete(key);
    const one: Kept = { until: Number.POSITIVE_INFINITY, answer };
    kept.set(key, one);
    if (kept.size > MOST_KEPT) forgetOldest();
    answer.then(
      (said) => {
        one.until = stopwatch() + (isFinal(said) ? FINAL_FRESH_MS : FRESH_MS);
      },
      // What failed is asked anew.
      () => kept.delete(key),
    );
    return answer;
  };
}

export function chainRoutes(app: OpenAPIHono, context: ChainRouteContext): void {
  const { contract, ledgerId } = context.policy;
  const asked = sharing(context);
  app.openapi(route, async (c) => {
    const size = count.safeParse(c.req.param("size"));
    if (!size.success) throw new Refusal("invalid_parameter", { parameter: "size" });
    const block = count.optional().safeParse(c.req.query("block"));
    if (!block.success) throw new Refusal("invalid_parameter", { parameter: "block" });
    const row = await context.store.anchorFrom(size.data);
    const isOurs = row?.size === size.data && (block.data ?? row.block) === row.block;
    if (!isOurs) throw new Refusal("not_found", { what: "anchor" });
    const answer = await asked(size.data, block.data ?? null);
    return c.json({ ...answer, contract, ledgerId }, 200, { "cache-control": "no-store" });
  });
}
