/** Whether whoever is asked answers, and for which chain: told before a file is brought. */
import { useEffect, useState } from "react";
import { asCount } from "../chain/answers.ts";
import type { Trust } from "../useTrust.ts";

export type Node =
  | { readonly kind: "none" }
  | { readonly kind: "asking" }
  | { readonly kind: "silent" }
  | { readonly kind: "there"; readonly chainId: number; switchTo(chainId: number): void };

export function useNode({ chain }: Trust): Node {
  const [node, setNode] = useState<Node>({ kind: "none" });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when a wallet has changed its chain.
  useEffect(() => {
    const rpc = chain?.rpc ?? null;
    if (rpc === null) {
      setNode({ kind: "none" });
      return;
    }
    let isOver = false;
    const tell = (found: Node): void => {
      if (!isOver) setNode(found);
    };
    const switchTo = (chainId: number): void => {
      const params = [{ chainId: `0x${chainId.toString(16)}` }];
      rpc("wallet_switchEthereumChain", params)
        .catch(() => null)
        .finally(() => setRound((before) => before + 1));
    };
    tell({ kind: "asking" });
    rpc("eth_chainId", []).then(
      (id) => {
        try {
          tell({ kind: "there", chainId: asCount(id), switchTo });
        } catch {
          tell({ kind: "silent" });
        }
      },
      () => tell({ kind: "silent" }),
    );
    return () => {
      isOver = true;
    };
  }, [chain, round]);
  return node;
}
