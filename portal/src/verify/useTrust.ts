/** Whom the visitor trusts: which ledger (a policy), and who is asked about the chain. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { MAX_POLICY_BYTES, type Policy } from "../../verify/index.ts";
import { firmReader } from "./chain/firm.ts";
import { chainReader } from "./chain/reader.ts";
import { isRpcAddress, LIMITS, readText, rpcAt, rpcOf } from "./chain/rpc.ts";
import { type Wallet, watchWallets } from "./chain/wallets.ts";
import type { Chain } from "./judge/chain.ts";
import { policyId } from "./policy/compare.ts";
import {
  NO_PINS,
  needsWord,
  type Pins,
  pinned,
  policyOf,
  readPins,
  type Shelf,
  unpinned,
  writePins,
} from "./policy/pins.ts";

/** Where the visitor is: on a ledger's own page, or in the file that they have downloaded. */
export type Home = "page" | "file";

export type PolicySource =
  | { readonly kind: "firm" }
  | { readonly kind: "pin"; readonly id: string }
  /** Brought for now, and not kept. */
  | { readonly kind: "given" }
  | { readonly kind: "none" };

export type ChainSource =
  | { readonly kind: "firm" }
  | { readonly kind: "wallet"; readonly id: string }
  | { readonly kind: "rpc"; readonly address: string }
  | { readonly kind: "none" };

/** `pending`: it is being fetched. Null: there is none. */
export type Served = Policy | "pending" | "failed" | null;

export interface Given {
  readonly policy: Policy;
  readonly text: string;
}

export interface Trust {
  readonly home: Home;
  readonly served: Served;
  readonly pins: Pins;
  readonly given: Given | null;
  readonly source: PolicySource;
  /** What counts; null: nothing, or not yet. */
  readonly policy: Policy | null;
  /** The firm's own is still on its way, and it is what counts. */
  readonly isWaiting: boolean;
  readonly wallets: readonly Wallet[];
  readonly chainSource: ChainSource;
  readonly chain: Chain | null;
  choosePolicy(source: PolicySource): void;
  give(given: Given): void;
  /** A policy that was dropped: it counts at once only where it takes no pin's place, and no file came with it that it would speak for. */
  offer(given: Given, isWithFiles: boolean): void;
  /** What waits for the visitor's word. */
  readonly offered: Given | null;
  /** Their word: it counts from now on, or is forgotten. */
  answer(isTaken: boolean): void;
  /** Keeps what was given under a name. False: this browser keeps nothing. */
  pin(name: string): boolean;
  unpin(id: string): void;
  chooseChain(source: ChainSource, isRemembered?: boolean): void;
}

const RPC_KEY = "counterfoil.verify.rpc";

/** A browser that forbids storage throws at the first touch. */
const NOTHING_KEPT: Shelf = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
export function ownShelf(): Shelf {
  try {
    return localStorage;
  } catch {
    return NOTHING_KEPT;
  }
}

function rememberedRpc(shelf: Shelf): string | null {
  try {
    const address = shelf.getItem(RPC_KEY);
    return address !== null && isRpcAddress(address) ? address : null;
  } catch {
    return null;
  }
}

function rememberRpc(shelf: Shelf, address: string | null): void {
  try {
    if (address === null) shelf.removeItem(RPC_KEY);
    else shelf.setItem(RPC_KEY, address);
  } catch {
    // It counts until the page is left.
  }
}

async function servedPolicy(): Promise<Policy | "failed"> {
  try {
    const signal = AbortSignal.timeout(LIMITS.timeoutMs);
    const response = await fetch("/.well-known/counterfoil/policy.json", {
      signal,
      credentials: "omit",
    });
    if (!response.ok) return "failed";
    return policyOf(await readText(response, MAX_POLICY_BYTES)) ?? "failed";
  } catch {
    return "failed";
  }
}

function chainOf(source: ChainSource, wallets: readonly Wallet[]): Chain | null {
  switch (source.kind) {
    case "firm":
      return { ask: firmReader(), rpc: null };
    case "wallet": {
      const wallet = wallets.find(({ id }) => id === source.id);
      const rpc = wallet && rpcOf(wallet.provider);
      return rpc === undefined ? null : { ask: chainReader(rpc), rpc };
    }
    case "rpc": {
      const rpc = rpcAt(source.address);
      return { ask: chainReader(rpc), rpc };
    }
    case "none":
      return null;
  }
}

/** Files on a disk share one store in some browsers: what any of them has put there must not be taken for the visitor's own. */
export const shelfOf = (home: Home): Shelf => (home === "file" ? NOTHING_KEPT : ownShelf());

export function useTrust(home: Home): Trust {
  const shelf = useMemo(() => shelfOf(home), [home]);
  const [pins, setPins] = useState<Pins>(() => readPins(shelf) ?? NO_PINS);
  const [served, setServed] = useState<Served>(home === "page" ? "pending" : null);
  const [given, setGiven] = useState<Given | null>(null);
  const [offered, setOffered] = useState<Given | null>(null);
  const [source, setSource] = useState<PolicySource>(() => {
    const { first } = readPins(shelf);
    if (first !== null) return { kind: "pin", id: first };
    return { kind: home === "page" ? "firm" : "none" };
  });
  const [wallets, setWallets] = useState<readonly Wallet[]>([]);
  const [chainSource, setChainSource] = useState<ChainSource>(() => {
    const address = rememberedRpc(shelf);
    if (address !== null) return { kind: "rpc", address };
    return { kind: home === "page" ? "firm" : "none" };
  });
  useEffect(() => watchWallets(window, setWallets), []);
  useEffect(() => {
    if (home === "page") void servedPolicy().then(setServed);
  }, [home]);
  const chain = useMemo(() => chainOf(chainSource, wallets), [chainSource, wallets]);
  const policy = useMemo(() => {
    switch (source.kind) {
      case "firm":
        return typeof served === "string" ? null : served;
      case "pin":
        return pins.pins.find(({ id }) => id === source.id)?.policy ?? null;
      case "given":
        return given?.policy ?? null;
      case "none":
        return null;
    }
  }, [source, served, pins, given]);
  const give = useCallback((brought: Given): void => {
    setGiven(brought);
    setSource({ kind: "given" });
    setOffered(null);
  }, []);
  const inUse = useMemo(() => (policy === null ? null : policyId(policy)), [policy]);
  const offer = useCallback(
    (brought: Given, isWithFiles: boolean): void => {
      const isPinned = source.kind === "pin";
      if (needsWord({ inUse, isPinned, isWithFiles }, brought.policy)) setOffered(brought);
      else if (!isPinned) give(brought);
    },
    [source.kind, inUse, give],
  );
  const keep = (changed: Pins): boolean => {
    setPins(changed);
    return writePins(shelf, changed);
  };
  return {
    ...{ home, served, pins, given, source, policy, wallets, chainSource, chain },
    isWaiting: source.kind === "firm" && served === "pending",
    choosePolicy(chosen) {
      setSource(chosen);
      // What is chosen last among what is kept is used first the next time.
      if (chosen.kind === "pin") keep({ ...pins, first: chosen.id });
      if (chosen.kind === "firm") keep({ ...pins, first: null });
    },
    give,
    offer,
    offered,
    answer(isTaken) {
      if (isTaken && offered !== null) give(offered);
      setOffered(null);
    },
    pin(name) {
      if (given === null) return false;
      const id = policyId(given.policy);
      setSource({ kind: "pin", id });
      setGiven(null);
      return keep(pinned(pins, { id, name, ...given }));
    },
    unpin(id) {
      keep(unpinned(pins, id));
      if (source.kind === "pin" && source.id === id)
        setSource({ kind: home === "page" ? "firm" : "none" });
    },
    chooseChain(chosen, isRemembered = false) {
      setChainSource(chosen);
      rememberRpc(shelf, chosen.kind === "rpc" && isRemembered ? chosen.address : null);
    },
  };
}
