/** Chains that people know by a name, and where their blocks can be looked at. */
interface Known {
  readonly name: string;
  readonly explorer: string | null;
}

const CHAINS: ReadonlyMap<number, Known> = new Map([
  [1, { name: "Ethereum", explorer: "https://etherscan.io" }],
  [10, { name: "OP Mainnet", explorer: "https://optimistic.etherscan.io" }],
  [56, { name: "BNB Smart Chain", explorer: "https://bscscan.com" }],
  [100, { name: "Gnosis", explorer: "https://gnosisscan.io" }],
  [137, { name: "Polygon", explorer: "https://polygonscan.com" }],
  [1030, { name: "Conflux eSpace", explorer: "https://evm.confluxscan.org" }],
  [8453, { name: "Base", explorer: "https://basescan.org" }],
  [42161, { name: "Arbitrum One", explorer: "https://arbiscan.io" }],
  [17000, { name: "Holesky", explorer: "https://holesky.etherscan.io" }],
  [560048, { name: "Hoodi", explorer: "https://hoodi.etherscan.io" }],
  [11155111, { name: "Sepolia", explorer: "https://sepolia.etherscan.io" }],
  [84532, { name: "Base Sepolia", explorer: "https://sepolia.basescan.org" }],
]);

/** Null: none that we know. */
export const chainName = (chainId: number): string | null => {
  const known = CHAINS.get(chainId);
  return known === undefined ? null : `${known.name} (${chainId})`;
};

export function explorerOf(chainId: number, kind: "tx" | "block", value: string): string | null {
  const explorer = CHAINS.get(chainId)?.explorer ?? null;
  return explorer === null ? null : `${explorer}/${kind}/${value}`;
}
