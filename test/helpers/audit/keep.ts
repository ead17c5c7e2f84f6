/** How a test has an audit keep what it has done: after every piece, and small ones. */
export const KEEP = { everyMilliseconds: 0, piece: 32 } as const;
