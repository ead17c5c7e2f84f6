/**
 * What every `Store` must do. Each implementation and each fake runs all of it; what one cannot do it says why.
 */
import { afterEach, beforeEach, describe } from "vitest";
import type { Store } from "../../../api/store/store.ts";
import { anchorCases } from "./conformance/anchors.ts";
import { batchCases } from "./conformance/batches.ts";
import { conflictCases } from "./conformance/conflicts.ts";
import { cosignatureCases } from "./conformance/cosignatures.ts";
import { dueCases } from "./conformance/dues.ts";
import { durabilityCases } from "./conformance/durability.ts";
import { erasureCases } from "./conformance/erasure.ts";
import { logPageCases } from "./conformance/log-pages.ts";
import { metaCases } from "./conformance/meta.ts";
import { readingCases } from "./conformance/reading.ts";
import { recordCases } from "./conformance/records.ts";
import { restoreCases } from "./conformance/restore.ts";
import { sequencingCases } from "./conformance/sequencing.ts";
import { sequencingProperty } from "./conformance/sequencing-property.ts";
import { standingCases } from "./conformance/standings.ts";
import { stateAndVoidCases } from "./conformance/state-and-void.ts";
import { subjectCases } from "./conformance/subjects.ts";

export interface StoreUnderTest {
  readonly store: Store;
  /** Closes the store and opens the same data again; or the reason why that cannot be. */
  readonly reopen: (() => Promise<Store>) | { readonly impossible: string };
  /** Closes what is open and removes everything. */
  dispose(): Promise<void>;
}

/** Makes an empty store. */
export type StoreFactory = () => Promise<StoreUnderTest>;

/** Handed to the cases: the store of the test that runs. */
export interface Current {
  readonly store: Store;
  readonly reopen: StoreUnderTest["reopen"];
}

export function storeConformance(name: string, factory: StoreFactory): void {
  describe(`${name} keeps the contract of a store`, () => {
    let made: StoreUnderTest;
    beforeEach(async () => {
      made = await factory();
    });
    afterEach(() => made.dispose());
    const current: Current = {
      get store() {
        return made.store;
      },
      get reopen() {
        return made.reopen;
      },
    };
    sequencingCases(current);
    conflictCases(current);
    stateAndVoidCases(current);
    restoreCases(current, factory);
    readingCases(current);
    dueCases(current);
    logPageCases(current);
    recordCases(current);
    standingCases(current);
    subjectCases(current);
    erasureCases(current, factory);
    batchCases(current);
    anchorCases(current);
    cosignatureCases(current);
    metaCases(current);
    durabilityCases(current);
    sequencingProperty(factory);
  });
}
